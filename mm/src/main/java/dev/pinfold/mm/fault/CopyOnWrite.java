package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYSHARE;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.huge.FolioUsers;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * Write to a page that is present and read-only: {@code do_wp_page}.
 *
 * <p>A private page is used in place only if nobody else can see it: it is marked exclusive, or the one reference left
 * is this entry's. Everything else is copied, and the copy becomes visible only after no CPU can use the old page.
 */
final class CopyOnWrite {
    private static final Site REUSE = Site.lock("fault.cow: folio lock over the proof that nobody else uses the page");

    private static final int CHANGED = -1;
    private static final int SHARED = 0;
    private static final int MINE = 1;

    private CopyOnWrite() {}

    static Outcome handle(VmFault f) {
        TaskContext t = f.task();
        Vma vma = f.vma();
        if (vma.has(VM_SHARED | VM_MAYSHARE)) {
            return f.unshare() ? Outcome.DONE : FileFault.writePresent(f);
        }
        TableCursor c = f.cursor();
        // Until a copy takes the page's place nothing is taken away: neither flushes nor notifiers hear of it.
        boolean table = f.open(TableCursor.ALLOC);
        if (!table) {
            boolean failed = c.failed();
            c.close();
            return failed ? Outcome.OOM : Outcome.DONE;
        }
        long e = c.get();
        f.saw(e);
        if (!Pte.present(e) || Pte.writable(e)) {
            // Zapped meanwhile, or made writable; or the leaf table was shared by nobody else any more.
            c.close();
            FaultKind.SPURIOUS.count(t);
            return Outcome.DONE;
        }
        if (Pte.special(e)) {
            c.close();
            return copy(f);
        }
        Frames frames = f.frames();
        int folio = frames.head(Pte.pfn(e));
        boolean mine = mine(f);
        if (!mine) {
            frames.get(folio);
            if (mayLieElsewhere(frames, folio)) {
                int answer = lookElsewhere(f);
                if (answer == CHANGED) {
                    c.close();
                    frames.put(folio, t.cpuId());
                    return Outcome.DONE;
                }
                mine = answer == MINE;
            }
            if (!mine) {
                c.close();
                return copy(f);
            }
            frames.put(folio, t.cpuId()); // Not the last one: this entry has one.
        }
        if (!f.unshare()) {
            makeWritable(c, vma, e);
        }
        c.close();
        FaultKind.REUSE.count(t);
        return Outcome.DONE;
    }

    /**
     * Whether the page is this mapping's alone ({@code wp_can_reuse_anon_folio}); if so it is marked exclusive and
     * moves to the mapping's own anon_vma, where a later search for its mappings is shortest.
     *
     * <p>Preconditions: the entry's table is locked.
     */
    private static boolean mine(VmFault f) {
        Frames frames = f.frames();
        int pfn = Pte.pfn(f.entry());
        int head = frames.head(pfn);
        if (!frames.test(head, FrameFlags.ANON)) {
            return false;
        }
        if (frames.test(pfn, FrameFlags.ANON_EXCLUSIVE)) {
            return true;
        }
        if (frames.test(head, FrameFlags.HEAD)) {
            boolean all = allMine(frames, f.cursor(), head);
            if (all) {
                frames.set(pfn, FrameFlags.ANON_EXCLUSIVE);
            }
            return all;
        }
        // A reference that maps nothing counts as well: its holder may read the page through a pipe, say.
        if (!Guard.COW_REUSE_SOLE_REFERENCE.holds(frames.refCount(pfn) <= 1) || !frames.tryLock(pfn, REUSE)) {
            return false;
        }
        // Under the folio lock, so that nobody who finds the page through its owner brings a new reference.
        boolean alone = Guard.COW_REUSE_SOLE_REFERENCE.holds(frames.refCount(pfn) == 1);
        if (alone) {
            frames.setOwner(pfn, f.vma().anonVma(), f.pageIndex());
            frames.set(pfn, FrameFlags.ANON_EXCLUSIVE);
        }
        frames.unlock(pfn);
        return alone;
    }

    /**
     * Whether a large folio that small entries map is used by this mapping alone ({@code __wp_can_reuse_large_anon_folio}):
     * every reference is an entry of the table at hand, whose lock keeps it so. A folio with one page left is not worth
     * keeping.
     */
    private static boolean allMine(Frames frames, TableCursor c, int head) {
        int mappings = frames.mapCount(head);
        if (mappings <= 1 || frames.refCount(head) != mappings) {
            return false;
        }
        int here = Pte.countMapping(c.all(), head, 1 << frames.order(head));
        return Guard.COW_REUSE_ALL_HERE.holds(here == mappings && frames.refCount(head) == mappings);
    }

