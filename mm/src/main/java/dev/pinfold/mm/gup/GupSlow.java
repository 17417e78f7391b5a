package dev.pinfold.mm.gup;

import static dev.pinfold.mm.abi.Foll.FOLL_ANON;
import static dev.pinfold.mm.abi.Foll.FOLL_DUMP;
import static dev.pinfold.mm.abi.Foll.FOLL_FORCE;
import static dev.pinfold.mm.abi.Foll.FOLL_GET;
import static dev.pinfold.mm.abi.Foll.FOLL_HONOR_NUMA_FAULT;
import static dev.pinfold.mm.abi.Foll.FOLL_HWPOISON;
import static dev.pinfold.mm.abi.Foll.FOLL_LONGTERM;
import static dev.pinfold.mm.abi.Foll.FOLL_NOFAULT;
import static dev.pinfold.mm.abi.Foll.FOLL_PIN;
import static dev.pinfold.mm.abi.Foll.FOLL_REMOTE;
import static dev.pinfold.mm.abi.Foll.FOLL_SPLIT_PMD;
import static dev.pinfold.mm.abi.Foll.FOLL_TOUCH;
import static dev.pinfold.mm.abi.Foll.FOLL_WRITE;
import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.fault.FaultHandler;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pkru;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import org.jspecify.annotations.Nullable;

/**
 * The way under the mmap lock: {@code __get_user_pages}. Looks each page up under its table's lock, and lets a fault bring
 * what is missing. Never grows a stack.
 */
final class GupSlow {
    /** Nothing there that would do: a fault is needed. */
    private static final int NEEDS_FAULT = 0;

    private final TaskContext t;
    private final Frames frames;
    private final Space space;
    private final int flags;
    private final int @Nullable [] pages;
    private int at;

    private GupSlow(TaskContext t, Space space, int flags, int @Nullable [] pages, int at) {
        this.t = t;
        this.frames = t.kernel().frames();
        this.space = space;
        this.flags = flags;
        this.pages = pages;
        this.at = at;
    }

    /**
     * Takes pages of a space from {@code start} on.
     *
     * <p>Preconditions: the space's mmap lock is held for reading; the task's cursor is closed.
     *
     * @param pages where they go, from {@code at} on; null to fault them in only
     * @return how many, at least 1, or why there is not even one: -EFAULT, -ENOMEM, -EEXIST, -EOPNOTSUPP, -EHWPOISON
     */
    static long run(TaskContext t, Space space, long start, int n, int flags, int @Nullable [] pages, int at) {
        return new GupSlow(t, space, flags, pages, at).run(start & PAGE_MASK, n);
    }

    private long run(long start, int n) {
        Vma vma = null;
        int done = 0;
        long error = 0;
        while (done < n && error == 0) {
            long address = start + ((long) done << PAGE_SHIFT);
            if (vma == null || address >= vma.end()) {
                vma = address < 0 ? null : space.lookup(address);
                error = vma == null ? -Errno.EFAULT : checkVma(vma);
                if (vma == null || error != 0) {
                    break;
                }
            }
            int got = follow(vma, address, n - done);
            if (got > 0) {
                done += got;
                at += got;
            } else if (got == NEEDS_FAULT || got == -Errno.EMLINK) {
                error = faultIn(vma, address, got == -Errno.EMLINK);
            } else if (got == -Errno.EEXIST && pages == null) {
                done++;
            } else {
                error = got;
            }
        }
        return done > 0 ? done : error;
    }

    /** {@code check_vma_flags}: whether pages of a mapping may be had in this way at all. 0 or -errno. */
    private long checkVma(Vma vma) {
        boolean write = (flags & FOLL_WRITE) != 0;
        boolean force = (flags & FOLL_FORCE) != 0;
        FileMapping file = vma.mapping();
        if (vma.has(VmFlags.VM_IO | VmFlags.VM_PFNMAP) || ((flags & FOLL_ANON) != 0 && file != null)) {
            return -Errno.EFAULT;
        }
        if ((flags & FOLL_LONGTERM) != 0 && file != null && file.isFsDax()) {
            return -Errno.EOPNOTSUPP;
        }
        boolean permitted;
        if (write) {
            // Force overrides private memory's rights only: a shared mapping's protect the file.
            permitted = longtermWriteAllowed(vma, file)
                    && (vma.has(VmFlags.VM_WRITE) || (force && VmFlags.isCow(vma.flags())));
        } else {
            permitted = vma.has(VmFlags.VM_READ) || (force && vma.has(VmFlags.VM_MAYREAD));
        }
        // The task's rights to keys are about its own memory ({@code arch_vma_access_permitted}).
        boolean foreign = (flags & FOLL_REMOTE) != 0;
        return permitted && (foreign || Pkru.allows(t.pkru(), vma.pkey(), write)) ? 0 : -Errno.EFAULT;
    }

