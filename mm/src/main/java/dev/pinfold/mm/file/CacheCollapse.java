package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.HPAGE_PMD_ORDER;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;

/**
 * Pages of shared memory become one folio of 2 MiB: the cache's part of {@code collapse_file}.
 *
 * <p>Each page is locked and taken from who maps it; one that somebody holds beyond that would be copied behind his back, so it
 * stops the whole. Holes become pages. Then all is copied, and the folio takes the pages' place in the file, if what were holes
 * still are.
 */
public final class CacheCollapse {
    /** Pages of a huge folio. */
    public static final int PAGES = 512;

    private static final Site FOLIO = Site.lock("collapse.file: folio lock of a page that is copied");
    private static final Site NEW_FOLIO = Site.lock("collapse.file: folio lock of the huge folio until it is complete");
    private static final Site REPLACE = Site.lock("collapse.file: i_pages over the change of pages for a folio");

    /** What became of it: of {@code enum scan_result}. */
    public enum Result {
        /** The folio is in the file; or it looks worth trying. */
        DONE,
        /** The file has such a folio there. */
        ALREADY,
        /** A page that nobody has filled lies behind the file's end. */
        UNFILLED,
        /** There is nothing in these 2 MiB of the file. */
        TRUNCATED,
        /** Somebody has a page locked. */
        LOCKED,
        /** Somebody holds a page. */
        IN_USE,
        /** A hole was filled meanwhile. */
        FILLED,
        /** No room for the pages in holes. */
        NO_ROOM
    }

    private final ShmemMapping m;
    private final FileTask t;
    private final Frames frames;
    private final long first;

    /** What is locked and held, and how many of it. */
    private final int[] folios = new int[PAGES];

    private int count;
    private int holes;

    private CacheCollapse(ShmemMapping m, FileTask t, long first) {
        this.m = m;
        this.t = t;
        this.frames = m.frames;
        this.first = first;
    }

    /** {@code hpage_collapse_scan_file}: a look at what is there, with nothing held afterwards. */
    public static Result look(ShmemMapping m, FileTask t, long first) {
        Frames frames = m.frames;
        for (long i = m.pages.next(first); i >= 0 && i < first + PAGES; i = m.pages.next(i + 1)) {
            int pfn = m.lookup(i, t.cpuId());
            if (pfn < 0) {
                continue;
            }
            int folio = frames.head(pfn);
            int order = frames.order(folio);
            boolean free = frames.refCount(folio) == 2 + frames.mapCount(folio);
            frames.put(folio, t.cpuId());
            if (order == HPAGE_PMD_ORDER) {
                return Result.ALREADY;
            }
            if (!free) {
                return Result.IN_USE;
            }
            i += (1 << order) - 1 - (pfn - folio);
        }
        return Result.DONE;
    }

    /**
     * Puts a folio in the place of the pages from {@code first} on.
     *
     * <p>Preconditions: inside a call, no lock held, the cursor is closed.
     *
     * @param first a multiple of {@value #PAGES}
     * @param huge a new folio of order {@value dev.pinfold.mm.abi.Page#HPAGE_PMD_ORDER}, the caller's. If all is {@link Result#DONE} it is locked, and is to be
     *     unlocked when those who mapped the pages are ready to map it
     */
    public static Result run(ShmemMapping m, FileTask t, long first, int huge) {
        CacheCollapse c = new CacheCollapse(m, t, first);
        Result result = c.gather();
        if (result == Result.DONE) {
            result = c.replace(huge);
        }
        c.release(result == Result.DONE);
        return result;
    }

    private Result gather() {
        holes = PAGES;
        for (long i = first; ; ) {
            i = m.pages.next(i);
            if (i < 0 || i >= first + PAGES) {
                return count == 0 ? Result.TRUNCATED : Result.DONE;
            }
            int pfn = m.lookup(i, t.cpuId());
            if (pfn < 0) {
                continue;
            }
            int folio = frames.head(pfn);
            if (!frames.tryLock(folio, FOLIO)) {
                frames.put(folio, t.cpuId());
                return Result.LOCKED;
            }
            folios[count++] = folio;
            if (!Guard.FOLIO_STILL_IN_FILE.holds(m.owns(pfn, i))) {
                return Result.TRUNCATED;
            }
            int order = frames.order(folio);
            if (order == HPAGE_PMD_ORDER) {
                return Result.ALREADY;
            }
            if (!frames.test(folio, FrameFlags.UPTODATE) && i >= m.sizePages()) {
                return Result.UNFILLED;
            }
            m.fill(folio);
            if (frames.mapCount(folio) != 0) {
                m.unmapRange(t, i, 1L << order, false);
            }
            if (!Guard.COLLAPSE_UNREFERENCED.holds(frames.refCount(folio) == 2)) {
                return Result.IN_USE;
            }
            i += 1 << order;
            holes -= 1 << order;
        }
    }

    private Result replace(int huge) {
        if (holes > 0 && !m.take(holes)) {
            return Result.NO_ROOM;
        }
        copy(huge);
        boolean locked = frames.tryLock(huge, NEW_FOLIO);
        frames.set(huge, FrameFlags.UPTODATE | FrameFlags.DIRTY | FrameFlags.SWAPBACKED);
        m.iPages.lock(REPLACE);
        boolean same = Guard.COLLAPSE_HOLES_EMPTY.holds(stillHoles());
        if (same) {
            frames.setOwner(huge, m, first);
            frames.get(huge);
            m.pages.putRun(first, PAGES, huge);
            for (int i = 0; i < count; i++) {
                frames.setOwner(folios[i], null, 0);
            }
        }
        m.iPages.unlock();
        if (same) {
            return Result.DONE;
        }
        m.removed(holes);
        frames.clear(huge, FrameFlags.DIRTY);
        if (locked) {
            frames.unlock(huge);
        }
        return Result.FILLED;
    }

    private void copy(int huge) {
        if (holes > 0) {
            frames.contents().zero(huge, HPAGE_PMD_ORDER);
        }
        for (int i = 0; i < count; i++) {
            int at = (int) (frames.index(folios[i]) - first);
            frames.contents().copy(folios[i], huge + at, 1 << frames.order(folios[i]));
        }
    }

    /** Whether the pages are those that were gathered, and no others. Preconditions: i_pages held. */
    private boolean stillHoles() {
        return m.pages.countRun(first, PAGES) == PAGES - holes;
    }

    private void release(boolean replaced) {
        for (int i = 0; i < count; i++) {
            if (replaced) {
                frames.clear(folios[i], FrameFlags.DIRTY);
            }
            frames.unlock(folios[i]);
            frames.putRefs(folios[i], replaced ? 2 : 1, t.cpuId());
        }
    }
}
