package dev.pinfold.mm.sync;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The CPUs of a machine, and how tasks share them. */
public final class Cpus {
    /** As many CPUs as one mask word has bits. */
    public static final int MAX = 64;

    private static final Site TAKE = Site.await("cpus: wait for a CPU that no call is using");
    private static final Site TAKE_BACK = Site.await("cpus: wait for the CPU that a sleeper had");

    private final Cpu[] all;
    private final LongCell runners = new LongCell(0);

    /**
     * The CPUs of a new machine.
     *
     * @param count how many, from 1 to {@link #MAX}
     * @param sinks makes the TLB of each
     */
    public Cpus(int count, IntFunction<FlushSink> sinks) {
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException("cpus: " + count + ", expected 1 to " + MAX);
        }
        all = new Cpu[count];
        for (int i = 0; i < count; i++) {
            all[i] = new Cpu(i, sinks.apply(i));
        }
    }

    /** How many CPUs there are. */
    public int count() {
        return all.length;
    }

    /** CPU number {@code i}. */
    public Cpu get(int i) {
        return all[i];
    }

    long nextRunner() {
        return runners.getAndAdd(1) + 1;
    }

    /** Whether there are more tasks than CPUs, so that they take turns. */
    boolean contended() {
        return runners.peek() > all.length;
    }

    /**
     * Controlled mode, with tasks that take turns: gets the task its CPU, as a step of the schedule. Each task has one CPU
     * that it waits for, the one it was on last; only {@link Runner#migrate} sends it to another. So the order in which
     * tasks come to a CPU is the explorer's choice, and which CPU they come to is the workload's.
     */
    void enterInTurn(Runner task) {
        Cpu last = task.cpu;
        Cpu c = last != null ? last : all[(int) ((task.runnerId() - 1) % all.length)];
        Sync.scheduler().await(Op.SWITCH, c.turn(), TAKE, () -> c.isOf(task) || c.available());
        if (!c.change(Cpu.word(task.runnerId(), Cpu.USER), Cpu.word(task.runnerId(), Cpu.KERNEL))) {
            c.seize(task);
        }
    }

    /** Controlled mode: a task that gave its CPU up goes on when it gets its turn again. */
    void yieldInTurn(Runner task) {
        Cpu c = task.cpu();
        Sync.scheduler().await(Op.SWITCH, c.turn(), TAKE, () -> c.isOf(task) || c.available());
    }

    /** Gets a CPU for a task that has none, or has lost its own. Waits while every CPU is inside a call. */
    void take(Runner task) {
        Cpu only = task.migrationOff() ? task.cpu : null;
        if (only != null) {
            takeBack(task, only);
            return;
        }
        while (!tryTake(task)) {
            Waits.await(TAKE, 0, this::someAvailable);
        }
    }

    /** Whether one of the CPUs that a task may come to is to be had. */
    boolean available(Runner task) {
        Cpu last = task.cpu;
        if (last != null && (task.migrationOff() || (Sync.CONTROLLED && contended()))) {
            return last.isOf(task) || last.available();
        }
        return someAvailable();
    }

    private boolean someAvailable() {
        for (Cpu c : all) {
            if (c.available()) {
                return true;
            }
        }
        return false;
    }

    private boolean tryTake(Runner task) {
        Cpu last = task.cpu;
        if (last != null && last.take(task)) {
            return true;
        }
        int begin = (int) ((task.runnerId() - 1) % all.length);
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < all.length; i++) {
                Cpu c = all[(begin + i) % all.length];
                // First a CPU that nobody has, then one whose task is between calls or asleep.
                if ((pass == 1 || Cpu.mode(c.state()) == Cpu.FREE) && c.take(task)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Gets one certain CPU, that of a sleeper who was overtaken. */
    void takeBack(Runner task, Cpu cpu) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().await(Op.SWITCH, cpu.turn(), TAKE_BACK, cpu::available);
            cpu.seize(task);
            return;
        }
        while (!cpu.take(task)) {
            Waits.await(TAKE_BACK, cpu.id(), cpu::available);
        }
    }

    /**
     * Makes every CPU in a mask forget a range of one address space; returns when no access can use it any more.
     *
     * @param mask bit i for CPU i
     * @param self the CPU of the caller, which forgets at once; {@code null} if the caller has none
     */
    public void flush(long mask, @Nullable Cpu self, long context, long start, long end, Site site) {
        for (long m = mask; m != 0; m &= m - 1) {
            Cpu c = all[Long.numberOfTrailingZeros(m)];
            if (c == self) {
                c.forget(context, start, end);
            } else {
                c.flush(context, start, end, site);
            }
        }
    }

    /** Lets every CPU forget what it was asked to, before its next access does; for audits, while nothing runs. */
    public void settle() {
        for (Cpu c : all) {
            c.drain(null);
        }
    }
}
