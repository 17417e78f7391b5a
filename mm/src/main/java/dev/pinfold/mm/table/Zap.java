package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Words;
import org.jspecify.annotations.Nullable;

/**
 * Clears the entries of a range: zap_page_range and unmap_page_range.
 *
 * <p>A page's dirty bit moves to its folio if it is a file's, its map count and its reference go after the flush.
 */
public final class Zap {
    /** Also pages that a private mapping copied for itself; without it only the file's own pages go. */
    public static final int EVEN_COWS = 1;
    /** Also guard markers, as munmap and exit do; MADV_DONTNEED leaves them. Other notes go with the pages. */
    public static final int DROP_MARKERS = 2;
    /** On behalf of a file, under its i_mmap lock only: shared leaf tables are changed in place. */
    public static final int FROM_FILE = 4;

    private Zap() {}

    /**
     * Clears a range in a transaction of its own; when it returns the pages are freed.
     *
     * @param how {@link #EVEN_COWS} and its like
     * @return false if a shared leaf table had to be copied and there was no frame for that; the range is then cleared
     *     up to there
     */
    public static boolean range(TableCursor cursor, PageTables tables, long start, long end, int how) {
        cursor.open(tables, start, end, mode(how));
        if ((how & FROM_FILE) != 0) {
            cursor.promise();
        }
        entries(cursor, how);
        boolean done = !cursor.failed();
        cursor.close();
        return done;
    }

    private static int mode(int how) {
        if ((how & FROM_FILE) != 0) {
            return TableCursor.RMAP | TableCursor.HUGE;
        }
        return TableCursor.ZAP | TableCursor.HUGE | ((how & DROP_MARKERS) != 0 ? 0 : TableCursor.KEEP_MARKERS);
    }

    /** Clears what remains of an open transaction's range; the caller closes it. */
    public static void entries(TableCursor cursor, int how) {
        Frames frames = cursor.frames();
        while (cursor.next()) {
            // Frames of an anonymous folio that an entry of this table maps: it stays one while the table is locked, so
            // nothing is asked of its other pages.
            int from = 0;
            int to = 0;
            if ((how & FROM_FILE) == 0) {
                cursor.hold(cursor.limit() - cursor.first());
            }
            for (int i = cursor.first(), limit = cursor.limit(); i < limit; i++) {
                long e = cursor.get(i);
                if (!Pte.present(e)) {
                    if (e != 0) {
                        note(cursor, frames, i, e, how);
                    }
                    continue;
                }
                int page = Pte.pfn(e);
                boolean anon = Pte.counted(e);
                if (anon && (page < from || page >= to)) {
                    from = frames.head(page);
                    int flags = frames.flags(from);
                    anon = (flags & FrameFlags.ANON) != 0;
                    to = anon ? from + FrameFlags.pages(flags) : from;
                }
                // The page of zeros stands for a hole of the file, and goes with it.
                if (!anon || (how & EVEN_COWS) != 0) {
                    entry(cursor, frames, i, e, anon);
                }
            }
        }
    }

    private static void entry(TableCursor cursor, Frames frames, int i, long e, boolean anon) {
        long old = cursor.clear(i, e);
        cursor.flushLater(cursor.address(i), old);
        if (cursor.huge() && HugeLeaf.hasDeposit(frames, old)) {
            cursor.dropDeposit();
        }
        if (Pte.counted(e)) {
            if (!anon) {
                passOn(frames, Pte.pfn(e), old, cursor.level(), cursor.gather());
            }
            cursor.unmapLater(Pte.pfn(e));
        } else if ((old & Pte.DEVMAP) != 0) {
            cursor.gather().uncounted();
        }
    }

    /** An entry behind which no page stands now: a guard, or a page elsewhere. */
    private static void note(TableCursor cursor, Frames frames, int i, long e, int how) {
        if (Pte.isGuard(e)) {
            if ((how & DROP_MARKERS) != 0) {
                cursor.exchange(i, 0);
            }
            return;
        }
        boolean files = Pte.isMigration(e) && !frames.test(frames.head(Pte.pfn(e)), FrameFlags.ANON);
        if ((how & EVEN_COWS) == 0 && !files) {
            return;
        }
        // A page that is on its way is counted by who moves it; a place in swap or on a device is counted here.
        // Once its last note is gone, who moves the folio may be done with it at any moment.
        boolean deposit = cursor.huge() && HugeLeaf.hasDeposit(frames, e);
        long old = cursor.exchange(i, 0);
        if (deposit) {
            cursor.dropDeposit();
        }
        if (Pte.isSwap(old)) {
            frames.swap().put(Pte.slot(old));
        } else if (Pte.isDevicePrivate(old)) {
            frames.put(Pte.pfn(old), cursor.cpuId());
        }
    }

    /** As {@link #passOn}, for an entry that a transaction has cleared. */
    public static void passOn(TableCursor cursor, int page, long old) {
        passOn(cursor.frames(), page, old, cursor.level(), cursor.gather());
    }

    /**
     * Gives a file's page what the CPU noted in an entry that is gone. A tracker of stores to the file hears of one at once,
     * and again after the flush, for until then a CPU may store through what it remembers of the entry.
     */
    static void passOn(Frames frames, int page, long old, int level, @Nullable Gather gather) {
        int pfn = frames.head(page);
        if (!frames.test(pfn, FrameFlags.ANON)) {
            if (Pte.dirty(old)) {
                if (!frames.test(pfn, FrameFlags.DIRTY)) {
                    frames.set(pfn, FrameFlags.DIRTY);
                }
                FolioOwner owner = frames.owner(pfn);
                if (owner != null && owner.tracksStores()) {
                    owner.stored(frames.index(pfn) + (page - pfn), Geometry.pages(level));
                    if (gather != null) {
                        gather.stored(page, level);
                    }
                }
            }
            if (Pte.young(old) && !frames.test(pfn, FrameFlags.REFERENCED)) {
                frames.set(pfn, FrameFlags.REFERENCED);
            }
        }
    }

    /** Unmaps every page of a table that no tree and no TLB reaches any more. */
    static void entriesOfDeadTable(Frames frames, int table, int cpu) {
        long base = frames.address(table);
        for (int i = 0; i < Geometry.ENTRIES; i++) {
            long e = Words.getLongAcquire(base + i * 8L);
            if (e == 0) {
                continue;
            }
            Words.setLongRelease(base + i * 8L, 0);
            if (Pte.isSwap(e)) {
                frames.swap().put(Pte.slot(e));
            } else if (Pte.isDevicePrivate(e)) {
                frames.put(Pte.pfn(e), cpu);
            } else if (Pte.present(e) && Pte.counted(e)) {
                int pfn = frames.head(Pte.pfn(e));
                passOn(frames, Pte.pfn(e), e, Geometry.PTE, null);
                FolioMaps.add(frames, Pte.pfn(e), -1);
                frames.put(pfn, cpu);
            }
        }
    }
}
