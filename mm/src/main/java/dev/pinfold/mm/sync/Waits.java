package dev.pinfold.mm.sync;

import java.util.function.BooleanSupplier;

/**
 * Waiting for a condition that somebody else will make true. Linux: {@code wait_event()} and {@code wake_up()}.
 *
 * <p>A task that makes the condition true calls {@link #wake} on the same object afterwards; a condition that is made true
 * without a wake-up is still noticed within a millisecond.
 */
public final class Waits {
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private Waits() {}

    /** A number for an object to wait on: an address that is unique anyway will do as well. */
    public static long newObject() {
        return Sync.CONTROLLED ? Sync.newId() : ParkingLot.newKey();
    }

    /**
     * Waits until the condition, which only reads, holds. May sleep.
     *
     * @throws Deadlock if the thread's {@link DeadlockWatch} finds that nobody is left to make it hold
     */
    public static void await(Site site, long object, BooleanSupplier condition) {
        if (Sync.CONTROLLED) {
            Held.maySleep(site);
            if (site.on()) {
                Runner.await(Op.AWAIT, object, site, condition);
            }
            return;
        }
        if (ParkingLot.spin(condition)) {
            return;
        }
        DeadlockWatch.Wait wait = DeadlockWatch.begin(site, condition);
        leaveCpu();
        while (!condition.getAsBoolean() && (wait == null || !wait.hopeless())) {
            ParkingLot.sleep(object, condition, LOOK_AGAIN_NANOS);
        }
        enterCpu();
        if (wait != null) {
            wait.end();
        }
    }

    /** Waits like {@link #await}, but without sleeping: for conditions that come true within microseconds. */
    public static void spin(Site site, long object, BooleanSupplier condition) {
        if (Sync.CONTROLLED) {
            if (site.on()) {
                Sync.scheduler().await(Op.AWAIT, object, site, condition);
            }
            return;
        }
        if (ParkingLot.spin(condition)) {
            return;
        }
        DeadlockWatch.Wait wait = DeadlockWatch.begin(site, condition);
        while (!ParkingLot.spin(condition) && (wait == null || !wait.hopeless())) {
            ParkingLot.pause();
        }
        if (wait != null) {
            wait.end();
        }
    }

    /**
     * Lets somebody go on who is about to clear bits of a word of native memory. The caller, who looks again afterwards, need
     * not know whether the word still is what it was.
     */
    public static void forBits(long word, long bits) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().await(Op.AWAIT, Sync.nativeId(word), null, () -> (Words.peekLong(word) & bits) == 0);
        } else {
            Thread.onSpinWait();
        }
    }

    /** Wakes everybody who waits on the object. The change that they wait for is already made. */
    public static void wake(long object) {
        if (!Sync.CONTROLLED) {
            java.lang.invoke.VarHandle.fullFence();
            ParkingLot.wakeAll(object);
        }
    }

    /** Called before a task goes to sleep. */
    static void leaveCpu() {}

    /** Called when a task that slept goes on. */
    static void enterCpu() {}
}
