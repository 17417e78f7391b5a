/**
 * What has been stored to: write-protecting and cleaning the entries that map a file ({@link SharedMappings}, {@link Sweep}),
 * a file's tracker of stores ({@link FileDirtyTracker}), checkpoints of a space's private memory ({@link SpaceTracker}), and
 * the sets of pages that these fill ({@link PageSet}, {@link PageBlocks}).
 *
 * <p>A sweep over a file's mappings holds the file's {@code i_mmap} lock for reading and the lock of one table at a time,
 * and no mmap lock: it goes from a file to spaces, not the other way. A checkpoint holds the mmap lock of its space for
 * reading. A tracker of a file has a lock of its own, a spinning one below those of tables, as it is told of stores under
 * them.
 *
 * <p>On entry: inside a call; the cursor is closed; no lock of a reverse map or of tables is held, and for a checkpoint no
 * lock at all. When a call returns, what it has changed is flushed: a store that comes later is a fault, or sets a bit that
 * was taken.
 */
@NullMarked
package dev.pinfold.mm.dirty;

import org.jspecify.annotations.NullMarked;
