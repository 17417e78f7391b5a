package dev.pinfold.mm.huge;

import static dev.pinfold.mm.abi.Page.HPAGE_PMD_ORDER;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCollapse;
import dev.pinfold.mm.table.TableCursor;

/**
 * Small pages of private memory become a huge one: {@code mm/khugepaged.c} for anonymous memory.
 *
 * <p>The leaf table is taken out of the tree first, every CPU forgets it, and whoever walks without locks has left; only
 * then are the pages' references counted. A page that somebody holds beyond its mappings would be copied behind his back, so
 * it stops the whole. What is counted is locked, then copied, and the huge entry takes the table's place.
 */
public final class Collapse {
    private static final Site LOOK = Site.lock("collapse: mmap lock over a first look");
    private static final Site MMAP = Site.lock("collapse: mmap lock, so that nobody fills what is being copied");
    private static final Site ANON =
            Site.lock("collapse: anon_vma lock over taking a table out, against who finds its pages");
    private static final Site FOLIO = Site.lock("collapse: folio lock of a page that is copied");

    private static final int NEW_ANON =
            FrameFlags.ANON | FrameFlags.SWAPBACKED | FrameFlags.UPTODATE | FrameFlags.ANON_EXCLUSIVE;

    private final TaskContext t;
    private final Frames frames;
    private final Space space;
    private final Limits limits;

    /** Distinct folios that are locked, each with how many of its pages the table maps. */
    private final int[] locked = new int[Geometry.ENTRIES];

    private int lockedCount;

    /** The entries of the table that is out. */
    private final long[] entries = new long[Geometry.ENTRIES];

    /** Whether a store to what is collapsed has not been told yet to who tracks stores. */
    private boolean news;

    private Collapse(TaskContext t, Space space, Limits limits) {
        this.t = t;
        this.frames = t.kernel().frames();
        this.space = space;
        this.limits = limits;
    }

    /** How much of 2 MiB may be missing: khugepaged's settings. MADV_COLLAPSE knows none of them. */
    record Limits(boolean daemon, int none, int swap, int shared) {
        static final Limits ADVICE = new Limits(false, Geometry.ENTRIES, Geometry.ENTRIES, Geometry.ENTRIES);

        static Limits khugepaged(Kernel kernel) {
            return new Limits(true, kernel.maxPtesNone(), 64, 256);
        }
    }

    /**
     * {@code madvise_collapse}, of private memory and of shared memory, whose files see to the latter ({@link FileCollapse}).
     *
     * <p>Preconditions: inside a call; the mmap lock is held for reading, and is when this returns, though not all the time;
     * {@code [start, end)} lies in the mapping.
     *
     * @return 0 if all aligned 2 MiB in the range are huge pages now; -EINVAL, -ENOMEM, or -EAGAIN for a page that is in use
     */
    public static long advise(TaskContext t, Space space, Vma vma, long start, long end) {
        if (!Eligibility.forCollapse(vma) || vma.isAnonymous() && vma.anonVma() == null) {
            return -Errno.EINVAL;
        }
        long from = start + PMD_SIZE - 1 & PMD_MASK;
        long to = end & PMD_MASK;
        if (from > to) {
            return -Errno.EINVAL; // Linux counts huge pages as the difference, and finds less than nothing made.
        }
        Scan last = Scan.SUCCEED;
        space.readUnlock();
        for (long at = from; at < to; at += PMD_SIZE) {
            Scan result = advised(t, space, at);
            if (result != Scan.SUCCEED && result != Scan.PMD_MAPPED) {
                last = result;
                if (!result.goesOn) {
                    break;
                }
            }
        }
        space.readLock(LOOK);
        return last.errno;
    }

    private static Scan advised(TaskContext t, Space space, long at) {
        space.readLock(LOOK);
        Vma vma = space.lookup(at);
        OpenFile file = vma == null ? null : vma.file();
        if (vma == null || file == null) {
            space.readUnlock();
            return new Collapse(t, space, Limits.ADVICE).region(at);
        }
        Scan allowed = !Eligibility.fits(vma, at)
                ? Scan.ADDRESS_RANGE
                : Eligibility.forCollapse(vma) ? Scan.SUCCEED : Scan.VMA_CHECK;
        long index = vma.pageIndex(at);
        file.get();
        space.readUnlock();
        if (allowed == Scan.SUCCEED && file.mapping() instanceof ShmemMapping shmem) {
            allowed = FileCollapse.region(t, space, shmem, index, at);
        }
        file.put(t);
        return allowed;
    }

    /**
     * Makes 2 MiB of a space one huge page. Preconditions: inside a call, no lock held, the cursors are closed.
     *
     * @param start a multiple of 2 MiB
     */
    static Scan region(TaskContext t, Space space, long start, Limits limits) {
        return new Collapse(t, space, limits).region(start);
    }

    private Scan region(long start) {
        space.readLock(LOOK);
        Vma vma = space.lookup(start);
        Scan look = revalidate(vma, start);
        if (look == Scan.SUCCEED && vma != null) {
            look = scan(vma, start);
        }
        space.readUnlock();
        return look == Scan.SUCCEED ? collapse(start) : look;
    }

