package dev.pinfold.mm.sync;

/** A lock for short sections that never sleep. Linux: {@code spinlock_t}. */
public final class SpinLock extends ExclusiveLock {
    /** A free lock of a class whose holders may not sleep. */
    public SpinLock(LockClass c) {
        super(c);
    }
}
