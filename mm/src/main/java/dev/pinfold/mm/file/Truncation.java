package dev.pinfold.mm.file;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.sync.Bytes;

/** Taking pages out of a file: {@code mm/truncate.c}. */
final class Truncation {
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
        long end = to == Long.MAX_VALUE ? Long.MAX_VALUE : to >>> FileMapping.PAGE_SHIFT;
        int head = (int) from & FileMapping.PAGE_SIZE - 1;
        int tail = to == Long.MAX_VALUE ? 0 : (int) to & FileMapping.PAGE_SIZE - 1;
        long headPage = from >>> FileMapping.PAGE_SHIFT;
        if (head != 0 && headPage == end) {
            zero(m, t, headPage, head, tail);
            return;
        }
        pages(m, t, first, end);
        if (head != 0) {
            zero(m, t, headPage, head, FileMapping.PAGE_SIZE);
        }
        if (tail != 0) {
            zero(m, t, end, 0, tail);
        }
    }

    /**
     * Removes the pages from {@code first} to {@code end} (half-open) from the cache, and from every mapping that a
     * fault made meanwhile ({@code truncate_inode_pages_range}). Goes on until a whole pass finds none.
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
                found = true;
                remove(m, t, pfn, i);
                m.unlockPut(pfn, t.cpuId());
            }
        }
    }

    /** Removes one page, mapped or not. Preconditions: folio locked and in the file, a reference held. */
    static void remove(FileMapping m, FileTask t, int pfn, long index) {
        m.waitWriteback(pfn);
        if (m.frames.mapCount(pfn) != 0) {
            m.unmapRange(t, index, 1, false);
        }
        m.removeLocked(pfn, index, t.cpuId());
    }

    /** Zeroes a part of a page that is cached. */
    private static void zero(FileMapping m, FileTask t, long index, int from, int to) {
        int pfn = m.lookupLocked(index, t.cpuId());
        if (pfn < 0) {
            return;
        }
        m.waitWriteback(pfn);
        Bytes.zero(m.frames.address(pfn) + from, to - from);
        if (m.frames.test(pfn, FrameFlags.UPTODATE)) {
            m.markDirty(pfn);
        }
        m.unlockPut(pfn, t.cpuId());
    }
}