    /**
     * Whether a large folio may be this space's alone though not all its entries are in the table at hand. The caller has a
     * reference. A space maps each page once, so more entries than pages are those of several.
     */
    private static boolean mayLieElsewhere(Frames frames, int folio) {
        int mappings = frames.mapCount(folio);
        return frames.test(folio, FrameFlags.HEAD)
                && mappings > 1
                && mappings <= 1 << frames.order(folio)
                && frames.refCount(folio) == 1 + mappings;
    }

    /**
     * Counts the entries of this space in other tables too, without the lock of the one at hand, which is open again when
     * this returns. Nobody but entries and the caller had a reference before, so none of them was on its way from one place
     * to another; nobody else may have one afterwards.
     */
    private static int lookElsewhere(VmFault f) {
        Frames frames = f.frames();
        TableCursor c = f.cursor();
        long e = f.entry();
        int folio = frames.head(Pte.pfn(e));
        int mappings = frames.mapCount(folio);
        c.close();
        boolean all = FolioUsers.count(f.task(), f.vma(), folio) == mappings;
        if (!f.open(TableCursor.WRITE) || !Guard.COW_ENTRY_UNCHANGED.holds(((c.get() ^ e) & ~Pte.ACCESSED) == 0)) {
            return CHANGED;
        }
        if (!Guard.COW_REUSE_ALL_HERE.holds(all && frames.refCount(folio) == 1 + frames.mapCount(folio))) {
            return SHARED;
        }
        frames.set(Pte.pfn(e), FrameFlags.ANON_EXCLUSIVE);
        return MINE;
    }

    /** {@code wp_page_reuse}. More rights need no flush: a TLB that has fewer faults once more and finds these. */
    static void makeWritable(TableCursor c, Vma vma, long e) {
        while (Pte.present(e) && !c.cas(e, PageProt.mayWrite(vma, e | Pte.ACCESSED | Pte.DIRTY))) {
            e = c.get();
        }
    }

    /**
     * {@code wp_page_copy}. The caller took a reference to the old page, unless it is the zero page.
     */
    private static Outcome copy(VmFault f) {
        Frames frames = f.frames();
        int old = Pte.pfn(f.entry());
        boolean counted = !Pte.special(f.entry());
        Outcome outcome;
        int pfn = -1;
        if (!AnonymousFault.prepare(f)) {
            outcome = Outcome.RETRY;
        } else {
            pfn = frames.alloc(Zone.MOVABLE, 0, f.cpu());
            outcome = pfn < 0 ? Outcome.OOM : Outcome.DONE;
        }
        if (outcome == Outcome.DONE) {
            if (counted) {
                Bytes.copy(frames.address(old), frames.address(pfn), PAGE_SIZE);
            } else {
                Bytes.zero(frames.address(pfn), PAGE_SIZE);
            }
            outcome = replace(f, pfn);
        }
        if (counted) {
            frames.put(frames.head(old), f.cpu());
        }
        return outcome;
    }

    /** Puts the copy in the place of the old page if that is still there; else drops it. */
    private static Outcome replace(VmFault f, int pfn) {
        long e = f.entry();
        TableCursor c = f.cursor();
        boolean table = f.open(TableCursor.WRITE);
        boolean same = table && Guard.COW_ENTRY_UNCHANGED.holds(((c.get() ^ e) & ~Pte.ACCESSED) == 0);
        boolean failed = c.failed();
        if (same) {
            long entry = AnonymousFault.newPage(f, pfn);
            if (f.unshare()) {
                entry &= ~(Pte.WRITE | Pte.DIRTY);
            }
            // Clear, flush, install: a CPU that read the old page must not go on reading it while another sees stores
            // to the new one.
            c.exchange(0);
            c.flushLater(f.page());
            c.flushNow();
            c.set(Pte.usedBy(entry, f.cpu())); // What the walk that follows would note.
            if (Pte.counted(e)) {
                c.unmapLater(Pte.pfn(e));
            }
            FaultKind.COPY_ON_WRITE.count(f.task());
        }
        c.close();
        if (!same) {
            f.frames().put(pfn, f.cpu());
        }
        return failed ? Outcome.OOM : Outcome.DONE;
    }
}
