package dev.pinfold.mm.rmap;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.Site;

/**
 * Visits each mapping of a range of pages: {@code rmap_walk}. A mapping visited may hold the page; its tables say
 * whether it does. One that does hold it is always visited, as long as moves of tables take the rmap locks.
 */
public final class RmapWalk {
    /** Called with the reverse map's lock held: entries may be changed and cleared there, never installed. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param vma a mapping that overlaps the pages asked for
         * @param start its first address in question
         * @param end the address after the last
         * @return whether to go on to the next mapping
         */
        boolean visit(Mapped vma, long start, long end);
    }

    private RmapWalk() {}

    /** Visits mappings of the pages {@code index} to {@code index + pages} of an anon_vma. Takes its lock to read. */
    public static boolean anon(AnonVma anon, long index, long pages, Site site, Visitor visitor) {
        anon.readLock(site);
        try {
            return anonLocked(anon, index, pages, visitor);
        } finally {
            anon.readUnlock();
        }
    }

    /** As {@link #anon}. Preconditions: the anon_vma's lock is held. */
    public static boolean anonLocked(AnonVma anon, long index, long pages, Visitor visitor) {
        anon.assertHeld();
        long last = index + pages - 1;
        IntervalTree<AnonVmaChain> tree = anon.tree();
        for (AnonVmaChain c = tree.first(index, last); c != null; c = tree.next(c, index, last)) {
            if (!visit(c.vma, index, last, visitor)) {
                return false;
            }
        }
        return true;
    }

    /** Visits mappings of the pages {@code index} to {@code index + pages} of a file. Takes its lock to read. */
    public static boolean file(
            RwSemaphore iMmapLock, IntervalTree<Mapped> iMmap, long index, long pages, Site site, Visitor visitor) {
        iMmapLock.readLock(site);
        try {
            return fileLocked(iMmap, index, pages, visitor);
        } finally {
            iMmapLock.readUnlock();
        }
    }

    /** As {@link #file}. Preconditions: the file's i_mmap lock is held. */
    public static boolean fileLocked(IntervalTree<Mapped> iMmap, long index, long pages, Visitor visitor) {
        long last = index + pages - 1 < index ? Long.MAX_VALUE : index + pages - 1;
        for (Mapped m = iMmap.first(index, last); m != null; m = iMmap.next(m, index, last)) {
            if (!visit(m, index, last, visitor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean visit(Mapped vma, long first, long last, Visitor visitor) {
        long from = Math.max(first, vma.firstPage());
        long to = Math.min(last, vma.lastPage());
        long start = vma.start() + (from - vma.pgoff() << PAGE_SHIFT);
        return visitor.visit(vma, start, start + (to - from + 1 << PAGE_SHIFT));
    }
}
