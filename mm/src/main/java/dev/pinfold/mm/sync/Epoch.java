package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Sections that somebody can wait out: a reader enters and leaves on its CPU, {@link #synchronize} returns when everyone who
 * was inside has left once. What the kernel gets from disabled interrupts (a table is not freed under a lockless walk) and
 * from RCU.
 *
 * <p>Each CPU has a slot, written by the task on that CPU alone: 0 outside, else the epoch it entered in, shifted, plus its
 * depth. A reader publishes its slot before it reads anything; a writer moves the epoch on and then looks at the slots.
 */
public final class Epoch {
    /** Longs between two slots: each has its own pair of cache lines. */
    private static final int STRIDE = 16;

    private static final int DEPTH_BITS = 16;
    private static final long DEPTH = (1L << DEPTH_BITS) - 1;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle NOW;

    static {
        try {
            NOW = MethodHandles.lookup().findVarHandle(Epoch.class, "now", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Controlled: this number stands for who is inside when a grace period begins, the next for the end of sections: leaving
     * just before or just after a grace period begins is the same to everybody.
     */
    private final long id = Sync.newId();

    private final int cpus;
    private final long[] slots;
    private long now = 1;

    /** An epoch for CPUs {@code [0, cpus)}. */
    public Epoch(int cpus) {
        this.cpus = cpus;
        slots = new long[(cpus + 1) * STRIDE];
    }

    /** Enters a section on the CPU that the caller runs on and keeps until it leaves. May be nested; must not sleep. */
    public void enter(int cpu) {
        int i = (cpu + 1) * STRIDE;
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.ENTER, id, 1, null);
            Held.enterEpoch();
        }
        long s = slots[i];
        SLOT.setVolatile(slots, i, s == 0 ? (long) NOW.getOpaque(this) << DEPTH_BITS | 1 : s + 1);
    }

    /** Leaves a section. */
    public void exit(int cpu) {
        int i = (cpu + 1) * STRIDE;
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.EXIT, id + 1, 1, null);
            Held.exitEpoch();
        }
        long s = slots[i];
        SLOT.setRelease(slots, i, (s & DEPTH) <= 1 ? 0 : s - 1);
    }

    /** Waits until every section that was open when the call began has been left. May not be called inside one. */
    public void synchronize(Site site) {
        if (Sync.CONTROLLED) {
            Held.maySleep(site);
        }
        synchronizeSpinning(site);
    }

    /** As {@link #synchronize}, for who holds a lock that spins: nobody who is inside a section waits for one. */
    public void synchronizeSpinning(Site site) {
        if (Sync.CONTROLLED) {
            synchronizeControlled(site);
            return;
        }
        // Most of the time nobody is inside. The fence orders what was unhooked before the look, as entering does
        // there.
        VarHandle.fullFence();
        if (isEmpty()) {
            return;
        }
        long target = (long) NOW.getAndAdd(this, 1L) + 1;
        for (int cpu = 0; cpu < cpus; cpu++) {
            int i = (cpu + 1) * STRIDE;
            if (inside(i, target)) {
                while (!ParkingLot.spin(() -> !inside(i, target))) {
                    ParkingLot.pause();
                }
            }
        }
    }

    private boolean isEmpty() {
        for (int i = STRIDE; i < slots.length; i += STRIDE) {
            if ((long) SLOT.getVolatile(slots, i) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean inside(int i, long target) {
        long s = (long) SLOT.getVolatile(slots, i);
        return s != 0 && s >>> DEPTH_BITS < target;
    }

    private void synchronizeControlled(Site site) {
        if (!site.on()) {
            return;
        }
        Sync.scheduler().point(Op.SYNCHRONIZE, id, 1, site);
        now++;
        long target = now;
        long[] seen = Arrays.copyOf(slots, slots.length);
        Runner.await(Op.SYNCHRONIZE, id + 1, site, () -> {
            for (int i = STRIDE; i < seen.length; i += STRIDE) {
                if (seen[i] != 0 && slots[i] != 0 && slots[i] >>> DEPTH_BITS < target) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Asserts, in controlled mode, that somebody on the CPU is inside a section. */
    public void assertInside(int cpu) {
        if (Sync.CONTROLLED && slots[(cpu + 1) * STRIDE] == 0) {
            throw Sync.scheduler().violation(ViolationKind.MUST_HOLD, "must be inside an epoch on CPU " + cpu);
        }
    }

    /** Whether a section is open on the CPU. */
    public boolean isInside(int cpu) {
        return (long) SLOT.getVolatile(slots, (cpu + 1) * STRIDE) != 0;
    }
}
