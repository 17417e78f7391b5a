package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.TableWords;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;

/**
 * Huge entries: PMD entries that map 2 MiB, and PUD entries of a device's memory that map 1 GiB, and how they become
 * small entries again.
 *
 * <p>A huge entry counts one reference and one mapping of its folio, each small entry that it is split into counts one
 * too. An anonymous huge entry is split in place, into a leaf table that was set aside with its PMD table when it was
 * installed, so that splitting cannot fail and may happen under reverse-map locks. A huge entry of a file is just
 * cleared: the pages are in the cache, and later faults map them again. Linux: __split_huge_pmd,
 * __split_huge_pud.
 */
final class HugeLeaf {
    private static final Site SPLIT = Site.lock("huge: PMD lock over splitting a huge entry");

    private HugeLeaf() {}

    /** Sets a leaf table aside with a PMD table (pgtable_trans_huge_deposit). Preconditions: PMD lock held. */
    static void deposit(PageTables t, int pmdTable, int leaf) {
        long first = TableWords.setAside(t.frames(), pmdTable);
        Words.setInt(TableWords.setAside(t.frames(), leaf), Words.getInt(first));
        Words.setInt(first, leaf);
        t.countTables(1);
    }

    /** Takes a leaf table back that was set aside (pgtable_trans_huge_withdraw). Preconditions: PMD lock held. */
    static int withdraw(PageTables t, int pmdTable) {
        long first = TableWords.setAside(t.frames(), pmdTable);
        int leaf = Words.getInt(first);
        if (leaf == 0) {
            throw new AssertionError("no leaf table was set aside for a huge entry");
        }
        Words.setInt(first, Words.getInt(TableWords.setAside(t.frames(), leaf)));
        Words.setInt(TableWords.setAside(t.frames(), leaf), 0);
        t.countTables(-1);
        return leaf;
    }

    /** Tells of the leaf tables that are set aside with a PMD table; nothing may run meanwhile. */
    static void eachAside(PageTables t, int pmdTable, TableVisitor visitor) {
        int leaf = Words.peekInt(TableWords.setAside(t.frames(), pmdTable));
        while (leaf != 0) {
            visitor.aside(leaf);
            leaf = Words.peekInt(TableWords.setAside(t.frames(), leaf));
        }
    }

    /** True if a huge entry has a leaf table set aside: it maps anonymous memory, or the huge page of zeros. */
    static boolean hasDeposit(Frames frames, long pmd) {
        return Pte.special(pmd) || Pte.counted(pmd) && frames.test(Pte.pfn(pmd), FrameFlags.ANON);
    }

    /** Splits the huge entry of a level at a place, if there is one. What is unhooked goes to the gather. */
    static void split(PageTables t, long slot, int level, long start, Gather gather) {
        int table = t.tableOf(slot);
        TableLock.lock(t.lockWord(table), LockClass.PAGE_TABLE, SPLIT);
        long e = Words.getLongAcquire(slot);
        if (Pte.huge(e)) {
            long end = start + Geometry.span(level);
            if (hasDeposit(t.frames(), e)) {
                splitAnonymous(t, table, slot, e);
                if (Pte.special(e)) {
                    gather.touched(start, end, false, -1);
                }
            } else {
                long old = Words.getAndSetLong(slot, 0);
                gather.touched(start, end, false, -1);
                if (Pte.present(old) && Pte.counted(old)) {
                    Zap.passOn(t.frames(), Pte.pfn(old), old, level, gather);
                    gather.page(Pte.pfn(old), level);
                }
            }
        }
        TableLock.unlock(t.lockWord(table), LockClass.PAGE_TABLE);
    }

    /** Splits an anonymous huge entry. Preconditions: it is one, or the note in the place of one; PMD lock held. */
    static void splitLocked(PageTables t, long pmdSlot) {
        splitAnonymous(t, t.tableOf(pmdSlot), pmdSlot, Words.getLongAcquire(pmdSlot));
    }

    /**
     * Replaces a huge entry by a table whose entries say the same, in one step. No flush is due: TLBs hold pages of
     * 4 KiB only, and every one of them is still right; but for the huge page of zeros, whose place the small one takes.
     * A note becomes one for each page, which counts nothing.
     */
    private static void splitAnonymous(PageTables t, int pmdTable, long pmdSlot, long seen) {
        Frames frames = t.frames();
        int leaf = withdraw(t, pmdTable);
        long base = frames.address(leaf);
        boolean zero = Pte.special(seen);
        int head = Pte.pfn(seen);
        if (!zero && Pte.present(seen)) {
            frames.addRefs(head, Geometry.ENTRIES - 1);
            FolioMaps.split(frames, head, Geometry.ENTRIES);
            // Parts that others will map, and clean, are not asked one by one whether something was stored here.
            if (Pte.dirty(seen) && !frames.test(head, FrameFlags.DIRTY)) {
                frames.set(head, FrameFlags.DIRTY);
            }
            if (frames.test(head, FrameFlags.ANON_EXCLUSIVE)) {
                frames.setAll(head, Geometry.ENTRIES, FrameFlags.ANON_EXCLUSIVE);
            }
        }
        long pmd = seen;
        do {
            pmd = Words.getLongAcquire(pmdSlot);
            // A huge entry does not tell which CPUs remember parts of it.
            long bits = pmd & ~(Pte.FRAME_MASK | Pte.HUGE) | (Pte.present(pmd) ? Pte.USED : 0);
            long first = Pte.of(zero ? frames.zeroPfn() : head, bits);
            Words.setLongs(base, Geometry.ENTRIES, first, zero ? 0 : PAGE_SIZE);
        } while (!Words.casLong(pmdSlot, pmd, Pte.of(leaf, Pte.TABLE)));
        t.countTables(1);
    }
}
