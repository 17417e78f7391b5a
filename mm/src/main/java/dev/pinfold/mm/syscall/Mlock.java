package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;
import static dev.pinfold.mm.abi.VmFlags.VM_DROPPABLE;
import static dev.pinfold.mm.abi.VmFlags.VM_HUGETLB;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKONFAULT;
import static dev.pinfold.mm.abi.VmFlags.VM_SPECIAL;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmAccount;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.space.VmaOps;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/** {@code mlock(2)} and {@code mlock2(2)}, and what the whole family shares. */
public final class Mlock {
    private static final Site WRITE = Site.lock("mlock: mmap lock over locking a range");

    private Mlock() {}

    /**
     * Locks the pages of {@code [addr, addr + length)}, rounded outward, and brings them in.
     *
     * @return 0; -EPERM without the right to lock anything, -ENOMEM (hole, limit, a mapping that allows nothing),
     *     -EAGAIN (no frame)
     */
    public static long call(TaskContext t, long addr, long length) {
        return lock(t, addr, length, VM_LOCKED);
    }

    /** {@code mlock2}: with MLOCK_ONFAULT pages are locked as they are touched. */
    public static long call2(TaskContext t, long addr, long length, int flags) {
        if ((flags & ~Mman.MLOCK_ONFAULT) != 0) {
            return -Errno.EINVAL;
        }
        return lock(t, addr, length, flags == 0 ? VM_LOCKED : VM_LOCKED | VM_LOCKONFAULT);
    }

    /** {@code do_mlock}. */
    private static long lock(TaskContext t, long addr, long length, long flags) {
        if (!VmAccount.canMlock(t)) {
            return -Errno.EPERM;
        }
        long len = pageUp(length + offsetInPage(addr));
        long start = pageDown(addr);
        Space space = t.space();
        long error = -Errno.ENOMEM;
        space.writeLock(WRITE);
        try {
            if (withinLimit(t, start, len)) {
                error = range(t, start, len, flags);
            }
        } finally {
            space.writeUnlock();
        }
        return error != 0 ? error : Populate.locked(t, start, len);
    }

    private static boolean withinLimit(TaskContext t, long start, long len) {
        long limit = t.limits().softPages(Rlimit.RLIMIT_MEMLOCK);
        long locked = (len >>> PAGE_SHIFT) + t.space().lockedVm();
        if (t.privileged() || Long.compareUnsigned(locked, limit) <= 0) {
            return true;
        }
        // What is locked already does not count twice.
        return Long.compareUnsigned(locked - lockedPages(t.space(), start, len), limit) <= 0;
    }

    /** {@code count_mm_mlocked_page_nr}. */
    private static long lockedPages(Space space, long start, long len) {
        if (start < 0) {
            return 0;
        }
        long end = start + len < start ? Long.MAX_VALUE : start + len;
        long bytes = 0;
        for (Vma v = space.find(start);
                v != null && v.start() < end;
                v = space.vmas().next(v)) {
            if (v.has(VM_LOCKED)) {
                bytes += Math.min(end, v.end()) - Math.max(start, v.start());
            }
        }
        return bytes >>> PAGE_SHIFT;
    }

    /**
     * {@code apply_vma_lock_flags}: sets the lock flags of {@code [start, start + len)} to exactly {@code flags}. Stops at
     * a hole; what lies before is done then. Preconditions: the mmap lock is held for writing.
     */
    static long range(TaskContext t, long start, long len, long flags) {
        long end = start + len;
        if (Long.compareUnsigned(end, start) < 0) {
            return -Errno.EINVAL;
        }
        if (end == start) {
            return 0;
        }
        Space space = t.space();
        Vma vma = start < 0 ? null : space.lookup(start);
        if (vma == null) {
            return -Errno.ENOMEM;
        }
        if (end < 0) {
            end = pageDown(Long.MAX_VALUE);
        }
        Vma prev = VmaOps.before(vma, start);
        long at = start;
        while (vma != null && vma.start() < end) {
            if (vma.start() > at) {
                return -Errno.ENOMEM;
            }
            long stop = Math.min(vma.end(), end);
            Vma now = fix(t, prev, vma, at, stop, flags);
            if (now == null) {
                return VmaOps.refusal(vma, at, stop, Errno.ENOMEM);
            }
            prev = now;
            at = Math.max(stop, now.end());
            vma = at < end ? space.find(at) : null;
        }
        return at < end ? -Errno.ENOMEM : 0;
    }

    /** {@code mlock_fixup}: the VMA that holds the range then, null where it cannot be split. */
    static @Nullable Vma fix(TaskContext t, @Nullable Vma prev, Vma vma, long start, long end, long lockFlags) {
        long old = vma.flags();
        long flags = old & ~VM_LOCKED_MASK | lockFlags;
        if (flags == old || (old & (VM_SPECIAL | VM_HUGETLB | VM_DROPPABLE)) != 0) {
            return vma;
        }
        Vma now = VmaOps.setFlags(t, prev, vma, start, end, flags);
        if (now != null) {
            long pages = end - start >>> PAGE_SHIFT;
            if ((flags & VM_LOCKED) == 0) {
                t.space().addLocked((old & VM_LOCKED) != 0 ? -pages : 0);
            } else if ((old & VM_LOCKED) == 0) {
                t.space().addLocked(pages);
            }
        }
        return now;
    }
}
