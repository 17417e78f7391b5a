package dev.pinfold.mm.sync;

/** A lock whose holder may sleep. Linux: {@code struct mutex}. */
public final class Mutex extends ExclusiveLock {
    /** A free lock of a class whose holders may sleep. */
    public Mutex(LockClass c) {
        super(c);
    }
}
