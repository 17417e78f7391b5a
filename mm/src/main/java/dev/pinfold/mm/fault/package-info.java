/**
 * Faults: what happens when an access finds no entry, or one that forbids it. {@link FaultHandler} is the way of every
 * fault; below it there is one class for each kind: {@link AnonymousFault}, {@link CopyOnWrite}, {@link FileFault},
 * {@link FaultAround}, {@link SwapFault}, {@link HugeFault}, {@link HugeFileFault}, {@link DaxFault}. {@link UserAccess} is
 * a program's load or store, which is tried again after its fault; {@link Populate} and {@link FollowPage} bring pages in on
 * somebody's behalf.
 *
 * <p>A handler holds the VMA's lock or the mmap lock for reading, which keeps the VMA and its tables. It allocates and fills
 * pages without the lock of the leaf table, then opens the cursor on the one entry, looks whether it is still what it was,
 * installs, and closes; where the entry has changed the access is simply tried again. A page of a file comes locked and is
 * unlocked only after its entry stands, so truncation finds every entry that was made before. Order: VMA lock or mmap lock,
 * {@code invalidate_lock}, folio lock, (device) chunk, tables.
 *
 * <p>On entry to {@link FaultHandler#handle}: inside a call, no lock held, outside the epoch, the cursor closed. What a fault
 * is about lies in the task's {@link dev.pinfold.mm.space.VmFault}. The {@link Outcome} is DONE or one with the signal that the
 * program gets; whatever is between (try again, take the mmap lock) never leaves the room.
 */
@NullMarked
package dev.pinfold.mm.fault;

import org.jspecify.annotations.NullMarked;
