package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;

import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.abi.VmFlags;

/** What a space counts, and whether it may grow. Preconditions of all: its mmap lock is held for writing. */
public final class VmAccount {
    private VmAccount() {}

    /** {@code vm_stat_account}: {@code pages} more, or fewer, of a kind of mapping. */
    static void add(Space space, long flags, long pages) {
        space.totalVm += pages;
        if (VmFlags.isExec(flags)) {
            space.execVm += pages;
        } else if (VmFlags.isStack(flags)) {
            space.stackVm += pages;
        } else if (VmFlags.isData(flags)) {
            space.dataVm += pages;
        }
    }

    /** {@code pages} of a mapping have become another kind. */
    public static void reclassify(Space space, long oldFlags, long newFlags, long pages) {
        add(space, oldFlags, -pages);
        add(space, newFlags, pages);
    }

    /** {@code may_expand_vm}: RLIMIT_AS, and RLIMIT_DATA for what is private and writable. {@code pages} unsigned. */
    public static boolean mayExpand(TaskContext t, long flags, long pages) {
        Space space = t.space();
        Limits limits = t.limits();
        if (Long.compareUnsigned(space.totalVm + pages, limits.softPages(Rlimit.RLIMIT_AS)) > 0) {
            return false;
        }
        if (!VmFlags.isData(flags)
                || Long.compareUnsigned(space.dataVm + pages, limits.softPages(Rlimit.RLIMIT_DATA)) <= 0) {
            return true;
        }
        // A soft limit of 0 means the hard one here: a courtesy to Valgrind.
        return limits.soft(Rlimit.RLIMIT_DATA) == 0
                && Long.compareUnsigned(space.dataVm + pages, limits.hard(Rlimit.RLIMIT_DATA) >>> PAGE_SHIFT) <= 0;
    }

    /** {@code mlock_future_ok}: whether {@code bytes} more of a mapping with {@code flags} may be locked. */
    public static boolean mlockFutureOk(TaskContext t, long flags, long bytes) {
        if ((flags & VM_LOCKED) == 0 || t.privileged()) {
            return true;
        }
        long locked = (bytes >>> PAGE_SHIFT) + t.space().lockedVm;
        return Long.compareUnsigned(locked, t.limits().softPages(Rlimit.RLIMIT_MEMLOCK)) <= 0;
    }

    /** {@code can_do_mlock}: whether locking is allowed at all. */
    public static boolean canMlock(TaskContext t) {
        return t.privileged() || t.limits().soft(Rlimit.RLIMIT_MEMLOCK) != 0;
    }

    /** {@code security_vm_enough_memory_mm}: promises {@code pages} more, or gives -ENOMEM. */
    public static long charge(TaskContext t, long pages) {
        return t.kernel().commit().tryAdd(t.cpuId(), pages, t.space().totalVm, t.privileged());
    }

    /** {@code vm_unacct_memory}. */
    public static void uncharge(TaskContext t, long pages) {
        t.kernel().commit().add(t.cpuId(), -pages);
    }
}
