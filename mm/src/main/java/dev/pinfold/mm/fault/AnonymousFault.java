package dev.pinfold.mm.fault;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
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
    static int read(TaskContext t, Vma vma, long page) {
        TableCursor c = t.cursor();
        boolean table = c.openAt(vma.tables(), page, TableCursor.ALLOC);
        if (table && Pte.none(c.get())) {
            int zero = t.kernel().frames().zeroPfn();
            c.set(Pte.of(zero, PageProt.of(vma) | Pte.SPECIAL | Pte.ACCESSED));
            FaultKind.ZERO_PAGE.count(t);
        }
        c.close();
        return table ? Fault.DONE : Fault.OOM;
    }

    /** A store gets a zeroed page of its own; so does a load where the zero page may not be used. */
    static int write(TaskContext t, Vma vma, long page, int flags) {
        if (!prepare(t, vma, flags)) {
            return Fault.RETRY;
        }
        int pfn = t.kernel().frames().allocZeroed(Zone.MOVABLE, 0, t.cpuId());
        if (pfn < 0) {
            return Fault.OOM;
        }
        boolean dirty = (flags & Fault.WRITE) != 0 || vma.has(VmFlags.VM_WRITE);
        return install(t, vma, page, pfn, FaultKind.ANONYMOUS, dirty);
    }

    /**
     * Maps a new page where none is, or drops it if somebody was faster. Takes over the page's one reference.
     *
     * <p>Preconditions: {@link #prepare} succeeded; the page's contents are complete.
     *
     * @param dirty whether the entry says that the page was stored to
     */
    static int install(TaskContext t, Vma vma, long page, int pfn, FaultKind kind, boolean dirty) {
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        boolean table = c.openAt(vma.tables(), page, TableCursor.ALLOC);
        boolean mine = table && Pte.none(c.get());
        if (mine) {
            long entry = newPage(frames, vma, page, pfn);
            c.set(Pte.usedBy(dirty ? entry : entry & ~Pte.DIRTY, t.cpuId()));
            kind.count(t);
        }
        c.close();
        if (!mine) {
            frames.put(pfn, t.cpuId());
        }
        return table ? Fault.DONE : Fault.OOM;
    }

    /**
     * Makes a frame an anonymous page of this mapping, exclusive to it ({@code folio_add_new_anon_rmap}), and gives the
     * entry that maps it.
     */
    static long newPage(Frames frames, Vma vma, long page, int pfn) {
        AnonVma anon = vma.anonVma();
        if (anon == null) {
            throw new AssertionError("an anonymous page before its anon_vma: " + vma);
        }
        frames.startMapped(pfn, NEW_ANON, anon, vma.pageIndex(page));
        return PageProt.mayWrite(vma, Pte.of(pfn, PageProt.of(vma) | Pte.ACCESSED | Pte.DIRTY));
    }

    /**
     * {@code vmf_anon_prepare}: gives the mapping an anon_vma before its first anonymous page. Under the VMA's lock
     * alone the mmap lock is only tried, since a VMA's reader must not wait for it.
     *
     * @return false if the mmap lock must be taken first
     */
    static boolean prepare(TaskContext t, Vma vma, int flags) {
        if (vma.anonVma() != null) {
            return true;
        }
        Space space = vma.space();
        if ((flags & Fault.VMA_LOCK) == 0) {
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
