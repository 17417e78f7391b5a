package dev.pinfold.mm.gup;

import static dev.pinfold.mm.abi.Foll.FOLL_LONGTERM;
import static dev.pinfold.mm.abi.Foll.FOLL_PIN;
import static dev.pinfold.mm.abi.Foll.FOLL_WRITE;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Words;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pkru;
import dev.pinfold.mm.table.Pte;

/**
 * The way without locks: {@code gup_fast}. The walk is inside the epoch, so tables it has seen are not freed under it;
 * pages may be. Hence each page is taken first and then entry and table are read again: whoever takes a page away clears
 * the entry before he looks at the counts, so either he sees the reference, or the second look sees the change.
 *
 * <p>Whatever is not plainly there and plainly allowed ends the walk; the slow path goes on from that page.
 */
final class GupFast {
    private static final long READABLE = Pte.PRESENT | Pte.USER;

    private GupFast() {}

    /**
     * Takes pages of the task's own space from {@code start} on, as far as the way without locks leads.
     *
     * @param start page-aligned; {@code start + n} pages do not wrap
     * @return how many went into {@code pages} from {@code at} on; 0 if a fork came between
     */
    static int run(TaskContext t, long start, int n, int flags, int[] pages, int at) {
        Space space = t.space();
        boolean pin = (flags & FOLL_PIN) != 0;
        long sequence = 0;
        if (pin) {
            sequence = space.writeProtectSeq().read();
            if (!Guard.GUP_FORK_SEQUENCE.holds((sequence & 1) == 0)) {
                return 0;
            }
        }
        int cpu = t.cpuId();
        space.tables().epoch().enter(cpu);
        int end = range(t, start, start + ((long) n << PAGE_SHIFT), flags, pages, at, cpu);
        space.tables().epoch().exit(cpu);
        int got = end - at;
        // Fork write-protects pages that it does not see pinned: what was pinned meanwhile, it may not have seen.
        if (pin && !Guard.GUP_FORK_SEQUENCE.holds(!space.writeProtectSeq().retry(sequence))) {
            Pins.drop(t, pages, at, got, flags);
            return 0;
        }
        return got;
    }

    /** Gives where the next page would go, as the methods below it do. */
    private static int range(TaskContext t, long start, long end, int flags, int[] pages, int from, int cpu) {
        PageTables tables = t.space().tables();
        int at = from;
        long address = start;
        while (address < end) {
            int level = Geometry.PMD;
            long slot = tables.pmdSlot(address);
            if (slot == 0) {
                level = Geometry.PUD;
                slot = tables.hugePud(address);
            }
            long pmd = slot == 0 ? 0 : Words.getLongAcquire(slot);
            if ((pmd & Pte.PRESENT) == 0 || (level > Geometry.PMD && !Pte.huge(pmd))) {
                return at;
            }
            long next = Math.min(end, Geometry.next(address, level));
            int wanted = (int) (next - address >>> PAGE_SHIFT);
            int before = at;
            if (Pte.huge(pmd)) {
                at = huge(t, slot, pmd, level, address, wanted, flags, pages, at, cpu);
            } else {
                at = leaves(t, slot, pmd, address, wanted, flags, pages, at, cpu);
            }
            if (at - before != wanted) {
                return at;
            }
            address = next;
        }
        return at;
    }

