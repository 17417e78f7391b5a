package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageUp;
import static dev.pinfold.mm.abi.VmFlags.VM_IO;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKONFAULT;
import static dev.pinfold.mm.abi.VmFlags.VM_PFNMAP;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Access;

/** Faulting a range in before anybody touches it: MAP_POPULATE, mlock, MADV_POPULATE_READ and _WRITE. */
public final class Populate {
    private static final Site POPULATE = Site.lock("fault.populate: mmap lock over faulting a range in");
    private static final Site MADVISE = Site.lock("fault.populate: mmap lock over MADV_POPULATE");

    /** Pages that are faulted in before the mmap lock is given up for a moment, so that writers get a turn. */
    private static final long BATCH = 512;

    private Populate() {}

    /** {@code mm_populate}: as much of a new mapping as can be had; errors are nobody's business. */
    public static void mapped(TaskContext t, long start, long length) {
        range(t, start, length, true);
    }

    /** What mlock does once the mappings are locked; the errors are those of mlock ({@code __mlock_posix_error_return}). */
    public static long locked(TaskContext t, long start, long length) {
        long error = range(t, start, length, false);
        return error == -Errno.EFAULT ? -Errno.ENOMEM : error == -Errno.ENOMEM ? -Errno.EAGAIN : error;
    }

    /**
     * {@code __mm_populate}: private writable mappings get pages of their own, others are read. Holes are skipped.
     *
     * <p>Preconditions: no lock held.
     *
     * @param start page-aligned
     * @param length bytes
     * @param ignoreErrors go on with the next mapping where one cannot be populated, as mmap does
     * @return 0, -EFAULT or -ENOMEM for the first page that could not be had
     */
    private static long range(TaskContext t, long start, long length, boolean ignoreErrors) {
        Space space = t.space();
        long end = start + pageUp(length);
        long at = start;
        while (at < end) {
            space.readLock(POPULATE);
            Vma vma = space.vmas().findIntersection(at, end);
            if (vma == null) {
                space.readUnlock();
                return 0;
            }
            at = Math.max(at, vma.start());
            long stop = Math.min(Math.min(end, vma.end()), at + BATCH * PAGE_SIZE);
            long error = vma.has(VM_IO | VM_PFNMAP) ? 0 : pages(t, vma, at, stop);
            long next = error != 0 && ignoreErrors ? Math.min(end, vma.end()) : stop;
            space.readUnlock();
            if (error != 0 && !ignoreErrors) {
                return error;
            }
            at = next;
        }
        return 0;
    }

    /**
     * As much of a locked mapping as can be had, for a caller that goes on with its neighbours.
     *
     * <p>Preconditions: the mmap lock is held, in any mode; the caller's cursor is closed.
     *
     * @param start page-aligned, as {@code end}; both within the mapping
     */
    public static void held(TaskContext t, Vma vma, long start, long end) {
        pages(t, vma, start, end);
    }

    /** {@code populate_vma_page_range}. A mapping without any right cannot be populated; any right will do. */
    private static long pages(TaskContext t, Vma vma, long start, long end) {
        if (vma.has(VM_LOCKONFAULT)) {
            return 0;
        }
        boolean write = (vma.flags() & (VM_WRITE | VM_SHARED)) == VM_WRITE;
        if (!FollowPage.allowed(t, vma, write, vma.isAccessible())) {
            return -Errno.EFAULT;
        }
        return faultIn(t, vma, start, end, write);
    }

    /** Faults pages in one after the other; 0, or the error of the first that cannot be had. */
    private static long faultIn(TaskContext t, Vma vma, long start, long end, boolean write) {
        VmFault f = t.beginFault(start, write ? Access.WRITE : Access.READ).in(vma, false);
        long error = 0;
        try {
            for (long page = start; error == 0 && page < end; page += PAGE_SIZE) {
                f.moveTo(page);
                error = FollowPage.faultIn(f);
            }
        } finally {
            f.end();
        }
        return error;
    }

    /**
     * {@code madvise_populate}: asks for every page in {@code [start, end)} with the given access.
     *
     * @return 0; -ENOMEM for a hole or no frame, -EINVAL where the mapping forbids the access, -EFAULT for a signal
     */
    public static long madvise(TaskContext t, long start, long end, boolean write) {
        Space space = t.space();
        long at = start;
        while (Long.compareUnsigned(at, end) < 0) {
            space.readLock(MADVISE);
            Vma vma = space.lookup(at);
            long stop = vma == null ? at : Math.min(Math.min(end, vma.end()), at + BATCH * PAGE_SIZE);
            long error = 0;
            if (vma == null) {
                error = -Errno.ENOMEM;
            } else if (!FollowPage.allowed(t, vma, write, false)) {
                error = -Errno.EINVAL;
            }
            if (error == 0 && vma != null) {
                error = faultIn(t, vma, at, stop, write);
            }
            space.readUnlock();
            if (error != 0) {
                return error;
            }
            at = stop;
        }
        return 0;
    }
}
