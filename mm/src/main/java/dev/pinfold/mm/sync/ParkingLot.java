package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where threads sleep that have spun long enough: queues by key, so that a lock needs no room for a queue of its own.
 *
 * <p>Protocol: a sleeper enters its bucket's count, then looks at its condition again, then sleeps; a waker changes the
 * state with a full barrier, then looks at the count. One of the two sees the other. Keys that share a bucket share nothing
 * but a few nanoseconds. Production only.
 */
final class ParkingLot {
    private static final int BUCKETS = 256;
    /** Spinning this long costs less than being put to sleep and woken, which is some 40 µs. */
    private static final long SPIN_NANOS = 25_000;

    private static final Bucket[] TABLE = new Bucket[BUCKETS];
    private static final VarHandle COUNT;
    private static long nextKey = 1;

    static {
        for (int i = 0; i < BUCKETS; i++) {
            TABLE[i] = new Bucket();
        }
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Bucket.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        final long key;
        volatile boolean woken;

        @Nullable
        Waiter next;

        Waiter(long key) {
            this.key = key;
        }
    }

    private static final class Bucket {
        @SuppressWarnings("unused")
        private volatile int count;

        private @Nullable Waiter first;

        synchronized void add(Waiter w) {
            Waiter last = first;
            if (last == null) {
                first = w;
                return;
            }
            while (last.next != null) {
                last = last.next;
            }
            last.next = w;
        }

        /** Takes out {@code which}, or if that is null the first waiter with the key. */
        synchronized @Nullable Waiter take(long key, @Nullable Waiter which) {
            Waiter before = null;
            for (Waiter w = first; w != null; before = w, w = w.next) {
                if (which == null ? w.key == key : w == which) {
                    if (before == null) {
                        first = w.next;
                    } else {
                        before.next = w.next;
                    }
                    w.next = null;
                    return w;
                }
            }
            return null;
        }
    }

    private ParkingLot() {}

    /** A key for an object that has no address. Negative, so that it meets no address. */
    static synchronized long newKey() {
        return -nextKey++;
    }

    private static Bucket bucket(long key) {
        return TABLE[(int) (key * 0x9E3779B97F4A7C15L >>> 56)];
    }

    /** Spins until the condition holds or spinning no longer pays; returns the condition's last answer. */
    static boolean spin(BooleanSupplier condition) {
        for (int i = 0; i < 64; i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        do {
            for (int i = 0; i < 32; i++) {
                if (condition.getAsBoolean()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < SPIN_NANOS);
        return condition.getAsBoolean();
    }

    /**
     * Sleeps on a lock, as {@link #sleep(long, BooleanSupplier, long)} without a limit does.
     *
     * @throws Deadlock if nobody is left to release it
     */
    static void sleep(long key, LockClass lock, BooleanSupplier ready) {
        DeadlockWatch.Wait wait = DeadlockWatch.begin(lock, ready);
        if (wait == null) {
            sleep(key, ready, 0);
        } else {
            sleep(key, () -> ready.getAsBoolean() || wait.hopeless(), 0);
            wait.end();
        }
    }

    /**
     * Sleeps until {@link #wakeOne} or {@link #wakeAll} on the key, unless {@code ready} holds already. May return early;
     * the caller looks again.
     *
     * @param nanos upper limit on the sleep, 0 for none
     */
    static void sleep(long key, BooleanSupplier ready, long nanos) {
        Bucket b = bucket(key);
        Waiter w = new Waiter(key);
        COUNT.getAndAdd(b, 1);
        b.add(w);
        boolean interrupted = false;
        boolean expired = false;
        while (!w.woken && !expired && !ready.getAsBoolean()) {
            if (nanos > 0) {
                LockSupport.parkNanos(b, nanos);
                expired = true;
            } else {
                LockSupport.park(b);
            }
            interrupted |= Thread.interrupted();
        }
        if (!w.woken && b.take(key, w) == null) {
            while (!w.woken) {
                Thread.onSpinWait();
            }
        }
        COUNT.getAndAdd(b, -1);
        if (interrupted) {
            w.thread.interrupt();
        }
    }

    /** Gives up the processor for a moment, to whoever is to make a condition true. */
    static void pause() {
        LockSupport.parkNanos(10_000);
    }

    /** Whether somebody may be asleep on the key. The caller's change of state must precede this with a full barrier. */
    static boolean occupied(long key) {
        return (int) COUNT.getVolatile(bucket(key)) != 0;
    }

    /** Wakes the first sleeper on the key, if any. */
    static void wakeOne(long key) {
        if (occupied(key)) {
            wakeFirst(bucket(key), key);
        }
    }

    /** Wakes every sleeper on the key. */
    static void wakeAll(long key) {
        if (occupied(key)) {
            Bucket b = bucket(key);
            while (wakeFirst(b, key)) {
                // and the next
            }
        }
    }

    private static boolean wakeFirst(Bucket b, long key) {
        Waiter w = b.take(key, null);
        if (w == null) {
            return false;
        }
        Thread t = w.thread;
        w.woken = true;
        LockSupport.unpark(t);
        return true;
    }
}