    /** {@code hugepage_vma_revalidate}. */
    private Scan revalidate(@org.jspecify.annotations.Nullable Vma vma, long start) {
        if (vma == null || !Eligibility.fits(vma, start)) {
            return vma == null ? Scan.VMA_NULL : Scan.ADDRESS_RANGE;
        }
        boolean allowed = limits.daemon ? Eligibility.forKhugepaged(vma) : Eligibility.forCollapse(vma);
        if (!allowed) {
            return Scan.VMA_CHECK;
        }
        return vma.anonVma() == null || !vma.isAnonymous() || vma.has(VM_SHARED) ? Scan.PAGE_ANON : Scan.SUCCEED;
    }

    /** {@code hpage_collapse_scan_pmd}: whether it looks worth the trouble. */
    private Scan scan(Vma vma, long start) {
        TableCursor c = t.cursor();
        if (vma.tables().pmdSlot(start) == 0) {
            return Scan.PMD_NULL;
        }
        c.open(vma.tables(), start, start + PMD_SIZE, TableCursor.READ | TableCursor.HUGE);
        Scan result = Scan.PMD_NONE;
        if (c.next()) {
            // A folio that is on its way is none to look at, now.
            result = !c.huge() ? entries(c) : Pte.present(c.get()) ? Scan.PMD_MAPPED : Scan.PMD_NULL;
        }
        c.close();
        return result;
    }

    private Scan entries(TableCursor c) {
        int none = 0;
        int elsewhere = 0;
        int shared = 0;
        int referenced = 0;
        boolean guarded = false;
        for (long e : c.all()) {
            if (Pte.none(e) || Pte.present(e) && Pte.special(e)) {
                if (++none > limits.none) {
                    return Scan.EXCEED_NONE;
                }
                continue;
            }
            if (!Pte.present(e)) {
                guarded |= Pte.isGuard(e);
                if (++elsewhere > limits.swap) {
                    return Scan.EXCEED_SWAP;
                }
                continue;
            }
            int folio = frames.head(Pte.pfn(e));
            if (!frames.test(folio, FrameFlags.ANON)) {
                return Scan.PAGE_ANON;
            }
            if ((c.shared() || FolioMaps.of(frames, Pte.pfn(e)) > 1) && ++shared > limits.shared) {
                return Scan.EXCEED_SHARED;
            }
            if (frames.test(folio, FrameFlags.LOCKED)) {
                return Scan.PAGE_LOCK;
            }
            if (!unreferenced(folio)) {
                return Scan.PAGE_COUNT;
            }
            referenced += Pte.young(e) || frames.test(folio, FrameFlags.REFERENCED) ? 1 : 0;
        }
        boolean lacks = referenced == 0 || elsewhere > 0 && referenced < Geometry.ENTRIES / 2;
        if (limits.daemon && lacks) {
            return Scan.LACK_REFERENCED;
        }
        // To bring a guard back as if it were a page elsewhere raises SIGSEGV, and that ends it all.
        return guarded ? Scan.FAIL : Scan.SUCCEED;
    }

    /** {@code is_refcount_suitable}: nobody has the folio but those who map it. */
    private boolean unreferenced(int folio) {
        int mappings = frames.mapCount(folio);
        // Where a pin counts as a mapping too, only a page with one mapping is known to have none.
        return frames.refCount(folio) == mappings && (!frames.pins().needsMappings() || mappings <= 1);
    }

    /** {@code collapse_huge_page}. */
    private Scan collapse(long start) {
        int folio = frames.allocNow(Zone.MOVABLE, HPAGE_PMD_ORDER, t.cpuId());
        if (folio < 0) {
            return Scan.ALLOC_FAIL;
        }
        space.writeLock(MMAP);
        Vma vma = space.lookup(start);
        Scan result = revalidate(vma, start);
        if (result == Scan.SUCCEED && vma != null) {
            space.writeLockVma(vma);
            result = underLock(vma, start, folio);
        }
        space.writeUnlock();
        if (result != Scan.SUCCEED) {
            frames.put(folio, t.cpuId());
        }
        return result;
    }

    private Scan underLock(Vma vma, long start, int folio) {
        AnonVma anon = vma.anonVma();
        if (anon == null) {
            return Scan.PAGE_ANON;
        }
        if (vma.tables().pmdSlot(start) == 0) {
            return Scan.PMD_NULL;
        }
        TableCollapse table = new TableCollapse(t.cursor(), vma.tables(), start);
        anon.writeLock(ANON);
        int out = table.takeOut();
        if (out <= 0) {
            anon.writeUnlock();
            return out < 0 ? Scan.ALLOC_FAIL : Scan.PMD_NONE;
        }
        table.lock();
        Scan result = isolate(table);
        table.unlock();
        if (result != Scan.SUCCEED) {
            unlockFolios();
            table.putBack();
            anon.writeUnlock();
            return result;
        }
        // From here on the folio locks keep everybody away.
        anon.writeUnlock();
        copy(table, folio);
        FolioMaps.startHuge(frames, folio, NEW_ANON, anon, vma.pageIndex(start));
        // The huge entry is newer than anything reclaim has, and it is news to who tracks stores if one of the pages
        // was.
        boolean tracked = vma.tables().tracksStores();
        long bits = PageProt.of(vma) | Pte.HUGE | Pte.ACCESSED | (news || !tracked ? Pte.DIRTY : Pte.SAVED_DIRTY);
        table.install(PageProt.mayWrite(vma, Pte.of(folio, bits)));
        if (t.kernel().splitsUnderused()) {
            frames.deferredSplit().add(folio, false);
        }
        return Scan.SUCCEED;
    }