    /** The pages of one leaf table: {@code gup_fast_pte_range}. */
    private static int leaves(
            TaskContext t,
            long pmdSlot,
            long pmd,
            long address,
            int wanted,
            int flags,
            int[] pages,
            int from,
            int cpu) {
        Frames frames = t.kernel().frames();
        boolean write = (flags & FOLL_WRITE) != 0;
        int pkru = t.pkru();
        int at = from;
        // A table that other spaces use too, or did, lets nobody write, and says of no page that it is exclusive.
        boolean own = Pte.writable(pmd);
        long slot = t.space().tables().leafSlot(pmd, address);
        for (int i = 0; i < wanted; i++, slot += Long.BYTES) {
            long e = Words.getLongAcquire(slot);
            boolean writable = own && Pte.writable(e);
            if ((e & READABLE) != READABLE
                    || (write && !writable)
                    || Pte.special(e)
                    || !Pkru.allows(pkru, Pte.pkey(e), write)) {
                return at;
            }
            int page = Pte.pfn(e);
            boolean devmap = (e & Pte.DEVMAP) != 0;
            if (devmap && !Guard.GUP_HOLDS_DEVICE.holds(false) && !devmapped(frames, page, 1, flags, cpu)) {
                return at;
            }
            int folio = Grab.fast(frames, page, 1, flags, cpu);
            if (folio < 0) {
                undoDevmap(frames, devmap, page, 1, cpu);
                return at;
            }
            boolean same = Guard.GUP_PMD_UNCHANGED.holds(Words.getLongAcquire(pmdSlot) == pmd)
                    && Guard.GUP_PTE_UNCHANGED.holds(Words.getLongAcquire(slot) == e);
            if (!same
                    || !Grab.fastAllowed(frames, folio, flags)
                    || (!writable && Grab.mustUnshare(frames, page, folio, flags, own, null))) {
                Pins.dropOne(t, page, folio, 1, flags);
                return at;
            }
            frames.set(folio, FrameFlags.REFERENCED);
            pages[at++] = page;
        }
        return at;
    }

    /**
     * Pages of a huge entry, all of one folio and with one change of its count: {@code gup_fast_pmd_leaf} and {@code
     * gup_fast_pud_leaf}.
     */
    private static int huge(
            TaskContext t,
            long slot,
            long pmd,
            int level,
            long address,
            int wanted,
            int flags,
            int[] pages,
            int from,
            int cpu) {
        Frames frames = t.kernel().frames();
        boolean write = (flags & FOLL_WRITE) != 0;
        int at = from;
        boolean writable = Pte.writable(pmd);
        if ((pmd & READABLE) != READABLE
                || (write && !writable)
                || Pte.special(pmd)
                || !Pkru.allows(t.pkru(), Pte.pkey(pmd), write)) {
            return at;
        }
        int page = Pte.pfn(PageTables.part(pmd, address, level));
        boolean devmap = (pmd & Pte.DEVMAP) != 0;
        if (devmap) {
            return hugeDevmap(t, slot, pmd, page, wanted, flags, pages, at, cpu);
        }
        int folio = Grab.fast(frames, page, wanted, flags, cpu);
        if (folio < 0) {
            return at;
        }
        if (!Guard.GUP_PMD_UNCHANGED.holds(Words.getLongAcquire(slot) == pmd)
                || !Grab.fastAllowed(frames, folio, flags)
                || (!writable && Grab.mustUnshare(frames, folio, folio, flags, true, null))) {
            Grab.drop(frames, folio, wanted, flags, cpu);
            return at;
        }
        frames.set(folio, FrameFlags.REFERENCED);
        for (int i = 0; i < wanted; i++) {
            pages[at++] = page + i;
        }
        return at;
    }

    /** As in 2015: the pages of a huge device entry are no folio, each is counted, and each holds the device. */
    private static int hugeDevmap(
            TaskContext t, long slot, long pmd, int page, int wanted, int flags, int[] pages, int from, int cpu) {
        Frames frames = t.kernel().frames();
        int at = from;
        if (!Guard.GUP_HOLDS_DEVICE.holds(false) && !devmapped(frames, page, wanted, flags, cpu)) {
            return at;
        }
        int taken = 0;
        while (taken < wanted && Grab.fast(frames, page + taken, 1, flags, cpu) >= 0) {
            taken++;
        }
        undoDevmap(frames, taken < wanted, page, wanted - taken, cpu);
        boolean same = Guard.GUP_PMD_UNCHANGED.holds(Words.getLongAcquire(slot) == pmd);
        for (int i = 0; i < taken; i++) {
            if (same) {
                pages[at++] = page + i;
            } else {
                Pins.dropOne(t, page + i, page + i, 1, flags);
            }
        }
        return at;
    }

    /** The reference to the device that each page's holder has. Long-term pins are for the slow path to refuse. */
    private static boolean devmapped(Frames frames, int page, int n, int flags, int cpu) {
        return (flags & FOLL_LONGTERM) == 0 && frames.devices().tryGetDevmap(page, n, cpu);
    }

    private static void undoDevmap(Frames frames, boolean devmap, int page, int n, int cpu) {
        if (devmap) {
            frames.devices().putDevmap(page, n, cpu);
        }
    }
}
