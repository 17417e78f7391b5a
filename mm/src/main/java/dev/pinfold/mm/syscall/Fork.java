package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Sched;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.reclaim.Reclaim;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.Limits;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceFork;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** {@code fork(2)}, {@code vfork(2)}, {@code clone(2)} and {@code clone3(2)}: {@code copy_process}. */
public final class Fork {
    /** How often memory is looked for before fork gives up. */
    private static final int ATTEMPTS = 16;

    private Fork() {}

    /** Whether another try may find frames: some were freed, or others have given some back since the last one failed. */
    private static boolean mayFind(TaskContext t, int attempt) {
        boolean isShort = t.kernel().frames().freeFrames(Zone.NORMAL, t.cpuId()) < Reclaim.BATCH;
        // Nothing found means little: whoever forks as well keeps others from looking at his space.
        return isShort && Reclaim.forTables(t, Reclaim.BATCH) >= 0 || attempt < 4;
    }

    /**
     * Makes a task.
     *
     * <p>The child of a vfork shares the parent's memory; that the parent stands still meanwhile is up to whoever makes
     * the calls.
     *
     * @param flags CLONE_ flags; the low byte, the signal at the end, is not looked at
     * @return the child's number; -EINVAL for flags that contradict each other, -ENOMEM
     */
    public static long clone(TaskContext t, long flags) {
        if (contradictory(flags)) {
            return -Errno.EINVAL;
        }
        Space space = t.space();
        if ((flags & Sched.CLONE_VM) != 0) {
            space.get();
        } else {
            Space copy = SpaceFork.copy(t, t.kernel().forkTables().share(t.space()));
            for (int i = 0; copy == null && i < ATTEMPTS && mayFind(t, i); i++) {
                copy = SpaceFork.copy(t, t.kernel().forkTables().share(t.space()));
            }
            if (copy == null) {
                return -Errno.ENOMEM;
            }
            space = copy;
        }
        t.forkKernelState();
        boolean thread = (flags & Sched.CLONE_THREAD) != 0;
        FdTable files =
                (flags & Sched.CLONE_FILES) != 0 ? t.files().share() : t.files().copy();
        Limits limits = thread ? t.limits() : t.limits().copy();
        Kernel kernel = t.kernel();
        int pid = kernel.nextPid();
        TaskContext child = new TaskContext(kernel, pid, thread ? t.tgid() : pid, space, files, limits);
        child.setPrivileged(t.privileged());
        child.setPkru(t.pkru());
        kernel.tasks().add(child, parent(t, flags), thread);
        return pid;
    }

    /** As {@link #clone(TaskContext, long)}, and writes the child's number with CLONE_PARENT_SETTID, if that is possible. */
    static long clone(TaskContext t, long flags, long parentTid) {
        long pid = clone(t, flags);
        if (pid > 0 && (flags & Sched.CLONE_PARENT_SETTID) != 0) {
            boolean ignored = UserMemory.putInt(t, parentTid, (int) pid);
        }
        return pid;
    }

    /** The child of a task that asks for it is its sibling. */
    private static @Nullable TaskContext parent(TaskContext t, long flags) {
        boolean sibling = (flags & (Sched.CLONE_PARENT | Sched.CLONE_THREAD)) == Sched.CLONE_PARENT;
        return sibling ? t.kernel().tasks().parent(t) : t;
    }

    private static boolean contradictory(long flags) {
        return has(flags, Sched.CLONE_NEWNS | Sched.CLONE_FS)
                || has(flags, Sched.CLONE_NEWUSER | Sched.CLONE_FS)
                || has(flags, Sched.CLONE_PIDFD | Sched.CLONE_DETACHED)
                || has(flags, Sched.CLONE_NEWPID | Sched.CLONE_THREAD)
                || ((flags & Sched.CLONE_THREAD) != 0 && (flags & Sched.CLONE_SIGHAND) == 0)
                || ((flags & Sched.CLONE_SIGHAND) != 0 && (flags & Sched.CLONE_VM) == 0);
    }

    private static boolean has(long flags, long all) {
        return (flags & all) == all;
    }
}
