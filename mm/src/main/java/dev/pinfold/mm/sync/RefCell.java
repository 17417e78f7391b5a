package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A reference on the heap that tasks share; accesses as in {@link LongCell}. */
public final class RefCell<T> {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(RefCell.class, "value", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = Sync.newId();
    private @Nullable T value;

    /** A cell that holds a first value. */
    public RefCell(@Nullable T first) {
        value = first;
    }

    /** Plain read. */
    public @Nullable T get() {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_READ);
        }
        return value;
    }

    /** A look outside of every schedule, for audits and assertions: never a scheduling point. */
    @SuppressWarnings("unchecked")
    public @Nullable T peek() {
        return (T) VALUE.getVolatile(this);
    }

    /** Read that orders later accesses after it. */
    @SuppressWarnings("unchecked")
    public @Nullable T getAcquire() {
        if (Sync.CONTROLLED) {
            announce(Op.READ);
        }
        return (T) VALUE.getAcquire(this);
    }

    /** Read in the total order of volatile accesses. */
    @SuppressWarnings("unchecked")
    public @Nullable T getVolatile() {
        if (Sync.CONTROLLED) {
            announce(Op.READ);
        }
        return (T) VALUE.getVolatile(this);
    }

    /** Plain write. */
    public void set(@Nullable T v) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE);
        }
        value = v;
    }

    /** Write that orders earlier accesses before it. */
    public void setRelease(@Nullable T v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE);
        }
        VALUE.setRelease(this, v);
    }

    /** Write in the total order of volatile accesses. */
    public void setVolatile(@Nullable T v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE);
        }
        VALUE.setVolatile(this, v);
    }

    /** Replaces {@code old} by {@code next} if that very object is there; returns whether it was. */
    @SuppressWarnings("ReferenceEquality")
    public boolean cas(@Nullable T old, @Nullable T next) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.UPDATE, id, 1, null);
            Sync.scheduler().result(value == old, 0);
        }
        return VALUE.compareAndSet(this, old, next);
    }

    /** Replaces; returns what was there before. */
    @SuppressWarnings("unchecked")
    public @Nullable T getAndSet(@Nullable T v) {
        if (Sync.CONTROLLED) {
            announce(Op.UPDATE);
        }
        return (T) VALUE.getAndSet(this, v);
    }

    private void announce(Op op) {
        Sync.scheduler().point(op, id, 1, null);
    }
}