    /**
     * {@code writable_file_mapping_allowed}: a device that may write a file's page at any time would do so behind the back
     * of the file, which cleans the page and expects to be told before it is written again.
     */
    private boolean longtermWriteAllowed(Vma vma, @Nullable FileMapping file) {
        int longterm = FOLL_PIN | FOLL_LONGTERM;
        return (flags & longterm) != longterm || file == null || !vma.isShared() || !file.needsMkwrite();
    }

    /**
     * Takes pages from {@code address} on as far as one table and one lock reach ({@code follow_page_mask}).
     *
     * @return how many; {@link #NEEDS_FAULT}; -EMLINK if the page must be unshared first; another -errno
     */
    private int follow(Vma vma, long address, int wanted) {
        TableCursor c = t.cursor();
        long end = Math.min(vma.end(), address + ((long) wanted << PAGE_SHIFT));
        long tableEnd = Geometry.next(address, Geometry.PMD);
        int mode = (flags & FOLL_SPLIT_PMD) != 0 ? TableCursor.READ : TableCursor.READ | TableCursor.HUGE_PART;
        c.open(vma.tables(), address, Math.min(end, tableEnd), mode);
        int result;
        if (!c.next() || (!c.huge() && c.address(c.first()) != address)) {
            result = noPage(vma);
        } else if (c.huge()) {
            long hugeEnd = Math.min(end, Geometry.next(address, c.level()));
            result = huge(vma, c.get(c.first()), c.level(), address, (int) (hugeEnd - address >>> PAGE_SHIFT));
        } else {
            result = leaves(vma, c);
        }
        c.close();
        return result;
    }

    /** {@code no_page_table}: a fault would bring zeros, which a core dump leaves out. */
    private int noPage(Vma vma) {
        return (flags & FOLL_DUMP) != 0 && vma.isAnonymous() ? -Errno.EFAULT : NEEDS_FAULT;
    }

    private int leaves(Vma vma, TableCursor c) {
        int got = 0;
        for (int i = c.first(); i < c.limit(); i++, got++) {
            int r = leaf(vma, c.get(i), !c.shared(), at + got);
            if (r != 1) {
                return got > 0 ? got : r;
            }
        }
        return got;
    }

    /** {@code follow_page_pte}: 1, or as {@link #follow}. */
    private int leaf(Vma vma, long e, boolean ownTable, int to) {
        if (!Pte.present(e)) {
            return Pte.none(e) ? noPage(vma) : NEEDS_FAULT;
        }
        if ((flags & FOLL_HONOR_NUMA_FAULT) != 0 && (e & Pte.PROTNONE) != 0 && vma.isAccessible()) {
            return NEEDS_FAULT;
        }
        int page = Pte.pfn(e);
        boolean writable = ownTable && Pte.writable(e);
        boolean zero = page == frames.zeroPfn();
        int folio = frames.head(page);
        if ((flags & FOLL_WRITE) != 0 && !writable && !forcedWrite(vma, page, folio, ownTable)) {
            return NEEDS_FAULT;
        }
        if (Pte.special(e) && ((flags & FOLL_DUMP) != 0 || !zero)) {
            return (flags & FOLL_DUMP) != 0 ? -Errno.EFAULT : -Errno.EEXIST;
        }
        if (!writable && Grab.mustUnshare(frames, page, folio, flags, ownTable, vma)) {
            return -Errno.EMLINK;
        }
        int r = take(e, page, folio, 1);
        if (r == 1) {
            touch(e, folio, zero);
            if (pages != null) {
                pages[to] = page;
            }
        }
        return r;
    }

