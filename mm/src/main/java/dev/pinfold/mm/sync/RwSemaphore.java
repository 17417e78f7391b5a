package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A sleeping lock for many readers or one writer. Linux: {@code struct rw_semaphore}.
 *
 * <p>A waiting writer holds new readers off; a writer that leaves lets in the readers that wait before the next writer, so
 * neither side starves. Not reentrant: a reader that reads again can meet a waiting writer and hang. Bound to no thread: a
 * hold may be released by another.
 *
 * <p>State, one long: bit 0 a writer holds; bit 1 waiting readers go first; bits 8-25 active readers; 26-43 waiting readers;
 * 44-61 waiting writers.
 */
public final class RwSemaphore {
    private static final long WRITER = 1;
    private static final long READERS_FIRST = 2;
    private static final long READER = 1L << 8;
    private static final long WAITING_READER = 1L << 26;
    private static final long WAITING_WRITER = 1L << 44;
    private static final long COUNT = (1L << 18) - 1;
    private static final long READERS = COUNT * READER;
    private static final long WAITING_READERS = COUNT * WAITING_READER;
    private static final long WAITING_WRITERS = COUNT * WAITING_WRITER;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(RwSemaphore.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LockClass lockClass;
    private final long id = Sync.newId();
    private long state;
    /** Keys for sleeping readers and writers; 0 until somebody had to sleep. */
    private long readersKey;

    private long writersKey;

    /** A free lock of a class whose holders may sleep. */
    public RwSemaphore(LockClass c) {
        lockClass = c;
    }

    /** Takes the lock for reading. */
    public void readLock(Site site) {
        if (Sync.CONTROLLED) {
            readLockControlled(site);
        } else if (!rawTryRead(false)) {
            readLockSlowly();
        }
    }

    /** Takes the lock for reading if no writer holds it or waits; never waits. */
    public boolean tryReadLock(Site site) {
        if (Sync.CONTROLLED) {
            return tryReadLockControlled(site);
        }
        return rawTryRead(false);
    }

    /** Releases a hold for reading. */
    public void readUnlock() {
        if (Sync.CONTROLLED) {
            readUnlockControlled();
            return;
        }
        long old = (long) STATE.getAndAdd(this, -READER);
        if ((old & READERS) == READER && (old & WAITING_WRITERS) != 0) {
            ParkingLot.wakeOne(writersKey());
        }
    }

    /** Takes the lock for writing. */
    public void writeLock(Site site) {
        if (Sync.CONTROLLED) {
            writeLockControlled(site);
        } else if (!STATE.compareAndSet(this, 0L, WRITER)) {
            writeLockSlowly();
        }
    }

    /** Takes the lock for writing if nobody holds it; never waits. */
    public boolean tryWriteLock(Site site) {
        if (Sync.CONTROLLED) {
            return tryWriteLockControlled(site);
        }
        return rawTryWrite();
    }

    /** Releases the hold for writing. */
    public void writeUnlock() {
        if (Sync.CONTROLLED) {
            writeUnlockControlled();
        } else if (!STATE.compareAndSet(this, WRITER, 0L)) {
            endWrite(0);
        }
    }

    /** Turns the hold for writing into one for reading, without letting a writer in between. */
    public void downgrade() {
        if (Sync.CONTROLLED) {
            downgradeControlled();
        } else if (!STATE.compareAndSet(this, WRITER, READER)) {
            endWrite(READER);
        }
    }

    /** Asserts, in controlled mode, that the running task holds the lock in any mode. */
    public void assertHeld() {
        if (Sync.CONTROLLED) {
            Held.require(id, lockClass, Held.READ | Held.WRITE);
        }
    }

    /** Asserts, in controlled mode, that the running task holds the lock for writing. */
    public void assertWriteHeld() {
        if (Sync.CONTROLLED) {
            Held.require(id, lockClass, Held.WRITE);
        }
    }

    /** Whether the running task holds the lock in any mode, for assertions. In production constantly true. */
    public boolean isHeldByCurrent() {
        return !Sync.CONTROLLED || Held.holds(id, Held.READ | Held.WRITE);
    }

    /** Whether the running task holds the lock for writing, for assertions. In production constantly true. */
    public boolean isWriteHeldByCurrent() {
        return !Sync.CONTROLLED || Held.holds(id, Held.WRITE);
    }

    /** Whether a writer waits for the lock: a long reader may then let go. Linux: {@code rwsem_is_contended()}. */
    public boolean isContended() {
        return !Sync.CONTROLLED && ((long) STATE.getOpaque(this) & WAITING_WRITERS) != 0;
    }

    private static boolean admitsReader(long s) {
        return (s & WRITER) == 0 && ((s & WAITING_WRITERS) == 0 || (s & READERS_FIRST) != 0);
    }

    private boolean rawTryRead(boolean waited) {
        while (true) {
            long s = (long) STATE.getOpaque(this);
            if (!admitsReader(s)) {
                return false;
            }
            long next = s + READER;
            if (waited) {
                next -= WAITING_READER;
                if ((next & WAITING_READERS) == 0) {
                    next &= ~READERS_FIRST;
                }
            }
            if (STATE.compareAndSet(this, s, next)) {
                return true;
            }
        }
    }

    private boolean rawTryWrite() {
        long s = (long) STATE.getOpaque(this);
        return (s & (WRITER | READERS | READERS_FIRST)) == 0 && STATE.compareAndSet(this, s, s | WRITER);
    }

    private void readLockSlowly() {
        STATE.getAndAdd(this, WAITING_READER);
        if (ParkingLot.spin(() -> rawTryRead(true))) {
            return;
        }
        long k = readersKey();
        Waits.leaveCpu();
        while (!rawTryRead(true)) {
            ParkingLot.sleep(k, lockClass, () -> admitsReader((long) STATE.getVolatile(this)));
        }
        Waits.enterCpu();
    }

    private boolean takeAsWaiter() {
        long s = (long) STATE.getOpaque(this);
        return (s & (WRITER | READERS | READERS_FIRST)) == 0
                && STATE.compareAndSet(this, s, (s | WRITER) - WAITING_WRITER);
    }

    private void writeLockSlowly() {
        // As long as it spins it keeps nobody off: a reader let in now is out again before a sleeper would be awake.
        if (ParkingLot.spin(this::rawTryWrite)) {
            return;
        }
        STATE.getAndAdd(this, WAITING_WRITER);
        long k = writersKey();
        Waits.leaveCpu();
        while (!takeAsWaiter()) {
            ParkingLot.sleep(
                    k, lockClass, () -> ((long) STATE.getVolatile(this) & (WRITER | READERS | READERS_FIRST)) == 0);
        }
        Waits.enterCpu();
    }

    /** Ends a write hold that others wait on, or turns it into {@code instead}. */
    private void endWrite(long instead) {
        long s;
        long next;
        do {
            s = (long) STATE.getOpaque(this);
            next = (s & ~WRITER) + instead;
            if ((s & WAITING_READERS) != 0) {
                next |= READERS_FIRST;
            }
        } while (!STATE.compareAndSet(this, s, next));
        if ((s & WAITING_READERS) != 0) {
            ParkingLot.wakeAll(readersKey());
        } else if ((s & WAITING_WRITERS) != 0 && instead == 0) {
            ParkingLot.wakeOne(writersKey());
        }
    }

    private long readersKey() {
        return keys() ? readersKey : 0;
    }

    private long writersKey() {
        return keys() ? writersKey : 0;
    }

    private boolean keys() {
        if (writersKey == 0) {
            synchronized (this) {
                if (writersKey == 0) {
                    readersKey = ParkingLot.newKey();
                    VarHandle.releaseFence();
                    writersKey = ParkingLot.newKey();
                }
            }
        }
        return true;
    }

    // Controlled: the state holds WRITER or a number of READERs; who waits is the scheduler's affair.

    private void readLockControlled(Site site) {
        Held.beforeWait(id, lockClass, site);
        boolean on = site.on();
        if (on) {
            Runner.await(lockClass, Op.READ_LOCK, id, site, () -> (state & WRITER) == 0);
            state += READER;
        }
        Held.acquired(id, lockClass, Held.READ, !on, site);
    }

    private boolean tryReadLockControlled(Site site) {
        boolean on = site.on();
        if (on) {
            Sync.scheduler().point(Op.TRY_READ_LOCK, id, 1, site);
            boolean free = (state & WRITER) == 0;
            Sync.scheduler().result(free, free ? 1 : 0);
            if (!free) {
                return false;
            }
            state += READER;
        }
        Held.acquired(id, lockClass, Held.READ, !on, site);
        return true;
    }

    private void readUnlockControlled() {
        if (Held.released(id, lockClass, Held.READ, true)) {
            Sync.scheduler().point(Op.READ_UNLOCK, id, 1, null);
            state -= READER;
        }
    }

    private void writeLockControlled(Site site) {
        Held.beforeWait(id, lockClass, site);
        boolean on = site.on();
        if (on) {
            Runner.await(lockClass, Op.LOCK, id, site, () -> state == 0);
            state = WRITER;
        }
        Held.acquired(id, lockClass, Held.WRITE, !on, site);
    }

    private boolean tryWriteLockControlled(Site site) {
        boolean on = site.on();
        if (on) {
            Sync.scheduler().point(Op.TRY_LOCK, id, 1, site);
            boolean free = state == 0;
            Sync.scheduler().result(free, free ? 1 : 0);
            if (!free) {
                return false;
            }
            state = WRITER;
        }
        Held.acquired(id, lockClass, Held.WRITE, !on, site);
        return true;
    }

    private void writeUnlockControlled() {
        if (Held.released(id, lockClass, Held.WRITE, true)) {
            Sync.scheduler().point(Op.UNLOCK, id, 1, null);
            state = 0;
        }
    }

    private void downgradeControlled() {
        if (Held.downgraded(id, lockClass)) {
            Sync.scheduler().point(Op.DOWNGRADE, id, 1, null);
            state = READER;
        }
    }
}
