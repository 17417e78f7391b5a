/**
 * Physical memory: the frames of a machine, how they are allocated, and what is recorded of each.
 *
 * <p>A frame is named by its number, and a folio by the number of its first frame, its head. {@link Frames} is the face of
 * the room. {@link Buddy} holds the free blocks of a {@link Zone}, {@link FrameCache} the single free frames of a CPU;
 * {@link FrameMeta} says what lies where in a frame's 32 bytes, {@link FolioMaps} counts the entries that map a folio,
 * {@link PinCount} tells a pin from any other reference, {@link FolioOwner} is what a folio belongs to. Beside them stand
 * swap ({@link SwapSlots}) and the queue of folios to be split ({@link DeferredSplit}).
 *
 * <p>Counts and flags change by atomic operations under no lock; a task that relies on one has a reference, the folio lock,
 * or the lock of a table that maps the folio. A folio whose count is frozen at zero is its freezer's alone. The locks of
 * this room (free lists, swap slots, the queue, the numbers of owners) are leaves: under one of them no other lock is taken.
 *
 * <p>The caller names the CPU that it runs on, and stays on it: the caches of a CPU have no lock. An allocation that finds
 * nothing asks the {@link Reclaimer}, which gives clean pages of files back and waits for no folio, but takes the lock of a
 * cache's index; so under that lock, or one inside it, nothing is allocated. An allocation fails with -1 when there is
 * nothing left to give.
 */
@NullMarked
package dev.pinfold.mm.frame;

import org.jspecify.annotations.NullMarked;
