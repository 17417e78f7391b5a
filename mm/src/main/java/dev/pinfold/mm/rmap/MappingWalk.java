package dev.pinfold.mm.rmap;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.table.Walk;

/**
 * A walk over the entries that map pages of a file, in every address space: {@code walk_page_mapping}.
 *
 * <p>It holds no mmap lock and needs none, whatever the callbacks' lock mode says: a VMA leaves the file's tree before its
 * tables are freed, so under i_mmap alone the tables of every VMA in the tree stay. What may happen meanwhile: entries
 * are installed by faults and cleared by anybody, the VM_ flags of a mapping change except those that never do (VM_SHARED,
 * VM_MAYWRITE), and a VMA that munmap is taking down is still found, with its entries gone.
 */
public final class MappingWalk {
    private MappingWalk() {}

    /**
     * Walks pages {@code first} to {@code first + pages} of a file.
     *
     * <p>Preconditions: the file's i_mmap lock is held, in any mode.
     *
     * @param walk whose callbacks are called; {@code testWalk} is asked of each mapping as a whole
     * @param skip what becomes of the walk when {@code testWalk} skips a mapping
     * @return 0, what a callback stopped with, or -errno
     */
    public static long pages(
            RwSemaphore iMmapLock,
            IntervalTree<Mapped> iMmap,
            long first,
            long pages,
            Walk walk,
            MappingWalkSkip skip) {
        iMmapLock.assertHeld();
        if (pages <= 0) {
            return 0;
        }
        long last = last(first, pages);
        for (Mapped m = iMmap.first(first, last); m != null; m = iMmap.next(m, first, last)) {
            long err = walk.test(m, m.start(), m.end());
            if (err == 0) {
                err = walk.mapped(m, startOf(m, first), endOf(m, last));
            } else if (err > 0) {
                if (skip.ends()) {
                    return 0;
                }
                err = 0;
            }
            if (err != 0) {
                return err;
            }
        }
        return 0;
    }

    /** The last of so many pages. */
    public static long last(long first, long pages) {
        return first + pages - 1 < first ? Long.MAX_VALUE : first + pages - 1;
    }

    /** The address where the part of a mapping begins that maps page {@code first} or a later one. */
    public static long startOf(Mapped m, long first) {
        return m.start() + (Math.max(first, m.firstPage()) - m.pgoff() << PAGE_SHIFT);
    }

    /** The address after the part of a mapping that maps page {@code last} or an earlier one. */
    public static long endOf(Mapped m, long last) {
        return m.start() + (Math.min(last, m.lastPage()) + 1 - m.pgoff() << PAGE_SHIFT);
    }
}
