package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Wait;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** {@code wait4(2)}. */
public final class Wait4 {
    private static final int KNOWN =
            Wait.WNOHANG | Wait.WUNTRACED | Wait.WCONTINUED | Wait.__WNOTHREAD | Wait.__WALL | (int) Wait.__WCLONE;

    /** {@code struct rusage}, of which Pinfold has nothing to say. */
    private static final int RUSAGE_BYTES = 144;

    private Wait4() {}

    /**
     * As the call below, with addresses or 0: -EFAULT if what they point to cannot be written, though the child is gone then.
     */
    static long call(TaskContext t, int pid, long status, int options, long rusage) {
        int[] word = new int[1];
        long child = call(t, pid, word, options);
        if (child > 0
                && (status != 0 && !UserMemory.putInt(t, status, word[0])
                        || rusage != 0 && !UserMemory.putZeroes(t, rusage, RUSAGE_BYTES))) {
            return -Errno.EFAULT;
        }
        return child;
    }

    /**
     * Waits for a child. All processes are of one group, so 0 and other groups' numbers mean any child.
     *
     * @param status receives the status word in element 0 if a child has ended
     * @return the child's number, 0 with WNOHANG if none has ended; -ECHILD, -EINVAL, -ESRCH
     */
    public static long call(TaskContext t, int pid, int @Nullable [] status, int options) {
        if ((options & ~KNOWN) != 0) {
            return -Errno.EINVAL;
        }
        if (pid == Integer.MIN_VALUE) {
            return -Errno.ESRCH;
        }
        return t.kernel().tasks().wait(t, Math.max(pid, -1), status, options);
    }
}
