package dev.pinfold.mm.frame;

import dev.pinfold.mm.sync.Words;

/**
 * How often a folio and each of its pages are mapped: {@code folio_mapcount}, {@code folio_entire_mapcount} and each page's
 * own {@code _mapcount}.
 *
 * <p>The head counts all entries, huge ones once. Of a folio of several frames each page also counts the small entries that
 * map it, and the whole counts the huge ones; so a page is mapped as often as both say together. The count of a later page
 * is in its own record; the head's, and that of huge entries, are in the record of the second frame, since the head's word
 * is taken. A folio of 1 GiB, which only devices have, counts entries of 2 MiB with each part that they map, and those of
 * 1 GiB in the record of its third frame. All change atomically, under the lock of the table whose entry comes or goes, or after its flush.
 */
public final class FolioMaps {
    private static final int HUGE_ORDER = 9;

    private FolioMaps() {}

    /** An entry of 4 KiB that maps a page came (1) or went (-1). */
    public static void add(Frames frames, int page, int delta) {
        add(frames, page, 0, delta);
    }

    /** An entry of 4 KiB came for each page of a folio of several frames. */
    public static void addAll(Frames frames, int head, int pages) {
        frames.addMapCount(head, pages);
        Words.addInts(own(frames, head, head + 1), 1L << FrameMeta.SHIFT, pages - 1, 1);
        int ignored = Words.getAndAddInt(own(frames, head, head), 1);
    }

    /**
     * Entries of 4 KiB that map {@code n} pages in a row of one folio of several frames, one each, went: {@code
     * folio_remove_rmap_ptes}.
     *
     * <p>Precondition: the references that they held are there still.
     */
    public static void removeRow(Frames frames, int head, int page, int n) {
        int later = page == head ? page + 1 : page;
        if (later > page) {
            int ignored = Words.getAndAddInt(own(frames, head, head), -1);
        }
        if (later < page + n) {
            Words.addInts(own(frames, head, later), 1L << FrameMeta.SHIFT, page + n - later, -1);
        }
        if (frames.addMapCount(head, -n) > 0) {
            mappedNoMore(frames, head, page, n);
        }
    }

    /**
     * An entry came (1) or went (-1).
     *
     * @param page the first page that it maps
     * @param level 0 for an entry of 4 KiB, 1 for one of 2 MiB, 2 for one of 1 GiB
     */
    public static void add(Frames frames, int page, int level, int delta) {
        int head = frames.head(page);
        if (frames.test(head, FrameFlags.HEAD)) {
            long count = level == 0 ? own(frames, head, page) : level == 1 ? entire(frames, page) : giant(frames, head);
            int own = Words.getAndAddInt(count, delta) + delta;
            int left = frames.addMapCount(head, delta);
            if (delta < 0 && own == 0 && left > 0) {
                mappedNoMore(frames, head, page, level == 0 ? 1 : 0);
            }
            return;
        }
        frames.addMapCount(head, delta);
    }

    /**
     * Queues a folio of private memory to be split if it is mapped only a part now ({@code __folio_remove_rmap}). Of two who
     * take away the last entries of a page, small and huge, one sees at least what the other did, for each counts first.
     *
     * @param n the small entries that went map {@code page} and the following; 0 if a huge entry went
     */
    private static void mappedNoMore(Frames frames, int head, int page, int n) {
        int flags = frames.flags(head);
        if ((flags & FrameFlags.ANON) == 0 || (flags & FrameFlags.PARTLY_MAPPED) != 0) {
            return;
        }
        boolean partly = n == 0 ? anyUnmapped(frames, head, head, 1 << frames.order(head)) : huge(frames, head) == 0;
        if (partly && (n < 2 || anyUnmapped(frames, head, page, n))) {
            frames.deferredSplit().add(head, true);
        }
    }

    /** Whether no small entry maps one of {@code n} pages. */
    private static boolean anyUnmapped(Frames frames, int head, int page, int n) {
        int from = page == head ? 1 : 0;
        return from > 0 && Words.getIntAcquire(own(frames, head, head)) == 0
                || n > from && Words.anyZero(own(frames, head, page + from), 1L << FrameMeta.SHIFT, n - from);
    }

