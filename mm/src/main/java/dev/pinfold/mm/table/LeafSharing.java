package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;

/**
 * Leaf tables that several trees use after a fork, until one of them is written to.
 *
 * <p>A shared leaf table counts one reference for each tree it hangs in. Every PMD entry that points to it lacks
 * {@link Pte#WRITE}; the entries of the table are left as they were, so fork does not look at them. What fork owes each
 * page is paid when the sharing ends: whoever copies the table counts its pages once more, takes the right to write
 * from the private entries of both tables and makes their pages non-exclusive; whoever is left alone with the table
 * takes it over, and then its pages were never shared as far as anyone can tell.
 *
 * <p>The reference count of a leaf table changes under its lock only, so that under the lock "alone" stays true.
 */
final class LeafSharing {
    private static final Site OWN_PMD = Site.lock("sharing: PMD lock over making a leaf table this tree's own");
    private static final Site OWN_LEAF = Site.lock("sharing: leaf lock over copying a shared table or taking it over");
    private static final Site SHARE_PMD = Site.lock("sharing: PMD lock over sharing a leaf table with a child");
    private static final Site SHARE_LEAF = Site.lock("sharing: leaf lock over counting one more tree");
    private static final Site DROP_LEAF = Site.lock("sharing: leaf lock over counting one tree less");

    private static final Site LETTING_GO = Site.lock("cursor: PMD lock over letting go of a shared leaf table");

    private LeafSharing() {}

    /**
     * Makes the leaf table behind a PMD entry the tree's own. Also returns true if the entry changed meanwhile: the
     * caller looks again.
     *
     * @return false when there is no frame for the copy
     */
    static boolean makeOwn(PageTables t, long pmdSlot, int cpu) {
        Frames frames = t.frames();
        long pmdLock = t.lockWord(t.tableOf(pmdSlot));
        TableLock.lock(pmdLock, LockClass.PAGE_TABLE, OWN_PMD);
        long pmd = Words.getLongAcquire(pmdSlot);
        boolean done = true;
        if (Pte.present(pmd) && !Pte.huge(pmd) && !Pte.writable(pmd)) {
            int table = Pte.pfn(pmd);
            TableLock.lock(t.lockWord(table), LockClass.PTE_TABLE, OWN_LEAF);
            if (frames.refCount(table) == 1) {
                Words.setLongRelease(pmdSlot, pmd | Pte.WRITE);
            } else {
                int fresh = PageTables.allocTable(frames, cpu);
                done = fresh >= 0;
                if (done) {
                    copyEntries(frames, table, fresh);
                    Words.setLongRelease(pmdSlot, Pte.of(fresh, Pte.TABLE));
                    frames.put(table, cpu);
                }
            }
            TableLock.unlock(t.lockWord(table), LockClass.PTE_TABLE);
        }
        TableLock.unlock(pmdLock, LockClass.PAGE_TABLE);
        return done;
    }

    /** What fork does entry by entry, for every entry of a table: count the page again, take the right to write. */
    private static void copyEntries(Frames frames, int from, int to) {
        long source = frames.address(from);
        long target = frames.address(to);
        for (int i = 0; i < Geometry.ENTRIES; i++) {
            long slot = source + i * 8L;
            long e = Words.getLongAcquire(slot);
            if (e == 0) {
                continue;
            }
            if (Pte.present(e) && Pte.counted(e)) {
                e = Words.getAndAndLong(slot, ~Pte.WRITE) & ~Pte.WRITE;
                countAgain(frames, Pte.pfn(e));
            } else if (!Pte.present(e)) {
                e = noteAgain(frames, e);
                Words.setLongRelease(slot, e);
            }
            // A CPU of this space may walk the old table until the new one hangs in its place.
            boolean named = (e & Pte.USED) == Pte.USED;
            Words.setLong(
                    target + i * 8L, Pte.present(e) && !Guard.COPIED_ENTRY_NAMES_ALL.holds(named) ? e | Pte.USED : e);
        }
    }

    /**
     * What fork does with an entry behind which no page stands now ({@code copy_nonpresent_pte}): a place in swap or on a
     * device counts once more, and a private page elsewhere will be neither writable nor exclusive when it comes back.
     *
     * <p>Preconditions: the entry's table is locked, so that the entry stays.
     *
     * @return the entry for both sides
     */
    static long noteAgain(Frames frames, long e) {
        if (Pte.isSwap(e)) {
            frames.swap().dup(Pte.slot(e));
        } else if (Pte.isDevicePrivate(e)) {
            frames.get(Pte.pfn(e));
        }
        return Pte.shareNote(e);
    }

