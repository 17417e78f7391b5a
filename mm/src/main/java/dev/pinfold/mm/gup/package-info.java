/**
 * Get and pin user pages: how everything that is not an instruction of a process reaches its pages. Linux: {@code mm/gup.c}.
 * {@link Gup} has the functions, {@link GupFast} the way without locks, {@link GupSlow} the one under the mmap lock,
 * {@link Pins} gives back what was taken. {@link DeviceTlb} is the other way: a device that walks the process's tables and
 * holds no page.
 *
 * <p>A page that was taken stays what it is until it is given back, whatever becomes of its mapping. The fast way is inside
 * the epoch: it takes the page first and then reads entry and table again, so that a task that clears an entry and then
 * looks at the counts either sees the reference or is seen. The slow way looks a page up under its table's lock and takes it
 * there.
 *
 * <p>On entry: inside a call, no lock held, cursors closed. {@link Gup} takes the mmap lock for reading where it needs it.
 * Pages for long ({@code FOLL_LONGTERM}) are moved out of movable memory first, for which no lock may be held.
 */
@NullMarked
package dev.pinfold.mm.gup;

import org.jspecify.annotations.NullMarked;
