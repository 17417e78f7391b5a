package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for one holder at a time: the common body of {@link SpinLock} and {@link Mutex}.
 *
 * <p>State: 0 free, 1 held, 2 held and somebody may sleep. Not reentrant, not fair, bound to no thread. A waiter spins some
 * tens of microseconds before it sleeps.
 */
public abstract sealed class ExclusiveLock permits SpinLock, Mutex {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ExclusiveLock.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LockClass lockClass;
    private final long id = Sync.newId();
    private int state;
    /** Key for sleepers; 0 until somebody had to sleep. */
    private long key;

    ExclusiveLock(LockClass c) {
        lockClass = c;
    }

    /** Takes the lock, waiting for it as long as need be. */
    public final void lock(Site site) {
        if (Sync.CONTROLLED) {
            lockControlled(site);
        } else if (!STATE.compareAndSet(this, 0, 1)) {
            lockSlowly();
        }
    }

    /** Takes the lock if it is free; never waits. */
    public final boolean tryLock(Site site) {
        if (Sync.CONTROLLED) {
            return tryLockControlled(site);
        }
        return STATE.compareAndSet(this, 0, 1);
    }

    /** Releases the lock, which the caller holds. */
    public final void unlock() {
        if (Sync.CONTROLLED) {
            unlockControlled();
        } else if ((int) STATE.getAndSet(this, 0) == 2) {
            ParkingLot.wakeOne(key());
        }
    }

    /** Asserts, in controlled mode, that the running task holds the lock. */
    public final void assertHeld() {
        if (Sync.CONTROLLED) {
            Held.require(id, lockClass, Held.WRITE);
        }
    }

    private void lockSlowly() {
        if (ParkingLot.spin(() -> (int) STATE.getOpaque(this) == 0 && STATE.compareAndSet(this, 0, 1))) {
            return;
        }
        long k = key();
        Waits.leaveCpu();
        while ((int) STATE.getAndSet(this, 2) != 0) {
            ParkingLot.sleep(k, lockClass, () -> (int) STATE.getVolatile(this) != 2);
        }
        Waits.enterCpu();
    }

    private long key() {
        if (key == 0) {
            synchronized (this) {
                if (key == 0) {
                    key = ParkingLot.newKey();
                }
            }
        }
        return key;
    }

    private void lockControlled(Site site) {
        Held.beforeWait(id, lockClass, site);
        boolean on = site.on();
        if (on) {
            Runner.await(lockClass, Op.LOCK, id, site, () -> state == 0);
            state = 1;
        }
        Held.acquired(id, lockClass, Held.WRITE, !on, site);
    }

    private boolean tryLockControlled(Site site) {
        boolean on = site.on();
        if (on) {
            Sync.scheduler().point(Op.TRY_LOCK, id, 1, site);
            boolean free = state == 0;
            Sync.scheduler().result(free, free ? 1 : 0);
            if (!free) {
                return false;
            }
            state = 1;
        }
        Held.acquired(id, lockClass, Held.WRITE, !on, site);
        return true;
    }

    private void unlockControlled() {
        if (Held.released(id, lockClass, Held.WRITE, false)) {
            Sync.scheduler().point(Op.UNLOCK, id, 1, null);
            state = 0;
        }
    }
}
