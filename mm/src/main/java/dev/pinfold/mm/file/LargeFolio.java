package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;

/**
 * How a folio of several pages of a file falls apart, or moves: {@code split_huge_page} of what a page cache holds.
 *
 * <p>It is taken from all who map it, and nothing stays in the place of its entries: faults find the pages in the cache. Then
 * its count is frozen at what the cache and the splitter have. A folio that somebody else holds stays whole. The cache names
 * each page's own frame, so its index does not change; what lies behind the file's end leaves it.
 */
public final class LargeFolio {
    private static final Site PAGES = Site.lock("file.split: i_pages over a folio that falls apart");
    private static final Site SECOND = Site.lock("file.split: folio lock of a part that is split once more");

    private LargeFolio() {}

    /**
     * Before bytes {@code [from, to)} of a file go: a large folio that holds a page at a border of the range and reaches beyond
     * it falls apart. One that is in the range whole goes as it is.
     */
    static void border(FileMapping m, FileTask t, long page, long from, long to) {
        Frames frames = m.frames;
        int seen = m.pages.get(page);
        if (seen < 0 || !frames.test(seen, FrameFlags.HEAD | FrameFlags.TAIL)) {
            return;
        }
        int pfn = m.lookupLocked(page, t.cpuId());
        if (pfn < 0) {
            return;
        }
        int folio = frames.head(pfn);
        if (frames.test(folio, FrameFlags.HEAD)) {
            apart(m, t, folio, from, to);
        }
        m.unlockPut(folio, t.cpuId());
    }

    /**
     * {@code truncate_inode_partial_folio}: splits a folio at the borders of bytes {@code [from, to)} that lie in it. One that
     * does not fall apart holds zeroes there instead.
     *
     * <p>Preconditions: large, locked, in the file, a reference held.
     *
     * @return whether it fell apart
     */
    static boolean apart(FileMapping m, FileTask t, int folio, long from, long to) {
        Frames frames = m.frames;
        long position = frames.index(folio) << PAGE_SHIFT;
        long size = PAGE_SIZE << frames.order(folio);
        long first = Math.max(0, from - position);
        long end = Math.min(size, to - position);
        if (first == 0 && end == size) {
            return false;
        }
        m.waitWriteback(folio);
        if (!split(m, t, folio, (int) (first >>> PAGE_SHIFT))) {
            zero(frames, folio, first, end);
            m.markDirty(folio);
            return false;
        }
        if (end < size) {
            again(m, t, folio, folio + (int) (end >>> PAGE_SHIFT));
        }
        return true;
    }

    /** Splits the part around a second page as well, unless it is in use. */
    private static void again(FileMapping m, FileTask t, int first, int page) {
        Frames frames = m.frames;
        int folio = frames.head(page);
        if (folio == first || !frames.test(folio, FrameFlags.HEAD) || !frames.tryGet(folio)) {
            return;
        }
        if (frames.head(page) == folio && frames.tryLock(folio, SECOND)) {
            if (frames.test(folio, FrameFlags.HEAD) && frames.ownerId(folio) == m.ownerId()) {
                split(m, t, folio, page - folio);
            }
            frames.unlock(folio);
        }
        frames.put(folio, t.cpuId());
    }

    private static void zero(Frames frames, int folio, long from, long to) {
        for (long at = from; at < to; ) {
            int in = offsetInPage(at);
            int n = (int) Math.min(PAGE_SIZE - in, to - at);
            Bytes.zero(frames.address(folio + (int) (at >>> PAGE_SHIFT)) + in, n);
            at += n;
        }
    }

    /**
     * Splits a folio.
     *
     * <p>Preconditions: large, locked, in the file, not being written, a reference held; the first part keeps lock and
     * reference.
     *
     * @param at the number of the page in it that becomes small, the parts around it growing with their distance as buddies
     *     do; -1 for single pages all over
     * @return false if somebody else holds it; then nobody may map it any more all the same
     */
    public static boolean split(FileMapping m, FileTask t, int folio, int at) {
        Frames frames = m.frames;
        frames.assertLocked(folio);
        int order = frames.order(folio);
        // A look before the trouble: every reference but the cache's and the caller's is an entry's.
        if (frames.refCount(folio) != 2 + frames.mapCount(folio)) {
            return false;
        }
        long index = frames.index(folio);
        m.unmapRange(t, index, 1L << order, false);
        m.iPages.lock(PAGES);
        boolean done = frames.mapCount(folio) == 0 && Guard.SPLIT_FROZEN.holds(frames.tryFreeze(folio, 2));
        if (!done) {
            m.iPages.unlock();
            return false;
        }
        int[] parts = at < 0 ? new int[1 << order] : around(order, at);
        FolioMaps.intoParts(frames, folio, parts);
        long kept = m.keptPages();
        int part = folio;
        for (int o : parts) {
            long i = index + (part - folio);
            if (part != folio && i >= kept) {
                m.pages.removeRun(i, 1 << o);
            } else {
                frames.setOwner(part, m, i);
            }
            frames.unfreeze(part, part == folio ? 2 : 1);
            part += 1 << o;
        }
        m.iPages.unlock();
        drop(m, t, folio, index, parts, kept);
        return true;
    }

    /**
     * Moves a folio to another as large. Nothing stays in the place of its entries: faults find it in the cache.
     *
     * <p>Preconditions: both are locked, a reference to each held; {@code to} is nobody's.
     *
     * @return false if somebody else holds it; then nobody may map it any more all the same
     */
    public static boolean move(FileMapping m, FileTask t, int folio, int to) {
        if (m.frames.refCount(folio) != 2 + m.frames.mapCount(folio)) {
            return false;
        }
        long index = m.frames.index(folio);
        m.unmapRange(t, index, 1L << m.frames.order(folio), false);
        return m.frames.mapCount(folio) == 0 && m.replacePage(folio, to, index);
    }

    /** Frees the parts that the cache has let go. */
    private static void drop(FileMapping m, FileTask t, int folio, long index, int[] parts, long kept) {
        int part = folio;
        long dropped = 0;
        for (int o : parts) {
            if (part != folio && index + (part - folio) >= kept) {
                dropped += 1L << o;
                m.frames.put(part, t.cpuId());
            }
            part += 1 << o;
        }
        m.removed(dropped);
    }

    /** The orders of the parts when a folio is halved around a page until that is alone, from first to last. */
    private static int[] around(int order, int at) {
        int[] parts = new int[order + 1];
        int left = 0;
        int right = order;
        for (int o = order - 1; o >= 0; o--) {
            if ((at >>> o & 1) != 0) {
                parts[left++] = o;
            } else {
                parts[right--] = o;
            }
        }
        return parts;
    }
}
