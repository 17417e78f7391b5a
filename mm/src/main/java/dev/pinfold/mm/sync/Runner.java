package dev.pinfold.mm.sync;

import org.jspecify.annotations.Nullable;

/**
 * A task as the CPUs see it: which CPU it has, and how it enters and leaves calls and accesses.
 *
 * <p>A runner is used by one thread at a time. Its CPU stays its own between calls for as long as nobody else wants
 * it, so a program with as many CPUs as tasks never switches.
 */
public abstract class Runner {
    private final Cpus cpus;
    private final long id;

    /** The CPU last taken; {@code null} before the first call. Being here does not prove that it is still ours. */
    protected @Nullable Cpu cpu;

    /** How many of the CPU's requests this task has drained. */
    protected long seen = -1;

    /** A runner of the machine whose CPUs are given. */
    protected Runner(Cpus cpus) {
        this.cpus = cpus;
        this.id = cpus.nextRunner();
    }

    /** Called when the task has got a CPU: load what belongs to the task into it. {@code sink} is the CPU's TLB. */
    protected abstract void switchedIn(Cpu cpu, FlushSink sink);

    final long runnerId() {
        return id;
    }

    /** The CPU this task runs on. Preconditions: inside a call. */
    public final Cpu cpu() {
        Cpu c = cpu;
        if (c == null) {
            throw new IllegalStateException("task is on no CPU: not inside a call");
        }
        return c;
    }

    /** The number of the CPU this task runs on. Preconditions: inside a call. */
    public final int cpuId() {
        return cpu().id();
    }

    /** Enters a call or a fault: after this the task has a CPU that nobody takes away. */
    public final void enterKernel() {
        Cpu c = cpu;
        if (c == null || !c.change(Cpu.word(id, Cpu.USER), Cpu.word(id, Cpu.KERNEL))) {
            cpus.take(this);
        }
    }

    /** Leaves a call: back to user mode. */
    public final void exitKernel() {
        cpu().set(Cpu.word(id, Cpu.USER));
    }

    /**
     * Begins an access from user mode. On return the task is on a CPU, what it was asked to forget is forgotten, and
     * who flushes waits for {@link #endUserAccess}. Nothing in between may block.
     */
    public final void beginUserAccess() {
        Cpu c = cpu;
        if (c == null || !c.change(Cpu.word(id, Cpu.USER), Cpu.word(id, Cpu.ACCESS))) {
            cpus.take(this);
            c = cpu();
            c.change(Cpu.word(id, Cpu.KERNEL), Cpu.word(id, Cpu.ACCESS));
        }
        if (c.requests() != seen) {
            seen = c.drain();
        }
    }

    /** Ends an access that {@link #beginUserAccess} began. */
    public final void endUserAccess() {
        cpu().set(Cpu.word(id, Cpu.USER));
    }

    /** Begins an access to user memory from inside a call; like {@link #beginUserAccess}. */
    public final void beginKernelAccess() {
        Cpu c = cpu();
        c.change(Cpu.word(id, Cpu.KERNEL), Cpu.word(id, Cpu.ACCESS));
        if (c.requests() != seen) {
            seen = c.drain();
        }
    }

    /** Ends an access that {@link #beginKernelAccess} began: back inside the call. */
    public final void endKernelAccess() {
        cpu().set(Cpu.word(id, Cpu.KERNEL));
    }

    /** True if everything read since the last drain was read under translations that still held. */
    public final boolean undisturbed() {
        Cpu c = cpu;
        return c != null && c.undisturbed(seen);
    }

    /** Gives the CPU up. The next call or access takes one again. Preconditions: in user mode. */
    public final void leaveCpu() {
        Cpu c = cpu;
        if (c != null) {
            c.change(Cpu.word(id, Cpu.USER), Cpu.word(0, Cpu.FREE));
        }
    }

    /** About to sleep inside a call: the CPU may be borrowed until {@link #unblock}. */
    public final void block() {
        cpu().change(Cpu.word(id, Cpu.KERNEL), Cpu.word(id, Cpu.BLOCKED));
    }

    /** Awake again: returns when the task has the CPU back that it slept on. */
    public final void unblock() {
        Cpu c = cpu();
        if (!c.change(Cpu.word(id, Cpu.BLOCKED), Cpu.word(id, Cpu.KERNEL))) {
            cpus.takeBack(this, c);
        }
    }
}
