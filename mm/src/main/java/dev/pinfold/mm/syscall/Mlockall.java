package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKONFAULT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmAccount;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;

/** {@code mlockall(2)} and {@code munlockall(2)}. */
public final class Mlockall {
    private static final Site LOCK = Site.lock("mlockall: mmap lock over locking everything");
    private static final Site UNLOCK = Site.lock("munlockall: mmap lock over unlocking everything");

    private Mlockall() {}

    /** Locks what is mapped, what will be, or both. Returns 0, -EINVAL, -EPERM, -ENOMEM (limit). */
    public static long call(TaskContext t, int flags) {
        if (flags == 0
                || (flags & ~(Mman.MCL_CURRENT | Mman.MCL_FUTURE | Mman.MCL_ONFAULT)) != 0
                || flags == Mman.MCL_ONFAULT) {
            return -Errno.EINVAL;
        }
        if (!VmAccount.canMlock(t)) {
            return -Errno.EPERM;
        }
        Space space = t.space();
        space.writeLock(LOCK);
        try {
            long limit = t.limits().softPages(Rlimit.RLIMIT_MEMLOCK);
            if ((flags & Mman.MCL_CURRENT) != 0
                    && !t.privileged()
                    && Long.compareUnsigned(space.totalVm(), limit) > 0) {
                return -Errno.ENOMEM;
            }
            apply(t, flags);
        } finally {
            space.writeUnlock();
        }
        if ((flags & Mman.MCL_CURRENT) != 0) {
            Populate.mapped(t, 0, space.layout().taskSize());
        }
        return 0;
    }

    /** {@code munlockall}. */
    public static long callUnlock(TaskContext t) {
        t.space().writeLock(UNLOCK);
        try {
            apply(t, 0);
            return 0;
        } finally {
            t.space().writeUnlock();
        }
    }

    /** {@code apply_mlockall_flags}. What cannot be split is passed over. */
    private static void apply(TaskContext t, int flags) {
        Space space = t.space();
        long lock = (flags & Mman.MCL_ONFAULT) != 0 ? VM_LOCKED | VM_LOCKONFAULT : VM_LOCKED;
        boolean future = (flags & Mman.MCL_FUTURE) != 0;
        boolean current = (flags & Mman.MCL_CURRENT) != 0;
        space.setDefFlags(space.defFlags() & ~VM_LOCKED_MASK | (future ? lock : 0));
        if (future && !current) {
            return;
        }
        Vma prev = null;
        for (Vma vma = space.vmas().first(); vma != null; vma = space.vmas().next(prev)) {
            Vma now = Mlock.fix(t, prev, vma, vma.start(), vma.end(), current ? lock : 0);
            prev = now == null ? vma : now;
        }
    }
}
