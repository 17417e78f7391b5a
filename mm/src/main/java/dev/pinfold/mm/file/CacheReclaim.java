package dev.pinfold.mm.file;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.sync.Site;

/** Giving pages of files back when memory is short: what {@code shrink_folio_list} does with file pages. */
final class CacheReclaim {
    private static final Site CLEAN = Site.lock("file.reclaim: folio lock while a clean page is dropped");
    private static final Site EVICT = Site.lock("file.reclaim: folio lock while a page is unmapped and dropped");
    private static final Site LOCKED = Site.lock("file.reclaim: i_mmap lock over the search for mlocked mappings");

    private CacheReclaim() {}

    /**
     * Removes clean pages from {@code first} to {@code end} (half-open) that nobody maps or uses ({@code
     * invalidate_mapping_pages}). Never waits.
     *
     * @param most stop after so many
     * @return how many were removed
     */
    static long clean(FileMapping m, int cpu, long first, long end, long most) {
        long done = 0;
        for (long i = m.pages.next(first); i >= 0 && i < end && done < most; i = m.pages.next(i + 1)) {
            int pfn = m.lookup(i, cpu);
            if (pfn < 0) {
                continue;
            }
            int folio = m.frames.head(pfn);
            if (m.frames.tryLock(folio, CLEAN)) {
                long start = m.frames.index(folio);
                if (m.owns(pfn, i) && m.frames.mapCount(folio) == 0 && m.removeClean(folio, start)) {
                    done++;
                }
                m.frames.unlock(folio);
            }
            m.frames.put(folio, cpu);
        }
        return done;
    }

    /**
     * Unmaps pages, writes them if they are dirty, and removes them; those locked into memory stay. A page whose lock is
     * held is passed over: the holder may be who asks.
     *
     * @param most stop after so many
     * @return how many were removed
     */
    static long evict(DiskMapping m, FileTask t, long most) {
        long done = 0;
        for (long i = m.pages.next(0); i >= 0 && done < most; i = m.pages.next(i + 1)) {
            int pfn = m.lookup(i, t.cpuId());
            if (pfn < 0) {
                continue;
            }
            if (m.frames.tryLock(pfn, EVICT)) {
                done += evictLocked(m, t, pfn, i) ? 1 : 0;
            }
            m.frames.put(pfn, t.cpuId());
        }
        return done;
    }

    /** Preconditions: folio locked; it is unlocked. */
    private static boolean evictLocked(DiskMapping m, FileTask t, int pfn, long index) {
        boolean removed = false;
        if (m.owns(pfn, index) && (m.frames.mapCount(pfn) == 0 || !mlocked(m, index))) {
            if (m.frames.mapCount(pfn) != 0) {
                m.unmapRange(t, index, 1, false);
            }
            if (m.frames.test(pfn, FrameFlags.DIRTY)) {
                Writeback.writeLocked(m, t, pfn, index);
                if (!m.frames.tryLock(pfn, EVICT)) {
                    return false;
                }
            }
            removed = m.owns(pfn, index) && m.frames.mapCount(pfn) == 0 && m.removeClean(pfn, index);
        }
        m.frames.unlock(pfn);
        return removed;
    }

    private static boolean mlocked(DiskMapping m, long index) {
        boolean found = false;
        m.iMmapLock().readLock(LOCKED);
        for (Mapped v = m.iMmap().first(index, index);
                v != null && !found;
                v = m.iMmap().next(v, index, index)) {
            found = (v.flags() & VmFlags.VM_LOCKED) != 0;
        }
        m.iMmapLock().readUnlock();
        return found;
    }
}
