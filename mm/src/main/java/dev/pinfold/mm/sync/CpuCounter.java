package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count in parts, one for each CPU, so that CPUs which count do not take a cache line from each other. Linux: {@code struct
 * percpu_counter}.
 *
 * <p>The sum is exact while nobody counts; else it may lack what is counted meanwhile. A part may be negative, since what is
 * added on one CPU is taken away on another.
 */
public final class CpuCounter {
    /** Longs between two parts: each has its own pair of cache lines. */
    private static final int STRIDE = 16;

    private static final VarHandle PART = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] ids;
    private final long[] parts;
    private final int shared;

    /** A count of 0 for CPUs {@code [0, cpus)}. */
    public CpuCounter(int cpus) {
        ids = Slots.newIds(cpus + 1);
        parts = new long[(cpus + 2) * STRIDE];
        shared = cpus;
    }

    /** Adds to the part of the CPU that the caller runs on and keeps meanwhile. */
    public void add(int cpu, long delta) {
        announce(cpu);
        int i = (cpu + 1) * STRIDE;
        PART.setOpaque(parts, i, (long) PART.getOpaque(parts, i) + delta);
    }

    /** Adds to the part of all who are on no CPU in particular; gives what that part is now. */
    public long addShared(long delta) {
        announce(shared);
        return (long) PART.getAndAdd(parts, (shared + 1) * STRIDE, delta) + delta;
    }

    private void announce(int part) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.UPDATE, ids[part], 1, null);
            Sync.scheduler().result(true, parts[(part + 1) * STRIDE]);
        }
    }

    /** The sum, for reports and audits: never a scheduling point. */
    public long peekSum() {
        long sum = 0;
        for (int part = 0; part <= shared; part++) {
            sum += (long) PART.getVolatile(parts, (part + 1) * STRIDE);
        }
        return sum;
    }
}