    /** {@code __collapse_huge_page_isolate}: locks what is to be copied, and sees that nobody else has it. */
    private Scan isolate(TableCollapse table) {
        table.read(entries);
        for (long e : entries) {
            if (Pte.none(e) || Pte.present(e) && Pte.special(e)) {
                continue;
            }
            if (!Pte.present(e)) {
                return Scan.PTE_NON_PRESENT;
            }
            int folio = frames.head(Pte.pfn(e));
            if (!frames.test(folio, FrameFlags.ANON)) {
                return Scan.PAGE_ANON;
            }
            if (!isLocked(folio)) {
                if (!frames.tryLock(folio, FOLIO)) {
                    return Scan.PAGE_LOCK;
                }
                locked[lockedCount++] = folio;
                if (!Guard.COLLAPSE_UNREFERENCED.holds(unreferenced(folio))) {
                    return Scan.PAGE_COUNT;
                }
            }
            news |= (e & (Pte.DIRTY | Pte.SOFT_DIRTY)) != 0;
        }
        return Scan.SUCCEED;
    }

    private boolean isLocked(int folio) {
        if (!frames.test(folio, FrameFlags.HEAD)) {
            return false;
        }
        for (int i = lockedCount - 1; i >= 0; i--) {
            if (locked[i] == folio) {
                return true;
            }
        }
        return false;
    }

    private void unlockFolios() {
        while (lockedCount > 0) {
            frames.unlock(locked[--lockedCount]);
        }
    }

    /** {@code __collapse_huge_page_copy}: every page of the new folio gets its bytes, and the old ones lose this mapping. */
    private void copy(TableCollapse table, int folio) {
        // As they were when they were counted, but for what the CPU noted before that.
        int[] pages = new int[Geometry.ENTRIES];
        int there = 0;
        for (int i = 0; i < Geometry.ENTRIES; i++) {
            long e = entries[i];
            pages[i] = Pte.none(e) || Pte.special(e) ? -1 : Pte.pfn(e);
            there += pages[i] < 0 ? 0 : 1;
        }
        if (there < Geometry.ENTRIES) {
            frames.contents().zero(folio, HPAGE_PMD_ORDER);
        }
        for (int i = 0; i < Geometry.ENTRIES; i++) {
            if (pages[i] >= 0) {
                frames.contents().copy(pages[i], folio + i, 1);
            }
        }
        table.clear();
        unlockFolios();
        for (int page : pages) {
            if (page >= 0) {
                int head = frames.head(page);
                FolioMaps.add(frames, page, -1);
                frames.put(head, t.cpuId());
            }
        }
    }

    /** What became of an attempt: {@code enum scan_result}. */
    enum Scan {
        SUCCEED(0, true),
        PMD_MAPPED(0, true),
        FAIL(-Errno.EINVAL, false),
        PMD_NULL(-Errno.EINVAL, true),
        PMD_NONE(-Errno.EINVAL, false),
        VMA_NULL(-Errno.EINVAL, false),
        VMA_CHECK(-Errno.EINVAL, false),
        ADDRESS_RANGE(-Errno.EINVAL, false),
        PAGE_ANON(-Errno.EINVAL, false),
        EXCEED_NONE(-Errno.EBUSY, false),
        EXCEED_SWAP(-Errno.EINVAL, false),
        EXCEED_SHARED(-Errno.EINVAL, false),
        LACK_REFERENCED(-Errno.EINVAL, true),
        PTE_NON_PRESENT(-Errno.EINVAL, true),
        PAGE_NULL(-Errno.EINVAL, true),
        PAGE_COMPOUND(-Errno.EINVAL, true),
        TRUNCATED(-Errno.EINVAL, false),
        PAGE_FILLED(-Errno.EAGAIN, false),
        PAGE_LOCK(-Errno.EAGAIN, true),
        PAGE_COUNT(-Errno.EAGAIN, true),
        ALLOC_FAIL(-Errno.ENOMEM, false);

        /** What MADV_COLLAPSE returns ({@code madvise_collapse_errno}). */
        final int errno;
        /** Whether MADV_COLLAPSE goes on with the next 2 MiB. */
        final boolean goesOn;

        Scan(int errno, boolean goesOn) {
            this.errno = errno;
            this.goesOn = goesOn;
        }
    }
}