    /** {@code follow_huge_pmd}: pages of one huge entry. */
    private int huge(Vma vma, long pmd, int level, long address, int wanted) {
        if (!Pte.present(pmd)) {
            return NEEDS_FAULT;
        }
        boolean writable = Pte.writable(pmd);
        int page = Pte.pfn(PageTables.part(pmd, address, level));
        int folio = frames.head(page);
        if ((flags & FOLL_WRITE) != 0
                && !writable
                && (Guard.FORCED_WRITE_SEES_HUGE_COPY.holds(false) || !forcedWrite(vma, folio, folio, true))) {
            return NEEDS_FAULT;
        }
        boolean zero = Pte.special(pmd);
        if (zero && (flags & FOLL_DUMP) != 0) {
            return -Errno.EFAULT;
        }
        if (zero) {
            // The huge page of zeros has no counts and many frames of one meaning: the page of zeros stands for each.
            page = frames.zeroPfn();
            folio = page;
        }
        if (!writable && Grab.mustUnshare(frames, folio, folio, flags, true, vma)) {
            return -Errno.EMLINK;
        }
        int r = take(pmd, page, folio, wanted);
        for (int i = 0; i < r && pages != null; i++) {
            pages[at + i] = zero ? page : page + i;
        }
        if (r > 0) {
            touch(pmd, folio, zero);
        }
        return r;
    }

    /** Takes {@code n} pages behind an entry whose table is locked; gives n, -ENOMEM, or -EFAULT if the device leaves. */
    private int take(long e, int page, int folio, int n) {
        boolean counts = (flags & (FOLL_GET | FOLL_PIN)) != 0;
        if ((e & Pte.DEVMAP) != 0) {
            // As in 2015: the device is held first, so that the page's own count means something.
            if (!counts) {
                return -Errno.EEXIST;
            }
            if (!frames.devices().tryGetDevmap(page, n, t.cpuId())) {
                return -Errno.EFAULT;
            }
            for (int i = 0; i < n; i++) {
                if (!Grab.locked(frames, page + i, 1, flags)) {
                    frames.devices().putDevmap(page + i, n - i, t.cpuId());
                    return i > 0 ? i : -Errno.ENOMEM;
                }
            }
            return n;
        }
        return Grab.locked(frames, folio, n, flags) ? n : -Errno.ENOMEM;
    }

    /**
     * {@code can_follow_write_pte} for a page that is mapped read-only: FOLL_FORCE writes private memory that the mapping
     * does not let anybody write, once the page is this mapping's alone. Neither a dirty bit nor a flag of this call's
     * proves that; only the page itself can.
     */
    private boolean forcedWrite(Vma vma, int page, int folio, boolean ownTable) {
        boolean possible = (flags & FOLL_FORCE) != 0
                && !vma.has(VmFlags.VM_SHARED | VmFlags.VM_MAYSHARE | VmFlags.VM_WRITE)
                && vma.has(VmFlags.VM_MAYWRITE);
        return possible
                && Guard.FORCED_WRITE_EXCLUSIVE.holds(ownTable
                        && frames.test(folio, FrameFlags.ANON)
                        && frames.test(page, FrameFlags.ANON_EXCLUSIVE));
    }

    /** What FOLL_TOUCH notes: the access, and that a write is coming whose dirty bit no CPU will set. */
    private void touch(long e, int folio, boolean zero) {
        if ((flags & FOLL_TOUCH) == 0 || zero) {
            return;
        }
        if ((flags & FOLL_WRITE) != 0 && !Pte.dirty(e) && !frames.test(folio, FrameFlags.DIRTY)) {
            if (frames.owner(folio) instanceof FileMapping file) {
                file.markDirty(folio);
            } else {
                frames.set(folio, FrameFlags.DIRTY);
            }
        }
        frames.set(folio, FrameFlags.REFERENCED);
    }

    /** {@code faultin_page}: 0 to look again, or -errno. */
    private long faultIn(Vma vma, long address, boolean unshare) {
        if ((flags & FOLL_NOFAULT) != 0) {
            return -Errno.EFAULT;
        }
        VmFault f = t.beginFault(address, (flags & FOLL_WRITE) != 0 ? Access.WRITE : Access.READ)
                .in(vma, false);
        if (unshare) {
            f.askUnshared();
        }
        try {
            return FaultHandler.faultIn(f, (flags & FOLL_HWPOISON) != 0);
        } finally {
            f.end();
        }
    }
}
