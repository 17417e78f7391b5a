package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.HPAGE_PMD_ORDER;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.huge.Eligibility;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * Anonymous memory by 2 MiB: {@code do_huge_pmd_anonymous_page} and {@code do_huge_pmd_wp_page}. Whatever does not work
 * out with a huge page is left to small ones: {@link Outcome#FALLBACK}.
 */
final class HugeFault {
    private static final Site REUSE =
            Site.lock("fault.huge: folio lock over the proof that nobody else uses the folio");

    private static final int NEW_ANON =
            FrameFlags.ANON | FrameFlags.SWAPBACKED | FrameFlags.UPTODATE | FrameFlags.ANON_EXCLUSIVE;

    private HugeFault() {}

    /** First access to private memory where no entry is. Locks as {@link FaultHandler#handleMmFault}. */
    static Outcome anonymous(VmFault f) {
        TaskContext t = f.task();
        Vma vma = f.vma();
        long start = f.page() & PMD_MASK;
        if (!Eligibility.inFault(vma)
                || !Eligibility.fits(vma, start)
                || !vma.tables().isNone(start, Geometry.PMD)) {
            return Outcome.FALLBACK;
        }
        if (!AnonymousFault.prepare(f)) {
            return Outcome.RETRY;
        }
        Frames frames = t.kernel().frames();
        boolean write = f.write() || !t.kernel().zeroPage();
        int folio = write ? newFolio(t) : frames.hugeZero().get(t.cpuId());
        if (folio < 0) {
            return Outcome.FALLBACK;
        }
        TableCursor c = t.cursor();
        if (!c.prepareDeposit()) {
            if (write) {
                frames.put(folio, t.cpuId());
            }
            return Outcome.FALLBACK;
        }
        boolean table = c.openHuge(vma.tables(), start, Geometry.PMD);
        boolean mine = table && Pte.none(c.get());
        if (mine) {
            c.set(write ? newEntry(frames, vma, start, folio) : zeroEntry(vma, folio));
            c.deposit();
            if (write && t.kernel().splitsUnderused()) {
                frames.deferredSplit().add(folio, false);
            }
            (write ? FaultKind.HUGE : FaultKind.HUGE_ZERO).count(t);
        }
        c.close();
        if (write && !mine) {
            frames.put(folio, t.cpuId());
        }
        // Where somebody else was faster the access is tried again: he may have brought small pages.
        return table ? Outcome.DONE : Outcome.FALLBACK;
    }

    private static int newFolio(TaskContext t) {
        Frames frames = t.kernel().frames();
        int folio = frames.allocNow(Zone.MOVABLE, HPAGE_PMD_ORDER, t.cpuId());
        if (folio >= 0) {
            frames.contents().zero(folio, HPAGE_PMD_ORDER);
        }
        return folio;
    }

    private static long newEntry(Frames frames, Vma vma, long start, int folio) {
        FolioMaps.startHuge(frames, folio, NEW_ANON, AnonymousFault.anonVma(vma), vma.pageIndex(start));
        long bits = PageProt.of(vma) | Pte.HUGE | Pte.ACCESSED | Pte.DIRTY;
        return PageProt.mayWrite(vma, Pte.of(folio, bits));
    }

    private static long zeroEntry(Vma vma, int zero) {
        return Pte.of(zero, PageProt.of(vma) | Pte.HUGE | Pte.SPECIAL | Pte.ACCESSED);
    }

    /**
     * A store to a huge page of private anonymous memory that is mapped read-only, or the wish to have it alone. The folio
     * is used in place if nobody else can see it, and is never copied as a whole: copies are made of single pages.
     */
    static Outcome writeProtected(VmFault f) {
        TaskContext t = f.task();
        Vma vma = f.vma();
        long start = f.page() & PMD_MASK;
        boolean unshare = f.unshare();
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, start + PMD_SIZE, TableCursor.WRITE | TableCursor.HUGE_PART);
        if (!c.next() || !c.huge()) {
            c.close();
            return Outcome.FALLBACK;
        }
        long e = c.get();
        f.saw(e);
        if (!Pte.present(e) || Pte.writable(e)) {
            c.close();
            FaultKind.SPURIOUS.count(t);
            return Outcome.DONE;
        }
        if (Pte.special(e)) {
            c.close();
            return unshare ? Outcome.DONE : replaceZero(f);
        }
        Frames frames = t.kernel().frames();
        int folio = Pte.pfn(e);
        Outcome outcome = Outcome.FALLBACK;
        if (frames.test(folio, FrameFlags.ANON_EXCLUSIVE)) {
            outcome = Outcome.DONE;
        } else if (Guard.HUGE_REUSE_SOLE_REFERENCE.holds(frames.refCount(folio) == 1)) {
            if (!frames.tryLock(folio, REUSE)) {
                return waitForFolio(f, folio);
            }
            // Under the folio lock, so that nobody who finds the folio through its owner brings a new reference.
            if (Guard.HUGE_REUSE_SOLE_REFERENCE.holds(frames.refCount(folio) == 1)) {
                frames.setOwner(folio, vma.anonVma(), vma.pageIndex(start));
                frames.set(folio, FrameFlags.ANON_EXCLUSIVE);
                outcome = Outcome.DONE;
            }
            frames.unlock(folio);
        }
        if (outcome == Outcome.DONE) {
            if (!unshare) {
                CopyOnWrite.makeWritable(c, vma, e);
            }
            FaultKind.HUGE_REUSE.count(t);
        }
        c.close();
        return outcome;
    }

    /** Somebody has the folio locked: waits for him, and lets the access be tried again. */
    private static Outcome waitForFolio(VmFault f, int folio) {
        Frames frames = f.frames();
        frames.get(folio);
        f.cursor().close();
        frames.lock(folio, REUSE);
        frames.unlock(folio);
        frames.put(folio, f.cpu());
        return Outcome.DONE;
    }

    /** {@code do_huge_zero_wp_pmd}: a huge page of the mapping's own in the place of the huge page of zeros. */
    private static Outcome replaceZero(VmFault f) {
        TaskContext t = f.task();
        Vma vma = f.vma();
        long start = f.page() & PMD_MASK;
        if (!AnonymousFault.prepare(f)) {
            return Outcome.RETRY;
        }
        Frames frames = t.kernel().frames();
        int folio = newFolio(t);
        if (folio < 0) {
            return Outcome.FALLBACK;
        }
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, start + PMD_SIZE, TableCursor.WRITE | TableCursor.HUGE_PART);
        boolean same = c.next() && Guard.HUGE_ZERO_UNCHANGED.holds(((c.get() ^ f.entry()) & ~Pte.ACCESSED) == 0);
        if (same) {
            // Clear, flush, install, as for a small page: nobody may still read zeros when another sees stores.
            c.exchange(0);
            c.flushLater(start);
            c.flushNow();
            c.set(newEntry(frames, vma, start, folio));
            if (t.kernel().splitsUnderused()) {
                frames.deferredSplit().add(folio, false);
            }
            FaultKind.HUGE.count(t);
        }
        c.close();
        if (!same) {
            frames.put(folio, t.cpuId());
        }
        return Outcome.DONE;
    }
}
