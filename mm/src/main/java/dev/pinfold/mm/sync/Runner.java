package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A task as the CPUs see it: which CPU it has, and how it enters and leaves calls and accesses.
 *
 * <p>A runner is used by one thread at a time. Its CPU stays its own between calls for as long as nobody else wants
 * it, so a program with as many CPUs as tasks never switches.
 *
 * <p>Between two calls another task may come to the CPU, and this one may come back to another CPU. A task that is in the middle of
 * something forbids the one with {@link #preemptDisable} and the other with {@link #migrateDisable}.
 */
public abstract class Runner extends Padded {
    private static final long DISARMED = -1;

    private static final VarHandle ARMED;

    static {
        try {
            ARMED = MethodHandles.lookup().findVarHandle(Runner.class, "armed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Cpus cpus;
    private final long id;

    /** The CPU last taken; {@code null} before the first call. Being here does not prove that it is still ours. */
    protected @Nullable Cpu cpu;

    /** How many of the CPU's requests this task has drained. */
    protected long seen = -1;

    /** 0 or {@link #DISARMED}; see {@link #armed}. Set by the task and by who disarms it. */
    private long armed = DISARMED;

    /** Sections that keep the CPU, opened and not closed: {@code preempt_count}. */
    private int preemptOff;

    /** Sections that keep to the CPU. */
    private int migrateOff;

    /** The CPU on which this task's state is loaded; cleared by the task that takes that CPU over. */
    private volatile @Nullable Cpu on;

    /** Controlled mode: what this task waits for inside a call, while it waits. */
    private @Nullable BooleanSupplier waitsFor;

    /** The object that it waits at. */
    private long waitsAt;

    /** Controlled mode: by the explorer's task, the runner whose call it makes. */
    private static @Nullable Runner[] calling = new Runner[64];

    /** A runner of the machine whose CPUs are given. */
    protected Runner(Cpus cpus) {
        this.cpus = cpus;
        this.id = cpus.nextRunner();
    }

    /** Called when the task has got a CPU: load what belongs to the task into it. {@code sink} is the CPU's TLB. */
    protected abstract void switchedIn(Cpu cpu, FlushSink sink);

    /** Called when the task comes to a CPU that was not its own just before: load what was saved. In kernel mode. */
    protected void contextIn(Cpu cpu) {}

    /** Called when another task comes to the CPU, on that task's thread: save what must be loaded again. */
    protected void contextOut(Cpu cpu) {}

    final void leave(Cpu c) {
        disarm();
        contextOut(c);
        on = null;
    }

    final void arrive(Cpu c) {
        // The task that took this task's last CPU may still be saving its state ({@code on_cpu} of Linux).
        while (on != null) {
            if (Sync.CONTROLLED) {
                Sync.scheduler().await(Op.SWITCH, c.turn(), null, () -> on == null);
            }
            Thread.onSpinWait();
        }
        on = c;
    }

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
        if (Sync.CONTROLLED) {
            enterControlled();
            return;
        }
        Cpu c = cpu;
        if (c == null || !c.change(Cpu.word(id, Cpu.USER), Cpu.word(id, Cpu.KERNEL))) {
            if (preemptOff == 0) {
                if (c != null && c.state() == Cpu.word(id, Cpu.KERNEL)) {
                    throw new IllegalStateException("a task that is inside a call enters another");
                }
                cpus.take(this);
            }
        }
    }

    private void enterControlled() {
        int task = Sync.scheduler().currentTask();
        if (task >= calling.length) {
            calling = Arrays.copyOf(calling, task * 2);
        }
        calling[task] = this;
        Cpu c = cpu;
        if (preemptOff > 0) {
            return;
        }
        if (cpus.contended()) {
            cpus.enterInTurn(this);
        } else if (c == null || !c.change(Cpu.word(id, Cpu.USER), Cpu.word(id, Cpu.KERNEL))) {
            cpus.take(this);
        }
    }

    /** Leaves a call: back to user mode, or to the section that keeps the CPU. */
    public final void exitKernel() {
        if (Sync.CONTROLLED) {
            calling[Sync.scheduler().currentTask()] = null;
        }
        cpu().set(Cpu.word(id, preemptOff == 0 ? Cpu.USER : Cpu.KERNEL));
    }

    // --- keeping the CPU --------------------------------------------------------------------------------------------

    /** From here to {@link #preemptEnable} no other task comes to the CPU, and this one must not sleep. May be nested. */
    public final void preemptDisable() {
        preemptOff++;
    }

    /** Ends {@link #preemptDisable}. Preconditions: inside a call. */
    public final void preemptEnable() {
        if (--preemptOff < 0) {
            throw new IllegalStateException("preemption is enabled that was not disabled");
        }
    }

    /** Whether {@link #preemptDisable} is in force. */
    public final boolean preemptionOff() {
        return preemptOff > 0;
    }

    /** From here to {@link #migrateEnable} the task comes back to this CPU when another had it. May be nested. */
    public final void migrateDisable() {
        migrateOff++;
    }

    /** Ends {@link #migrateDisable}. */
    public final void migrateEnable() {
        if (--migrateOff < 0) {
            throw new IllegalStateException("migration is enabled that was not disabled");
        }
    }

    /** Whether {@link #migrateDisable} is in force. */
    public final boolean migrationOff() {
        return migrateOff > 0;
    }

    /** Forgets what keeps the task to its CPU, as it ends. Preconditions: inside a call. */
    protected final void keepNothing() {
        preemptOff = 0;
        migrateOff = 0;
    }

    /**
     * Goes to another CPU, waiting until nobody uses that. Preconditions: inside a call; the task does not keep to its CPU.
     *
     * @param to a CPU's number
     */
    public final void migrate(int to) {
        Cpu from = cpu();
        Cpu target = cpus.get(to);
        if (from != target) {
            from.unload(this);
            from.set(Cpu.word(0, Cpu.FREE));
            cpus.takeBack(this, target);
        }
    }

    /** Whether the next call would find a CPU at once. For who makes calls for several tasks, one after the other. */
    public final boolean canRun() {
        return preemptOff > 0 || cpus.available(this);
    }

    /** Gives the CPU to whoever waits for it, and takes it again: {@code schedule()}. Preconditions: inside a call. */
    public final void yieldCpu() {
        block();
        if (!Sync.CONTROLLED) {
            Thread.yield();
        } else if (cpus.contended()) {
            cpus.yieldInTurn(this);
        }
        unblock();
    }

    /** Controlled mode: whether the task waits inside a call for what has not come. */
    final boolean asleep() {
        BooleanSupplier c = waitsFor;
        if (c == null) {
            return false;
        }
        // A task that asks because of the CPU is held up by the one that makes this task's wait end.
        Sync.scheduler().point(Op.READ, waitsAt, 1, null);
        return !c.getAsBoolean();
    }

    /** Controlled mode: {@link #await} for a lock, whose class says whether waiting for it is sleeping. */
    static void await(LockClass c, Op op, long object, @Nullable Site site, BooleanSupplier condition) {
        if (c.sleeps()) {
            await(op, object, site, condition);
        } else {
            Sync.scheduler().await(op, object, site, condition);
        }
    }

    /**
     * Controlled mode: waits for a condition as a step of the schedule. A task that would sleep leaves its CPU to others
     * while it waits, and goes on when it can have it back.
     */
    static void await(Op op, long object, @Nullable Site site, BooleanSupplier condition) {
        Runner r = calling(Sync.scheduler().currentTask());
        Cpu c = r == null ? null : r.cpu;
        if (r == null || c == null || !r.cpus.contended() || !c.isOf(r)) {
            Sync.scheduler().await(op, object, site, condition);
            return;
        }
        r.waitsFor = condition;
        r.waitsAt = object;
        // Going on is coming to the CPU, and so is one with everybody else's turns there.
        Sync.scheduler().also(Op.SWITCH, c.turn(), 1);
        Sync.scheduler().await(op, object, site, () -> condition.getAsBoolean() && (c.isOf(r) || c.available()));
        r.waitsFor = null;
        if (!c.isOf(r)) {
            c.seize(r);
        }
    }

    /** Controlled mode: a new schedule begins. */
    static void forgetCalls() {
        Arrays.fill(calling, null);
    }

    private static @Nullable Runner calling(int task) {
        return task < calling.length ? calling[task] : null;
    }

    /** Controlled mode: whether the running task keeps its CPU, so that it must not sleep. */
    static boolean mustNotSleep() {
        Runner r = calling(Sync.scheduler().currentTask());
        return r != null && r.preemptOff > 0;
    }

    /**
     * Begins an access from user mode. On return the task is on a CPU, what it was asked to forget is forgotten, and
     * who flushes waits for {@link #endUserAccess}. Nothing in between may block.
     */
    public final void beginUserAccess() {
        Cpu c = cpu;
        if (Sync.CONTROLLED && cpus.contended() && preemptOff == 0) {
            cpus.enterInTurn(this);
            c = cpu();
            c.change(Cpu.word(id, Cpu.KERNEL), Cpu.word(id, Cpu.ACCESS));
        } else if (c == null || !c.change(Cpu.word(id, Cpu.USER), Cpu.word(id, Cpu.ACCESS))) {
            if (preemptOff == 0) {
                if (c != null && c.state() == Cpu.word(id, Cpu.KERNEL)) {
                    throw new IllegalStateException("a task that is inside a call enters another");
                }
                cpus.take(this);
            }
            c = cpu();
            c.change(Cpu.word(id, Cpu.KERNEL), Cpu.word(id, Cpu.ACCESS));
        }
        if (c.requests() != seen || (armed < 0 && mayHit())) {
            seen = c.drain(this);
        }
    }

    /** Ends an access that {@link #beginUserAccess} began. */
    public final void endUserAccess() {
        cpu().set(Cpu.word(id, preemptOff == 0 ? Cpu.USER : Cpu.KERNEL));
    }

    /** Begins an access to user memory from inside a call; like {@link #beginUserAccess}. */
    public final void beginKernelAccess() {
        Cpu c = cpu();
        c.change(Cpu.word(id, Cpu.KERNEL), Cpu.word(id, Cpu.ACCESS));
        if (c.requests() != seen) {
            seen = c.drain(this);
        }
    }

    /** Ends an access that {@link #beginKernelAccess} began: back inside the call. */
    public final void endKernelAccess() {
        cpu().set(Cpu.word(id, Cpu.KERNEL));
    }

    // --- hits -------------------------------------------------------------------------------------------------------

    /**
     * The one question of an access that finds its page in the TLB: if not, the access goes the long way. All that is
     * rare is in it: a flush that somebody asked for, another task on the CPU, a task that has ended, or is to end, or
     * whose last access ended in a signal. What brings such a thing about disarms the task; the long way finds out why,
     * and arms it again where nothing is left.
     *
     * <p>A load asks after it has read: its reads come before this one. A store asks inside {@link #beginQuickStore}.
     */
    public final boolean armed() {
        VarHandle.loadLoadFence();
        return armed == 0;
    }

    /** From here on the task's accesses go the long way, once this is seen; those that have asked before are over or wait. */
    public final void disarm() {
        ARMED.setRelease(this, DISARMED);
    }

    /** Arms the task if nothing speaks against it. Called by the task on its CPU, under the lock of the flush requests. */
    final void arm() {
        if (mayHit()) {
            arming();
            ARMED.setVolatile(this, 0L);
            // Looked at again: who forbids hits says so first and disarms then.
            if (!mayHit()) {
                disarm();
            }
        }
    }

    /** Whether accesses may be made without a look at the task. What another thread changes in that is followed by {@link #disarm}. */
    protected abstract boolean mayHit();

    /** Called before the task is armed: what it has kept of the TLB may have been flushed. */
    protected void arming() {}

    /** Begins a store that finds its page in the TLB: as {@link #beginUserAccess}, if that is one step; false if not. */
    public final boolean beginQuickStore() {
        Cpu c = cpu;
        return c != null && c.change(Cpu.word(id, Cpu.USER), Cpu.word(id, Cpu.ACCESS));
    }

    /** Ends {@link #beginQuickStore}. */
    public final void endQuickStore() {
        cpu().set(Cpu.word(id, Cpu.USER));
    }

    /** Gives the CPU up. The next call or access takes one again. Preconditions: in user mode. */
    public final void leaveCpu() {
        Cpu c = cpu;
        disarm();
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
        if (!c.change(Cpu.word(id, Cpu.BLOCKED), Cpu.word(id, Cpu.KERNEL)) && c.state() != Cpu.word(id, Cpu.KERNEL)) {
            cpus.takeBack(this, c);
        }
    }
}
