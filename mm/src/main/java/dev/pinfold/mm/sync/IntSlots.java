package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few ints on the heap that tasks share, such as the slots of a tree's node. Each slot is an object of its own for the
 * explorer; accesses are as in {@link IntCell}.
 */
public final class IntSlots {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(int[].class);

    private final long[] ids;
    private final int[] values;

    /** So many slots of 0. */
    public IntSlots(int count) {
        values = new int[count];
        ids = Slots.newIds(count);
    }

    /** Plain read. */
    public int get(int slot) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.PLAIN_READ, ids[slot], 1, null);
        }
        return values[slot];
    }

    /** Read that orders later accesses after it. */
    public int getAcquire(int slot) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.READ, ids[slot], 1, null);
        }
        return (int) VALUES.getAcquire(values, slot);
    }

    /** Plain write. */
    public void set(int slot, int value) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.PLAIN_WRITE, ids[slot], 1, null);
        }
        values[slot] = value;
    }

    /** A look outside of every schedule, for audits and reports: never a scheduling point. */
    public int peek(int slot) {
        return (int) VALUES.getVolatile(values, slot);
    }

    /**
     * Writes slots in a row, each as {@link #setRelease}; in one step of a controlled run.
     *
     * @param value of the first
     * @param step how much more each has than the one before
     */
    public void setRun(int slot, int n, int value, int step) {
        if (Sync.CONTROLLED) {
            for (int i = 1; i < n; i++) {
                Sync.scheduler().also(Op.WRITE, ids[slot + i], 1);
            }
            Sync.scheduler().point(Op.WRITE, ids[slot], 1, null);
        }
        for (int i = 0; i < n; i++) {
            VALUES.setRelease(values, slot + i, value + i * step);
        }
    }

    /** Write that orders earlier accesses before it. */
    public void setRelease(int slot, int value) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.WRITE, ids[slot], 1, null);
        }
        VALUES.setRelease(values, slot, value);
    }
}
