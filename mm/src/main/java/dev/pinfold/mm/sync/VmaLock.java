package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The lock of one VMA: readers (faults) come without the mmap lock, writers hold the mmap lock for writing and keep the VMA
 * locked until that section ends. Linux 6.18: {@code vm_refcnt}, {@code vm_lock_seq}, {@code vma_start_read()}, {@code
 * vma_start_write()}.
 *
 * <p>References: 0 detached (not in any address space, or being taken out); 1 attached; above, one more per reader; with the
 * bit {@code WRITER} a writer waits for readers to leave, and none may enter.
 */
public final class VmaLock {
    private static final int WRITER = 1 << 30;
    private static final long UNLOCKED = -1;

    private static final VarHandle REFS;
    private static final VarHandle SEQ;

    static {
        try {
            REFS = MethodHandles.lookup().findVarHandle(VmaLock.class, "refs", int.class);
            SEQ = MethodHandles.lookup().findVarHandle(VmaLock.class, "lockSeq", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = Sync.newId();
    private int refs;
    /** Sequence of the section that write-locked the VMA last. Written with the mmap lock held for writing. */
    private long lockSeq = UNLOCKED;
    /** The same for sites switched off: assertions see the lock, readers do not. */
    private long ablatedSeq = UNLOCKED;
    /** Key for the writer that sleeps; 0 until one had to. */
    private long key;

    /** Makes the VMA findable by readers. Preconditions: mmap lock held for writing, the VMA is detached. */
    public void markAttached() {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.WRITE, id, 1, null);
        }
        REFS.setRelease(this, 1);
    }

    /** Whether the VMA is detached. */
    public boolean isDetached() {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.READ, id, 1, null);
        }
        return (int) REFS.getVolatile(this) == 0;
    }

    /**
     * Takes the lock for reading if that needs no waiting.
     *
     * @return false if the VMA is write-locked, a writer waits for it, or it is detached; the caller then takes the mmap lock
     */
    public boolean tryRead(Site site, MmSeq seq) {
        if (Sync.CONTROLLED) {
            return tryReadControlled(site, seq);
        }
        if ((long) SEQ.getAcquire(this) == seq.read()) {
            return false;
        }
        while (true) {
            int r = (int) REFS.getOpaque(this);
            if (r == 0 || r >= WRITER) {
                return false;
            }
            if (REFS.compareAndSet(this, r, r + 1)) {
                break;
            }
        }
        // A writer may have come and gone between the two looks; it waited for those it saw, and not for us.
        if ((long) SEQ.getAcquire(this) == seq.read()) {
            readUnlock();
            return false;
        }
        return true;
    }

    /** Takes the lock for reading. Preconditions: mmap lock held in any mode, hence no writer. */
    public void readLocked(Site site) {
        if (Sync.CONTROLLED) {
            boolean on = site.on();
            if (on) {
                Sync.scheduler().point(Op.READ_LOCK, id, 1, site);
                refs++;
            }
            Held.acquired(id, LockClass.VMA_LOCK, Held.READ, !on, site);
            return;
        }
        REFS.getAndAdd(this, 1);
    }

    /** Releases a hold for reading. */
    public void readUnlock() {
        if (Sync.CONTROLLED) {
            if (Held.released(id, LockClass.VMA_LOCK, Held.READ, true)) {
                Sync.scheduler().point(Op.READ_UNLOCK, id, 1, null);
                refs--;
            }
            return;
        }
        int left = (int) REFS.getAndAdd(this, -1) - 1;
        // Written by the writer before it looks once more at what was just counted down: it is seen, or has seen.
        if (left >= WRITER && key != 0) {
            ParkingLot.wakeOne(key);
        }
    }

    /**
     * Takes the lock for writing until the section of {@code seq} ends, waiting for readers to leave. Harmless if this
     * section has it already. Preconditions: mmap lock held for writing, inside {@link MmSeq#beginWrite}.
     */
    public void writeLock(Site site, MmSeq seq) {
        if (Sync.CONTROLLED) {
            writeLockControlled(site, seq);
            return;
        }
        long section = seq.peek();
        if (lockSeq == section) {
            return;
        }
        boolean attached = waitForReaders();
        SEQ.setRelease(this, section);
        if (attached) {
            REFS.getAndAdd(this, -WRITER);
        }
    }

    /**
     * Takes the VMA out of readers' sight for good. Preconditions: write-locked in this section, no longer findable.
     *
     * @param seq the sequence of the address space it was in
     */
    public void markDetached(MmSeq seq) {
        assertWriteHeld(seq);
        if (Sync.CONTROLLED) {
            Runner.await(LockClass.VMA_LOCK, Op.LOCK, id, null, () -> refs <= 1);
            refs = 0;
            return;
        }
        if (waitForReaders()) {
            REFS.setVolatile(this, 0);
        }
    }

    /** Asserts, in controlled mode, that the VMA is write-locked in the section of {@code seq}. */
    public void assertWriteHeld(MmSeq seq) {
        if (Sync.CONTROLLED && !isWriteLocked(seq)) {
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.MUST_HOLD,
                            "must hold " + LockClass.VMA_LOCK + " " + Sync.describe(id) + " for writing");
        }
    }

    /** Asserts, in controlled mode, that the running task holds the lock for reading, or the section has it for writing. */
    public void assertHeld(MmSeq seq) {
        if (Sync.CONTROLLED && !isWriteLocked(seq)) {
            Held.require(id, LockClass.VMA_LOCK, Held.READ);
        }
    }

    /** Whether the running task holds the lock for reading, for assertions. In production constantly true. */
    public boolean isReadHeldByCurrent() {
        return !Sync.CONTROLLED || Held.holds(id, Held.READ);
    }

    /** Whether the current section of {@code seq} has the VMA write-locked. */
    public boolean isWriteLocked(MmSeq seq) {
        long now = seq.peek();
        return lockSeq == now || Sync.CONTROLLED && ablatedSeq == now;
    }

    /** Holds off new readers and waits until those inside have left; returns false if the VMA is detached. */
    private boolean waitForReaders() {
        while (true) {
            int r = (int) REFS.getOpaque(this);
            if (r == 0) {
                return false;
            }
            if (REFS.compareAndSet(this, r, r + WRITER)) {
                break;
            }
        }
        if ((int) REFS.getVolatile(this) != WRITER + 1
                && !ParkingLot.spin(() -> (int) REFS.getVolatile(this) == WRITER + 1)) {
            long k = key();
            Waits.leaveCpu();
            while ((int) REFS.getVolatile(this) != WRITER + 1) {
                ParkingLot.sleep(k, LockClass.VMA_LOCK, () -> (int) REFS.getVolatile(this) == WRITER + 1);
            }
            Waits.enterCpu();
        }
        return true;
    }

    private long key() {
        synchronized (this) {
            if (key == 0) {
                key = ParkingLot.newKey();
            }
            return key;
        }
    }

    // Controlled: one step each, on the VMA's lock and on the sequence that ends all write locks.

    private boolean tryReadControlled(Site site, MmSeq seq) {
        boolean on = site.on();
        if (on) {
            Sync.scheduler().also(Op.READ, seq.id(), 1);
            Sync.scheduler().point(Op.TRY_READ_LOCK, id, 1, site);
        }
        boolean free = refs != 0 && (!on || lockSeq != seq.peek());
        if (on) {
            Sync.scheduler().result(free, free ? 1 : 0);
        }
        if (!free) {
            return false;
        }
        if (on) {
            refs++;
        }
        Held.acquired(id, LockClass.VMA_LOCK, Held.READ, !on, site);
        return true;
    }

    private void writeLockControlled(Site site, MmSeq seq) {
        long section = seq.peek();
        if ((section & 1) == 0) {
            throw Sync.scheduler().violation(ViolationKind.MUST_HOLD, "locks a VMA outside of a section of writing");
        }
        if (isWriteLocked(seq)) {
            return;
        }
        Held.beforeWait(id, LockClass.VMA_LOCK, site);
        if (site.on()) {
            Runner.await(LockClass.VMA_LOCK, Op.LOCK, id, site, () -> refs <= 1);
            lockSeq = section;
        } else {
            ablatedSeq = section;
        }
    }
}
