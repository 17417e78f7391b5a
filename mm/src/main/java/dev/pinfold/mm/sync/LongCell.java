package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A long on the heap that tasks share. Plain accesses are for holders of whatever guards it, and are checked for races in
 * controlled mode; the others order what surrounds them as their names say.
 */
public final class LongCell {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(LongCell.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = Sync.newId();
    private long value;

    /** A cell that holds a first value. */
    public LongCell(long first) {
        value = first;
    }

    /** Plain read. */
    public long get() {
        if (Sync.CONTROLLED) {
            return read(Op.PLAIN_READ);
        }
        return value;
    }

    /** Read that orders later accesses after it. */
    public long getAcquire() {
        if (Sync.CONTROLLED) {
            return read(Op.READ);
        }
        return (long) VALUE.getAcquire(this);
    }

    /** Read in the total order of volatile accesses. */
    public long getVolatile() {
        if (Sync.CONTROLLED) {
            return read(Op.READ);
        }
        return (long) VALUE.getVolatile(this);
    }

    /** Plain write. */
    public void set(long v) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE, v);
        }
        value = v;
    }

    /** Write that orders earlier accesses before it. */
    public void setRelease(long v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, v);
        }
        VALUE.setRelease(this, v);
    }

    /** Write in the total order of volatile accesses. */
    public void setVolatile(long v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, v);
        }
        VALUE.setVolatile(this, v);
    }

    /** Replaces {@code old} by {@code next} if it is there; returns whether it was. */
    public boolean cas(long old, long next) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.UPDATE, id, 1, null);
            Sync.scheduler().result(value == old, value == old ? next : value);
        }
        return VALUE.compareAndSet(this, old, next);
    }

    /** Adds; returns what was there before. */
    public long getAndAdd(long delta) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (long) VALUE.getAndAdd(this, delta);
    }

    /** Sets bits; returns what was there before. */
    public long getAndOr(long bits) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (long) VALUE.getAndBitwiseOr(this, bits);
    }

    /** Keeps only these bits; returns what was there before. */
    public long getAndAnd(long bits) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (long) VALUE.getAndBitwiseAnd(this, bits);
    }

    /** Replaces; returns what was there before. */
    public long getAndSet(long v) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (long) VALUE.getAndSet(this, v);
    }

    /** A look outside of every schedule, for audits and reports: never a scheduling point. */
    public long peek() {
        return (long) VALUE.getVolatile(this);
    }

    long id() {
        return id;
    }

    private long read(Op op) {
        Sync.scheduler().point(op, id, 1, null);
        Sync.scheduler().result(false, value);
        return value;
    }

    private void update() {
        Sync.scheduler().point(Op.UPDATE, id, 1, null);
        Sync.scheduler().result(true, value);
    }

    private void announce(Op op, long v) {
        Sync.scheduler().point(op, id, 1, null);
        Sync.scheduler().result(true, v);
    }
}
