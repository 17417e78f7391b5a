package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count of references that many CPUs take and drop all the time and that matters only when it is about to end. Linux:
 * {@code struct percpu_ref}.
 *
 * <p>While the object lives, each CPU counts for itself and nobody knows the sum. {@link #kill} ends that: no new reference
 * is given, the CPUs' counts are added up after every section that was counting has ended, and from then on there is one
 * count whose arrival at zero can be waited for. The object is born with one reference, which {@code kill} drops.
 */
public final class PercpuRef {
    /** Longs between two CPUs' counts: each has its own pair of cache lines. */
    private static final int STRIDE = 16;

    /** Keeps the common count away from zero while the CPUs' counts are not yet in it. */
    private static final long BIAS = 1L << 62;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle COUNT;
    private static final VarHandle DYING;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(PercpuRef.class, "count", long.class);
            DYING = MethodHandles.lookup().findVarHandle(PercpuRef.class, "dying", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = Sync.newId();
    private final long key = Sync.CONTROLLED ? id : ParkingLot.newKey();
    private final Epoch epoch;
    private final long[] slots;
    private long count = Sync.CONTROLLED ? 1 : BIAS + 1;
    private boolean dying;

    /** A living reference count, with one reference, for CPUs {@code [0, cpus)} whose sections {@code epoch} knows. */
    public PercpuRef(int cpus, Epoch epoch) {
        this.epoch = epoch;
        slots = new long[(cpus + 1) * STRIDE];
    }

    /** Takes references, by who has one. The caller runs on the CPU. */
    public void get(int cpu, long n) {
        if (Sync.CONTROLLED) {
            addControlled(n);
            return;
        }
        epoch.enter(cpu);
        add(cpu, n);
        epoch.exit(cpu);
    }

    /** Takes references unless {@link #kill} has begun ({@code percpu_ref_tryget_live}). The caller runs on the CPU. */
    public boolean tryGetLive(int cpu, long n) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.UPDATE, id, 1, null);
            boolean live = Guard.PGMAP_LIVE.holds(!dying);
            if (live) {
                count += n;
            }
            Sync.scheduler().result(live, count);
            return live;
        }
        epoch.enter(cpu);
        boolean live = !(boolean) DYING.getAcquire(this);
        if (live) {
            int i = (cpu + 1) * STRIDE;
            SLOT.setOpaque(slots, i, slots[i] + n);
        }
        epoch.exit(cpu);
        return live;
    }

    /** Drops references. The caller runs on the CPU. */
    public void put(int cpu, long n) {
        if (Sync.CONTROLLED) {
            addControlled(-n);
            return;
        }
        epoch.enter(cpu);
        add(cpu, -n);
        epoch.exit(cpu);
    }

    private void add(int cpu, long n) {
        if ((boolean) DYING.getAcquire(this)) {
            addCommon(n);
        } else {
            int i = (cpu + 1) * STRIDE;
            SLOT.setOpaque(slots, i, slots[i] + n);
        }
    }

    private void addCommon(long n) {
        long now = (long) COUNT.getAndAdd(this, n) + n;
        if (now == 0) {
            Waits.wake(key);
        } else if (now < 0) {
            throw new AssertionError("a reference was dropped that nobody had");
        }
    }

    /**
     * Refuses new references from now on and drops the one that the object was born with. Called once, outside of every
     * section of the epoch.
     *
     * @param grace the wait for sections that still count on their own
     */
    public void kill(Site grace) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.UPDATE, id, 1, null);
            Sync.scheduler().result(true, count - 1);
            dying = true;
            count--;
            return;
        }
        DYING.setVolatile(this, true);
        epoch.synchronize(grace);
        long sum = 0;
        for (int i = STRIDE; i < slots.length; i += STRIDE) {
            sum += slots[i];
        }
        addCommon(sum - BIAS - 1);
    }

    /** Waits until the last reference is gone. Preconditions: killed. May sleep. */
    public void awaitZero(Site site) {
        Waits.await(site, key, this::isZero);
    }

    /** Whether the last reference is gone. */
    public boolean isZero() {
        return (long) COUNT.getVolatile(this) == 0;
    }

    /** Whether {@link #kill} has begun. */
    public boolean isDying() {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.READ, id, 1, null);
            Sync.scheduler().result(false, dying ? 1 : 0);
        }
        return (boolean) DYING.getVolatile(this);
    }

    /** References now, the first one included; exact only while nobody takes or drops one. For audits and reports. */
    public long peek() {
        long sum = (long) COUNT.getVolatile(this);
        if (Sync.CONTROLLED || dying) {
            return sum;
        }
        for (int i = STRIDE; i < slots.length; i += STRIDE) {
            sum += (long) SLOT.getVolatile(slots, i);
        }
        return sum - BIAS;
    }

    private void addControlled(long n) {
        Sync.scheduler().point(Op.UPDATE, id, 1, null);
        count += n;
        Sync.scheduler().result(true, count);
        // While it lives, the reference that it was born with is there too.
        if (count < (dying ? 0 : 1)) {
            throw Sync.scheduler().violation(ViolationKind.COUNT, "a reference was dropped that nobody had");
        }
    }
}
