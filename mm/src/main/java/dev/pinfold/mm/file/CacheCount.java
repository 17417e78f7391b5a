package dev.pinfold.mm.file;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.sync.Site;

/**
 * Pages of a file that are cached, and how many of them are dirty or on their way to the disk: {@code filemap_cachestat}.
 * Exact only while nobody changes the cache.
 */
public record CacheCount(long cached, long dirty, long writeback) {
    /** What a file without a cache has. */
    public static final CacheCount NOTHING = new CacheCount(0, 0, 0);

    private static final Site DIRTY = Site.lock("file.cachestat: i_pages over the search for the next dirty page");

    /** Counts pages {@code first} to {@code last}, inclusive. Memory without a disk behind it is never dirty. */
    public static CacheCount of(FileMapping m, long first, long last) {
        boolean disk = m instanceof DiskMapping;
        long cached = 0;
        long writeback = 0;
        for (long i = m.pages.next(first); i >= 0 && i <= last; i = m.pages.next(i + 1)) {
            int pfn = m.pages.get(i);
            if (pfn >= 0) {
                cached++;
                writeback += disk && m.frames.test(m.frames.head(pfn), FrameFlags.WRITEBACK) ? 1 : 0;
            }
        }
        long dirty = 0;
        for (long i = disk ? nextDirty(m, first) : -1; i >= 0 && i <= last; i = nextDirty(m, i + 1)) {
            dirty++;
        }
        return new CacheCount(cached, dirty, writeback);
    }

    private static long nextDirty(FileMapping m, long from) {
        m.iPages.lock(DIRTY);
        long index = m.pages.nextTagged(from);
        m.iPages.unlock();
        return index;
    }
}
