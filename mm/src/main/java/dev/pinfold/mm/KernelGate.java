package dev.pinfold.mm;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.fault.Fault;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.reclaim.Reclaim;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.syscall.Exit;
import org.jspecify.annotations.Nullable;

/**
 * How a task enters the kernel and leaves it: the one door of its calls, of its accesses, and of what kernel code does on its
 * behalf. A task whose process has ended around it ends here, and nothing is done for one that has ended.
 */
final class KernelGate {
    /** How often room is looked for before a call fails. */
    private static final int ATTEMPTS = 4;

    /** The task whose door it is. */
    final TaskContext context;

    KernelGate(TaskContext context) {
        this.context = context;
    }

    /** The body of a call, run inside the kernel. */
    @FunctionalInterface
    interface Body {
        long run(TaskContext t);
    }

    /** Makes a call, again if there was no room and some could be made; -ESRCH if the task has ended. */
    long call(Body body) {
        TaskContext t = enter();
        if (t == null) {
            return -Errno.ESRCH;
        }
        try {
            long result = body.run(t);
            for (int i = 0; again(t, result, i); i++) {
                result = body.run(t);
            }
            return result;
        } finally {
            leave(t);
        }
    }

    /** Enters the kernel for a call; null if the task has ended. For calls that are to allocate nothing, with {@link #leave}. */
    @Nullable
    TaskContext enter() {
        TaskContext t = context;
        t.used();
        if (t.ended() || t.killed()) {
            end(t, 0, false);
            return null;
        }
        t.enterKernel();
        return t;
    }

    /** Leaves the kernel after a call, which leaves no fault behind. */
    void leave(TaskContext t) {
        t.fault = 0;
        t.exitKernel();
    }

    /**
     * Enters the kernel for code of the kernel's own; null, and SIGKILL as the fault, if the task has ended. What the code
     * raises stays as the task's fault: it leaves by {@code exitKernel}, in a {@code finally}.
     */
    @Nullable
    TaskContext enterForKernelCode() {
        TaskContext t = access();
        if (t != null) {
            t.enterKernel();
        }
        return t;
    }

    /** The task for an access from user mode; null, and SIGKILL as the fault, if it has ended or its process has. */
    @Nullable
    TaskContext access() {
        TaskContext t = context;
        t.used();
        t.fault = 0;
        if (t.ended() || t.killedPeek()) {
            end(t, 0, false);
            t.raise(Fault.OOM_KILL);
            return null;
        }
        return t;
    }

    /**
     * Whether a call that came to {@code result} is to be made again, for the {@code attempt}-th time from 0: no frame for a
     * table, which is not movable, may be left while pages could be given up. A call that failed for that reason has changed
     * nothing that it does not change again.
     */
    boolean again(TaskContext t, long result, int attempt) {
        return result == -Errno.ENOMEM
                && attempt < ATTEMPTS
                && t.kernel().frames().freeFrames(Zone.NORMAL, t.cpuId()) < Reclaim.BATCH
                && Reclaim.forTables(t, Reclaim.BATCH) > 0;
    }

    /** Ends a task, once; -ESRCH if it has ended. */
    static long end(TaskContext t, int status, boolean group) {
        if (t.ended() || !t.claimEnd()) {
            return -Errno.ESRCH;
        }
        t.enterKernel();
        try {
            t.endKernelState();
            Exit.call(t, status, group);
            t.setEnded();
        } finally {
            t.exitKernel();
        }
        t.leaveCpu();
        return 0;
    }
}
