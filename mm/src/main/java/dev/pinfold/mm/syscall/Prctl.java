package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.PrctlOptions;
import dev.pinfold.mm.space.HugePages;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/** {@code prctl(2)}, as far as it is about memory: PR_SET_THP_DISABLE and PR_GET_THP_DISABLE. */
public final class Prctl {
    private static final Site SET = Site.lock("prctl: mmap lock over the process's switch for huge pages");

    private Prctl() {}

    /** The answer of the getter, which is one bit for "disabled" and the flags; else 0, or -EINVAL. */
    public static long call(TaskContext t, int option, long a, long b, long c, long d) {
        return switch (option) {
            case PrctlOptions.PR_GET_THP_DISABLE ->
                (a | b | c | d) != 0 ? -Errno.EINVAL : t.space().hugePagesOff();
            case PrctlOptions.PR_SET_THP_DISABLE -> disable(t.space(), a, b, c | d);
            default -> -Errno.EINVAL;
        };
    }

    private static long disable(Space space, long value, long flags, long rest) {
        if (rest != 0 || (flags & ~PrctlOptions.PR_THP_DISABLE_EXCEPT_ADVISED) != 0 || (flags != 0 && value == 0)) {
            return -Errno.EINVAL;
        }
        space.writeLock(SET);
        space.setHugePagesOff(value == 0 ? HugePages.ON : flags == 0 ? HugePages.OFF : HugePages.OFF_UNLESS_ADVISED);
        space.writeUnlock();
        return 0;
    }
}