    /**
     * Queues a folio of private memory to be split if it is mapped, but only a part. For who has brought entries where
     * somebody else may have taken notes away meanwhile. Precondition: the caller has a reference.
     */
    public static void queueIfPartlyMapped(Frames frames, int head) {
        if (frames.mapCount(head) > 0 && huge(frames, head) == 0) {
            mappedNoMore(frames, head, head, 0);
        }
    }

    /** One huge entry becomes a small one for each page. */
    public static void split(Frames frames, int head, int pages) {
        frames.addMapCount(head, pages - 1);
        Words.addInts(own(frames, head, head + 1), 1L << FrameMeta.SHIFT, pages - 1, 1);
        int ignored = Words.getAndAddInt(own(frames, head, head), 1);
        ignored = Words.getAndAddInt(entire(frames, head), -1);
    }

    /** How often a page is mapped, by small entries and huge ones ({@code folio_precise_page_mapcount}). */
    public static int of(Frames frames, int page) {
        int head = frames.head(page);
        if (!frames.test(head, FrameFlags.HEAD)) {
            return frames.mapCount(head);
        }
        int small = Words.getIntAcquire(own(frames, head, page));
        if (frames.order(head) <= HUGE_ORDER) {
            return small + Words.getIntAcquire(entire(frames, head));
        }
        return small
                + Words.getIntAcquire(entire(frames, page & -1 << HUGE_ORDER))
                + Words.getIntAcquire(giant(frames, head));
    }

    /** All entries that map a folio of several frames, as its pages count them: pins that count as mappings are not there. */
    static int entries(Frames frames, int head) {
        int small = Words.sumInts(own(frames, head, head + 1), 1L << FrameMeta.SHIFT, (1 << frames.order(head)) - 1);
        return small + Words.getIntAcquire(own(frames, head, head)) + huge(frames, head);
    }

    /** Huge entries that map a folio of several frames ({@code folio_entire_mapcount}). */
    public static int huge(Frames frames, int head) {
        return Words.getIntAcquire(entire(frames, head));
    }

    /**
     * Makes a new folio one that a single huge entry maps, exclusively: {@code folio_add_new_anon_rmap} for a PMD.
     *
     * <p>Precondition: as {@link Frames#startMapped}.
     */
    public static void startHuge(Frames frames, int head, int flags, FolioOwner owner, long index) {
        int shape = frames.flags(head) & (FrameFlags.HEAD | FrameFlags.ORDER_MASK);
        frames.startMapped(head, flags | shape, owner, index);
        Words.setIntRelease(entire(frames, head), 1);
    }

    /**
     * A folio falls apart into its pages ({@code __split_folio_to_order}). Those that are wanted inherit its flags, its owner
     * and their place in it, and get one reference each; the others are freed, for nobody can have them.
     *
     * <p>Preconditions: the folio is locked and frozen, nothing maps it.
     *
     * @param wanted one for each page; the first is always kept
     */
    public static void apart(Frames frames, int head, boolean[] wanted, int cpu) {
        int pages = wanted.length;
        long stride = 1L << FrameMeta.SHIFT;
        long base = frames.meta(head);
        FolioOwner owner = frames.owner(head);
        long index = frames.index(head);
        frames.deferredSplit().remove(head);
        // Whose page was whose alone the notes say; a mark on a page that nobody maps any more means nothing.
        int own = FrameFlags.HEAD | FrameFlags.ORDER_MASK | FrameFlags.ANON_EXCLUSIVE;
        int flags = frames.flags(head) & ~own;
        Words.setIntsRelease(base + stride + FrameMeta.INDEX, stride, pages - 1, 0);
        Words.setIntsRelease(base + stride + FrameMeta.INDEX + 4, stride, pages - 1, 0);
        // Once it is no later frame its number of the head means pins: first the mark goes, then the number.
        Words.setIntsRelease(base + stride + FrameMeta.FLAGS, stride, pages - 1, flags & ~FrameFlags.LOCKED);
        Words.setIntsRelease(base + stride + FrameMeta.PINS, stride, pages - 1, 0);
        frames.clear(head, own);
        for (int i = 1; i < pages; i++) {
            if (wanted[i]) {
                frames.setOwner(head + i, owner, index + i);
                frames.unfreeze(head + i, 1);
            }
        }
        frames.unfreeze(head, 1);
        for (int i = 1; i < pages; i++) {
            int from = i;
            while (i < pages && !wanted[i]) {
                i++;
            }
            free(frames, head + from, head + i, cpu);
        }
    }

