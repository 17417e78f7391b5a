package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An int on the heap that tasks share. Plain accesses are for holders of whatever guards it, and are checked for races in
 * controlled mode; the others order what surrounds them as their names say.
 */
public final class IntCell {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(IntCell.class, "value", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = Sync.newId();
    private int value;

    /** A cell that holds a first value. */
    public IntCell(int first) {
        value = first;
    }

    /** Plain read. */
    public int get() {
        if (Sync.CONTROLLED) {
            return read(Op.PLAIN_READ);
        }
        return value;
    }

    /** Read that orders later accesses after it. */
    public int getAcquire() {
        if (Sync.CONTROLLED) {
            return read(Op.READ);
        }
        return (int) VALUE.getAcquire(this);
    }

    /** Read in the total order of volatile accesses. */
    public int getVolatile() {
        if (Sync.CONTROLLED) {
            return read(Op.READ);
        }
        return (int) VALUE.getVolatile(this);
    }

    /** Plain write. */
    public void set(int v) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE, v);
        }
        value = v;
    }

    /** Write that orders earlier accesses before it. */
    public void setRelease(int v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, v);
        }
        VALUE.setRelease(this, v);
    }

    /** Write in the total order of volatile accesses. */
    public void setVolatile(int v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, v);
        }
        VALUE.setVolatile(this, v);
    }

    /** Replaces {@code old} by {@code next} if it is there; returns whether it was. */
    public boolean cas(int old, int next) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.UPDATE, id, 1, null);
            Sync.scheduler().result(value == old, value == old ? next : value);
        }
        return VALUE.compareAndSet(this, old, next);
    }

    /** Adds; returns what was there before. */
    public int getAndAdd(int delta) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (int) VALUE.getAndAdd(this, delta);
    }

    /** Sets bits; returns what was there before. */
    public int getAndOr(int bits) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (int) VALUE.getAndBitwiseOr(this, bits);
    }

    /** Keeps only these bits; returns what was there before. */
    public int getAndAnd(int bits) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (int) VALUE.getAndBitwiseAnd(this, bits);
    }

    /** Replaces; returns what was there before. */
    public int getAndSet(int v) {
        if (Sync.CONTROLLED) {
            update();
        }
        return (int) VALUE.getAndSet(this, v);
    }

    /** A look outside of every schedule, for audits and reports: never a scheduling point. */
    public int peek() {
        return (int) VALUE.getVolatile(this);
    }

    private int read(Op op) {
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