    /** Counts a page that one more entry maps; an anonymous one is exclusive no more. */
    static void countAgain(Frames frames, int pfn) {
        frames.get(frames.head(pfn));
        FolioMaps.add(frames, pfn, 1);
        if (frames.test(pfn, FrameFlags.ANON_EXCLUSIVE)) {
            frames.clear(pfn, FrameFlags.ANON_EXCLUSIVE);
        }
    }

    /**
     * Hangs leaf tables of one tree into another too: those behind a run of entries of a PMD table, up to the first
     * that is a huge entry, or whose place in the other tree is taken.
     *
     * <p>Preconditions: nobody can fault in either tree (both mmap locks held for writing, VMAs write-locked); every
     * VMA that the tables' ranges overlap is one that fork copies; the caller flushes the source tree afterwards.
     *
     * @param sourceTable the PMD table in the one tree
     * @param targetTable the PMD table in the other
     * @param first index of the first entry
     * @param limit index after the last
     * @return index after the last entry dealt with
     */
    static int share(PageTables source, int sourceTable, PageTables target, int targetTable, int first, int limit) {
        Frames frames = source.frames();
        long from = source.slot(sourceTable, first);
        long to = target.slot(targetTable, first);
        int shared = 0;
        int i = first;
        TableLock.lock(source.lockWord(sourceTable), LockClass.PAGE_TABLE, SHARE_PMD);
        for (; i < limit; i++, from += 8, to += 8) {
            long pmd = Words.getLongAcquire(from);
            if (Pte.none(pmd)) {
                continue;
            }
            if (Pte.huge(pmd) || !Pte.none(Words.getLongAcquire(to))) {
                break;
            }
            int table = Pte.pfn(pmd);
            long both = Pte.of(table, Pte.TABLE & ~Pte.WRITE);
            if (Pte.writable(pmd)) {
                // In no other tree: nobody else changes the count.
                frames.get(table);
                Words.setLongRelease(from, both);
            } else {
                TableLock.lock(source.lockWord(table), LockClass.PTE_TABLE, SHARE_LEAF);
                frames.get(table);
                TableLock.unlock(source.lockWord(table), LockClass.PTE_TABLE);
            }
            Words.setLongRelease(to, both);
            shared++;
        }
        TableLock.unlock(source.lockWord(sourceTable), LockClass.PAGE_TABLE);
        target.countTables(shared);
        return i;
    }

    /**
     * Unhooks shared leaf tables from a tree, from {@code pos} on for as long as the range covers one whole after the other.
     *
     * @param slot the PMD entry for {@code pos}
     * @param end where the range ends, or the PMD table
     * @return the address after them; {@code pos} if the table there is not shared any more, or has entries that must stay
     */
    static long letGo(TableCursor c, long slot, long pos, long end, boolean keepMarkers) {
        PageTables t = c.tables();
        Frames frames = t.frames();
        long pmdLock = t.lockWord(t.tableOf(slot));
        int gone = 0;
        long at = pos;
        TableLock.lock(pmdLock, LockClass.PAGE_TABLE, LETTING_GO);
        for (; end - at >= PMD_SIZE; slot += 8, at += PMD_SIZE) {
            long pmd = Words.getLongAcquire(slot);
            if (Pte.present(pmd)) {
                if (Pte.huge(pmd)
                        || Pte.writable(pmd)
                        || frames.refCount(Pte.pfn(pmd)) == 1
                        || (keepMarkers && hasMarkers(t, Pte.pfn(pmd)))) {
                    break;
                }
                Words.setLongRelease(slot, 0);
                c.touched(at, at + PMD_SIZE);
                c.gather().sharedTable(Pte.pfn(pmd));
                gone++;
            } else if (Pte.huge(pmd)) {
                break;
            }
        }
        TableLock.unlock(pmdLock, LockClass.PAGE_TABLE);
        t.countTables(-gone);
        return at;
    }

    /** Whether a shared table has guard markers. Nobody adds any while it is shared. */
    static boolean hasMarkers(PageTables t, int table) {
        for (int i = 0; i < Geometry.ENTRIES; i++) {
            long e = Words.getLongAcquire(t.slot(table, i));
            if (Pte.isGuard(e)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Drops one tree's reference to a leaf table that was unhooked from it, after the flush. The last one unmaps the
     * pages and gives the table back to be freed.
     */
    static void drop(PageTables t, int table, Gather gather, int cpu) {
        Frames frames = t.frames();
        TableLock.lock(t.lockWord(table), LockClass.PTE_TABLE, DROP_LEAF);
        boolean last = frames.refCount(table) == 1;
        if (!last) {
            frames.put(table, cpu);
        }
        TableLock.unlock(t.lockWord(table), LockClass.PTE_TABLE);
        if (last) {
            // Nobody can reach it any more, nor bring a new reference.
            Zap.entriesOfDeadTable(frames, table, cpu);
            gather.table(table);
        }
    }
}