    /**
     * A folio of a file falls apart into parts, which inherit its flags. All are frozen afterwards; the caller says whose they
     * are and gives them their references.
     *
     * <p>Preconditions: the folio is locked, which its first part stays, and frozen; nothing maps it.
     *
     * @param orders of the parts, in a row
     */
    public static void intoParts(Frames frames, int head, int[] orders) {
        long stride = 1L << FrameMeta.SHIFT;
        int shape = FrameFlags.HEAD | FrameFlags.ORDER_MASK;
        int flags = frames.flags(head) & ~(shape | FrameFlags.LOCKED);
        int pages = 1 << frames.order(head);
        long second = frames.meta(head) + stride;
        Words.setIntsRelease(second + FrameMeta.INDEX, stride, pages - 1, 0);
        Words.setIntsRelease(second + FrameMeta.INDEX + 4, stride, pages - 1, 0);
        frames.clear(head, shape);
        int part = head;
        for (int order : orders) {
            int shaped = order == 0 ? 0 : FrameFlags.HEAD | order << FrameFlags.ORDER_SHIFT;
            long a = frames.meta(part);
            // A page that was a later one stays so until it knows its new head, or is one: first the mark, then the
            // number.
            Words.setIntsRelease(a + stride + FrameMeta.HEAD, stride, (1 << order) - 1, part);
            if (part != head) {
                Words.setIntRelease(a + FrameMeta.FLAGS, flags | shaped);
                Words.setIntRelease(a + FrameMeta.PINS, 0);
            } else if (order > 0) {
                frames.set(head, shaped);
            }
            part += 1 << order;
        }
    }

    /** Frees frames that nobody has a reference to, in blocks as large as they allow. */
    private static void free(Frames frames, int start, int end, int cpu) {
        for (int pfn = start; pfn < end; ) {
            int order = Math.min(Integer.numberOfTrailingZeros(pfn), 31 - Integer.numberOfLeadingZeros(end - pfn));
            int shape = FrameFlags.ANON | (order == 0 ? 0 : FrameFlags.HEAD | order << FrameFlags.ORDER_SHIFT);
            Words.setIntRelease(frames.meta(pfn) + FrameMeta.FLAGS, shape);
            frames.free(pfn, cpu);
            pfn += 1 << order;
        }
    }

    /** No page of a folio of several frames may still be mapped when it is freed. */
    static void requireUnmapped(Frames frames, int head, int pages) {
        boolean mapped = huge(frames, head) != 0;
        for (int i = 0; i < pages; i++) {
            mapped |= peekOwn(frames, head, head + i) != 0;
        }
        if (mapped) {
            throw new AssertionError("a folio was freed that is still mapped in parts: " + frames.describe(head));
        }
    }

    /** A page's own count, for checks that are no step of any task. */
    static int peekOwn(Frames frames, int head, int page) {
        return Words.peekInt(own(frames, head, page));
    }

    private static long own(Frames frames, int head, int page) {
        return page == head ? frames.meta(head + 1) + FrameMeta.HEAD_MAP : frames.meta(page) + FrameMeta.MAP;
    }

    /** The count of entries of 2 MiB that map a folio, or a part of a larger one, from its first page on. */
    private static long entire(Frames frames, int first) {
        return frames.meta(first + 1) + FrameMeta.ENTIRE_MAP;
    }

    /** The count of entries of 1 GiB. */
    private static long giant(Frames frames, int head) {
        return frames.meta(head + 2) + FrameMeta.ENTIRE_MAP;
    }
}
