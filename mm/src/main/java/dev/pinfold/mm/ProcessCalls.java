package dev.pinfold.mm;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Sched;
import dev.pinfold.mm.abi.Syscall;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.syscall.Execve;
import dev.pinfold.mm.syscall.Exit;
import dev.pinfold.mm.syscall.Fork;
import dev.pinfold.mm.syscall.Pidfd;
import dev.pinfold.mm.syscall.Rlimits;
import dev.pinfold.mm.syscall.SyscallTable;
import dev.pinfold.mm.syscall.UserRanges;
import dev.pinfold.mm.syscall.Wait4;
import org.jspecify.annotations.Nullable;

/** The calls that make tasks and end them, and the door for any call by its number. */
abstract class ProcessCalls implements Calls {
    /** The task that the calls are of. */
    final TaskContext context;

    /** Its way into the kernel. */
    final KernelGate gate;

    ProcessCalls(KernelGate gate) {
        this.gate = gate;
        this.context = gate.context;
    }

    final long call(KernelGate.Body body) {
        return gate.call(body);
    }

    @Override
    public final long fault() {
        return context.fault;
    }

    @Override
    public final long faultAddress() {
        return context.faultAddress;
    }

    @Override
    public final int faultKey() {
        return context.faultKey;
    }

    // --- tasks ------------------------------------------------------------------------------------------------------

    @Override
    public final long syscall(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        Syscall s = Syscall.of(number);
        if (s == null) {
            return -Errno.ENOSYS;
        }
        return switch (s) {
            case EXIT -> exit((int) a0);
            case EXIT_GROUP -> exitGroup((int) a0);
            case EXECVE -> {
                long bad = call(t -> Execve.check(t, a0, a1, a2));
                yield bad != 0 ? bad : execve("");
            }
            default -> perform(s, a0, a1, a2, a3, a4, a5);
        };
    }

    @Override
    public final void lend(byte[] memory) {
        context.lend(memory);
    }

    /** As {@link #call}, without an object for the body. */
    private long perform(Syscall s, long a0, long a1, long a2, long a3, long a4, long a5) {
        TaskContext t = gate.enter();
        if (t == null) {
            return -Errno.ESRCH;
        }
        try {
            long result = SyscallTable.call(t, s, a0, a1, a2, a3, a4, a5);
            for (int i = 0; gate.again(t, result, i); i++) {
                result = SyscallTable.call(t, s, a0, a1, a2, a3, a4, a5);
            }
            return result;
        } finally {
            gate.leave(t);
        }
    }

    @Override
    public final long fork() {
        return clone(0);
    }

    @Override
    public final long vfork() {
        return clone(Sched.CLONE_VM | Sched.CLONE_VFORK);
    }

    @Override
    public final long clone(long flags) {
        return call(t -> Fork.clone(t, flags));
    }

    @Override
    public final long execve(String path) {
        endSiblings();
        return call(Execve::call);
    }

    @Override
    public final long exit(int status) {
        return KernelGate.end(context, Exit.exited(status), false);
    }

    @Override
    public final long exitGroup(int status) {
        return endGroup(Exit.exited(status));
    }

    @Override
    public final long killed(int signal) {
        return endGroup(Exit.killed(signal));
    }

    private long endGroup(int status) {
        if (context.ended()) {
            return -Errno.ESRCH;
        }
        endSiblings();
        return KernelGate.end(context, status, true);
    }

    /**
     * The other threads of the process end: those of this thread at once, the others at their next call or access. A thread
     * that took a task over and has only hit its TLB so far is not known to use it; it then finds the task ended.
     */
    private void endSiblings() {
        for (TaskContext other : context.kernel().tasks().siblings(context)) {
            other.kill();
            if (other.usedByThisThread()) {
                KernelGate.end(other, 0, false);
            }
        }
    }

    @Override
    public final long wait4(int pid, int @Nullable [] status, int options) {
        return call(t -> Wait4.call(t, pid, status, options));
    }

    @Override
    public final boolean ended() {
        return context.ended();
    }

    @Override
    public final long getpid() {
        return context.tgid();
    }

    @Override
    public final long gettid() {
        return context.pid();
    }

    @Override
    public final long pidfdOpen(int pid, int flags) {
        return call(t -> Pidfd.open(t, pid, flags));
    }

    @Override
    public final long processMadvise(int pidfd, long[] vector, int advice, int flags) {
        return call(t -> Pidfd.madvise(t, pidfd, UserRanges.of(vector), advice, flags));
    }

    @Override
    public final long getrlimit(int resource, long[] limit) {
        return call(t -> Rlimits.prlimit(t, 0, resource, null, limit));
    }

    @Override
    public final long setrlimit(int resource, long[] limit) {
        return call(t -> Rlimits.prlimit(t, 0, resource, limit, null));
    }

    @Override
    public final long prlimit64(int pid, int resource, long @Nullable [] newLimit, long @Nullable [] oldLimit) {
        return call(t -> Rlimits.prlimit(t, pid, resource, newLimit, oldLimit));
    }
}
