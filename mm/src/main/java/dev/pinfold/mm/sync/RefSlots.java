package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A few references on the heap that tasks share: {@link IntSlots} for objects. */
public final class RefSlots<T> {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(Object[].class);

    private final long[] ids;
    private final @Nullable Object[] values;

    /** So many slots of null. */
    public RefSlots(int count) {
        values = new @Nullable Object[count];
        ids = Slots.newIds(count);
    }

    /** Plain read. */
    @SuppressWarnings("unchecked")
    public @Nullable T get(int slot) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.PLAIN_READ, ids[slot], 1, null);
        }
        return (T) values[slot];
    }

    /** Read that orders later accesses after it. */
    @SuppressWarnings("unchecked")
    public @Nullable T getAcquire(int slot) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.READ, ids[slot], 1, null);
        }
        return (T) VALUES.getAcquire(values, slot);
    }

    /** Write that orders earlier accesses before it. */
    public void setRelease(int slot, @Nullable T value) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.WRITE, ids[slot], 1, null);
        }
        VALUES.setRelease(values, slot, value);
    }
}
