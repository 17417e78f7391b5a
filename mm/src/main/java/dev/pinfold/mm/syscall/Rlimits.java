package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.space.Limits;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** {@code getrlimit(2)}, {@code setrlimit(2)} and {@code prlimit64(2)}: {@code do_prlimit}. */
public final class Rlimits {
    private Rlimits() {}

    /** {@code getrlimit}: writes {@code struct rlimit} to an address; -EFAULT if it cannot. */
    static long get(TaskContext t, int resource, long to) {
        long[] previous = new long[2];
        long error = prlimit(t, 0, resource, null, previous);
        return error != 0 || UserMemory.putWords(t, to, previous) ? error : -Errno.EFAULT;
    }

    /** {@code setrlimit}: reads the structure first. */
    static long set(TaskContext t, int resource, long from) {
        long[] next = UserMemory.words(t, from, 2);
        return next == null ? -Errno.EFAULT : prlimit(t, 0, resource, next, null);
    }

    /** {@code prlimit64} by addresses, 0 for none. Where the old limit cannot be written the new one holds all the same. */
    static long prlimit64(TaskContext t, int pid, int resource, long from, long to) {
        long[] next = from == 0 ? null : UserMemory.words(t, from, 2);
        if (from != 0 && next == null) {
            return -Errno.EFAULT;
        }
        long[] previous = new long[2];
        long error = prlimit(t, pid, resource, next, previous);
        return error != 0 || to == 0 || UserMemory.putWords(t, to, previous) ? error : -Errno.EFAULT;
    }

    /**
     * Reads and replaces one limit.
     *
     * @param pid whose; 0 for the caller
     * @param next the soft and the hard limit to set, unsigned, or null
     * @param previous receives the soft and the hard limit as they were, or null
     * @return 0; -EINVAL for an unknown resource or soft above hard, -EPERM for a hard limit raised without
     *     privileges or above what the machine allows, -ESRCH
     */
    public static long prlimit(
            TaskContext t, int pid, int resource, long @Nullable [] next, long @Nullable [] previous) {
        TaskContext of = pid == 0 || pid == t.pid() ? t : t.kernel().tasks().findUnreaped(pid);
        if (of == null) {
            return -Errno.ESRCH;
        }
        if (resource < 0 || resource >= Rlimit.RLIM_NLIMITS) {
            return -Errno.EINVAL;
        }
        if (next != null) {
            if (Long.compareUnsigned(next[0], next[1]) > 0) {
                return -Errno.EINVAL;
            }
            if (resource == Rlimit.RLIMIT_NOFILE && Long.compareUnsigned(next[1], FdTable.NR_OPEN) > 0) {
                return -Errno.EPERM;
            }
        }
        Limits limits = of.limits();
        long soft = limits.soft(resource);
        long hard = limits.hard(resource);
        if (next != null) {
            if (Long.compareUnsigned(next[1], hard) > 0 && !t.privileged()) {
                return -Errno.EPERM;
            }
            limits.set(resource, next[0], next[1]);
        }
        if (previous != null) {
            previous[0] = soft;
            previous[1] = hard;
        }
        return 0;
    }
}
