package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.sync.Bytes;

/** Taking pages out of a file: {@code mm/truncate.c}. */
final class Truncation {
    /** No file has so many pages. */
    private static final long LAST = Long.MAX_VALUE >>> PAGE_SHIFT;

    private Truncation() {}

    /**
     * Makes the cache forget what lies beyond a new, lower size ({@code truncate_pagecache}): unmaps, removes, unmaps
     * again, since a private copy can be made of a page between the two.
     *
     * <p>Preconditions: the size has been set already, so that faults from now on stop before it.
     */
    static void cache(FileMapping m, FileTask t, long newSize) {
        long hole = FileMapping.pagesOf(newSize);
        m.unmapRange(t, hole, Long.MAX_VALUE - hole, true);
        bytes(m, t, newSize, Long.MAX_VALUE);
        m.unmapRange(t, hole, Long.MAX_VALUE - hole, true);
    }

    /** Removes whole pages and zeroes parts of pages of the bytes {@code from} to {@code to} (half-open). */
    static void bytes(FileMapping m, FileTask t, long from, long to) {
        long first = FileMapping.pagesOf(from);
        long end = to == Long.MAX_VALUE ? Long.MAX_VALUE : to >>> PAGE_SHIFT;
        int head = offsetInPage(from);
        int tail = to == Long.MAX_VALUE ? 0 : offsetInPage(to);
        long headPage = from >>> PAGE_SHIFT;
        LargeFolio.border(m, t, headPage, from, to);
        if (to != Long.MAX_VALUE) {
            LargeFolio.border(m, t, to - 1 >>> PAGE_SHIFT, from, to);
        }
        if (head != 0 && headPage == end) {
            zero(m, t, headPage, head, tail);
            return;
        }
        pages(m, t, first, end);
        if (head != 0) {
            zero(m, t, headPage, head, (int) PAGE_SIZE);
        }
        if (tail != 0) {
            zero(m, t, end, 0, tail);
        }
    }

    /**
     * Removes the pages from {@code first} to {@code end} (half-open) from the cache, and from every mapping that a
     * fault made meanwhile ({@code truncate_inode_pages_range}). Goes on until a whole pass finds none but those of large
     * folios that reach beyond the range and do not fall apart.
     */
    static void pages(FileMapping m, FileTask t, long first, long end) {
        boolean found = true;
        while (found) {
            found = false;
            for (long i = m.pages.next(first); i >= 0 && i < end; i = m.pages.next(i + 1)) {
                int pfn = m.lookupLocked(i, t.cpuId());
                if (pfn < 0) {
                    continue;
                }
                int folio = m.frames.head(pfn);
                long index = m.frames.index(folio);
                long after = index + (1 << m.frames.order(folio));
                if (index >= first && after <= end) {
                    found = true;
                    remove(m, t, folio, index);
                    i = after - 1;
                } else if (LargeFolio.apart(
                        m, t, folio, first << PAGE_SHIFT, end >= LAST ? Long.MAX_VALUE : end << PAGE_SHIFT)) {
                    found = true;
                    i--;
                } else {
                    i = after - 1;
                }
                m.unlockPut(folio, t.cpuId());
            }
        }
    }

    /** Removes one folio, mapped or not. Preconditions: locked and in the file, a reference held. */
    static void remove(FileMapping m, FileTask t, int folio, long index) {
        m.waitWriteback(folio);
        if (m.frames.mapCount(folio) != 0) {
            m.unmapRange(t, index, 1 << m.frames.order(folio), false);
        }
        m.removeLocked(folio, index, t.cpuId());
    }

    /** Zeroes a part of a page that is cached. */
    private static void zero(FileMapping m, FileTask t, long index, int from, int to) {
        int pfn = m.lookupLocked(index, t.cpuId());
        if (pfn < 0) {
            return;
        }
        m.waitWriteback(m.frames.head(pfn));
        Bytes.zero(m.frames.address(pfn) + from, to - from);
        if (m.frames.test(m.frames.head(pfn), FrameFlags.UPTODATE)) {
            m.markDirty(pfn);
        }
        m.unlockPut(pfn, t.cpuId());
    }
}
