package dev.pinfold.mm.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that only each other can wake, as those of a workload are. When all of them wait for what does not hold, nobody
 * will ever make it hold: each is told so by a {@link Deadlock}, at once and without a clock. Production only; in controlled
 * mode the explorer sees the same. Linux has only a clock for it ({@code khungtaskd}).
 *
 * <p>A thread says what it waits for after it has spun in vain and before it sleeps, and takes that back before it changes
 * anything. So while all members are known to wait, none of them changes anything, and whoever is the last to wait may
 * look at the conditions of the others: if one holds, its thread is on its way.
 */
public final class DeadlockWatch {
    private static final ThreadLocal<@Nullable DeadlockWatch> MINE = new ThreadLocal<>();

    /** One member's wait, from before it sleeps until it goes on. */
    final class Wait {
        private final Thread thread = Thread.currentThread();
        private final Object what;
        private final BooleanSupplier over;

        private final boolean inCall;

        private Wait(Object what, BooleanSupplier over, boolean inCall) {
            this.what = what;
            this.over = over;
            this.inCall = inCall;
        }

        /** Whether nobody is left to end it. */
        boolean hopeless() {
            return dead;
        }

        /** Ends the wait: its thread goes on, or is told that it never can. */
        void end() {
            synchronized (DeadlockWatch.this) {
                waits.remove(this);
            }
            if (dead && !over.getAsBoolean()) {
                throw new Deadlock(String.valueOf(what));
            }
        }
    }

    private final List<Wait> waits = new ArrayList<>();
    private int members;
    private volatile boolean dead;
    private volatile boolean inCalls;

    /**
     * Begins anew with so many members, which {@link #join} on threads of their own and {@link #leave}. Once calls were
     * given up, the machine is of no use and every wait is a deadlock.
     */
    public synchronized void expect(int count) {
        members = count;
        waits.clear();
        dead = inCalls;
    }

    /** Makes the calling thread a member, one of those expected. */
    public void join() {
        MINE.set(this);
    }

    /** The calling thread wakes nobody any more. */
    public void leave() {
        MINE.remove();
        synchronized (this) {
            members--;
            look();
        }
    }

    /** Whether a deadlock was found in which at least one waited inside a call. */
    public boolean deadlockedInCalls() {
        return inCalls;
    }

    /**
     * Waits, as a member, for a condition of the members' own; {@link #changed} after each change of it.
     *
     * @throws Deadlock if nobody is left to make it hold
     */
    public void await(String what, BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return;
        }
        Wait wait = register(what, condition, false);
        boolean interrupted = false;
        while (!condition.getAsBoolean() && !dead) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            wait.thread.interrupt();
        }
        wait.end();
    }

    /** What each member waits for at this moment, of those that sleep. */
    public synchronized Map<Thread, String> waits() {
        Map<Thread, String> what = new HashMap<>();
        waits.forEach(w -> what.put(w.thread, String.valueOf(w.what)));
        return what;
    }

    /** Lets those look again who wait for conditions of the members' own. */
    public synchronized void changed() {
        waits.forEach(w -> LockSupport.unpark(w.thread));
    }

    /** The wait that the calling thread begins; null if it is no member of anything. */
    static @Nullable Wait begin(Object what, BooleanSupplier over) {
        DeadlockWatch watch = MINE.get();
        return watch == null ? null : watch.register(what, over, true);
    }

    private Wait register(Object what, BooleanSupplier over, boolean inCall) {
        Wait wait = new Wait(what, over, inCall);
        synchronized (this) {
            waits.add(wait);
            look();
        }
        return wait;
    }

    /** Preconditions: under the monitor. What was found once stays: those who are told leave one after the other. */
    private void look() {
        if (!dead
                && !waits.isEmpty()
                && waits.size() >= members
                && waits.stream().noneMatch(w -> w.over.getAsBoolean())) {
            inCalls = waits.stream().anyMatch(w -> w.inCall);
            dead = true;
            changed();
        }
    }
}
