package dev.pinfold.mm.fault;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/** First access to a page of private memory without a file: {@code do_anonymous_page}. */
final class AnonymousFault {
    private static final Site PREPARE = Site.lock("fault.anonymous: mmap lock over a mapping's first anon_vma");

    private static final int NEW_ANON =
            FrameFlags.ANON | FrameFlags.SWAPBACKED | FrameFlags.UPTODATE | FrameFlags.ANON_EXCLUSIVE;

    private AnonymousFault() {}

    /** A load maps the zero page, which costs no frame. */
    static Outcome read(VmFault f) {
        TableCursor c = f.cursor();
        boolean table = f.open(TableCursor.ALLOC);
        if (table && Pte.none(c.get())) {
            c.set(Pte.of(f.frames().zeroPfn(), PageProt.of(f.vma()) | Pte.SPECIAL | Pte.ACCESSED));
            FaultKind.ZERO_PAGE.count(f.task());
        }
        c.close();
        return table ? Outcome.DONE : Outcome.OOM;
    }

    /** A store gets a zeroed page of its own; so does a load where the zero page may not be used. */
    static Outcome write(VmFault f) {
        if (!prepare(f)) {
            return Outcome.RETRY;
        }
        int pfn = f.frames().allocZeroed(Zone.MOVABLE, 0, f.cpu());
        if (pfn < 0) {
            return Outcome.OOM;
        }
        return install(f, pfn, FaultKind.ANONYMOUS, f.write() || f.vma().has(VmFlags.VM_WRITE));
    }

    /**
     * Maps a new page where none is, or drops it if somebody was faster. Takes over the page's one reference.
     *
     * <p>Preconditions: {@link #prepare} succeeded; the page's contents are complete.
     *
     * @param dirty whether the entry says that the page was stored to
     */
    static Outcome install(VmFault f, int pfn, FaultKind kind, boolean dirty) {
        TableCursor c = f.cursor();
        boolean table = f.open(TableCursor.ALLOC);
        boolean mine = table && Pte.none(c.get());
        if (mine) {
            long entry = newPage(f, pfn);
            c.set(Pte.usedBy(dirty ? entry : entry & ~Pte.DIRTY, f.cpu()));
            kind.count(f.task());
        }
        c.close();
        if (!mine) {
            f.frames().put(pfn, f.cpu());
        }
        return table ? Outcome.DONE : Outcome.OOM;
    }

    /**
     * Makes a frame an anonymous page of the fault's mapping, exclusive to it ({@code folio_add_new_anon_rmap}), and gives
     * the entry that maps it.
     */
    static long newPage(VmFault f, int pfn) {
        Vma vma = f.vma();
        f.frames().startMapped(pfn, NEW_ANON, anonVma(vma), f.pageIndex());
        return PageProt.mayWrite(vma, Pte.of(pfn, PageProt.of(vma) | Pte.ACCESSED | Pte.DIRTY));
    }

    /** The mapping's anon_vma. Preconditions: {@link #prepare} succeeded. */
    static AnonVma anonVma(Vma vma) {
        AnonVma anon = vma.anonVma();
        if (anon == null) {
            throw new AssertionError("an anonymous page before its anon_vma: " + vma);
        }
        return anon;
    }

    /**
     * {@code vmf_anon_prepare}: gives the mapping an anon_vma before its first anonymous page. Under the VMA's lock
     * alone the mmap lock is only tried, since a VMA's reader must not wait for it.
     *
     * @return false if the mmap lock must be taken first
     */
    static boolean prepare(VmFault f) {
        Vma vma = f.vma();
        if (vma.anonVma() != null) {
            return true;
        }
        Space space = vma.space();
        if (!f.vmaLockOnly()) {
            space.prepareAnon(vma);
            return true;
        }
        if (!space.mmapLock().tryReadLock(PREPARE)) {
            return false;
        }
        try {
            space.prepareAnon(vma);
        } finally {
            space.mmapLock().readUnlock();
        }
        return true;
    }
}
