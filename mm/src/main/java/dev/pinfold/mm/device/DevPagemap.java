package dev.pinfold.mm.device;

import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.PercpuRef;
import dev.pinfold.mm.sync.Site;

/**
 * The records of a device's frames while they may be used: {@code struct dev_pagemap}. It lives until the device is asked to
 * leave, is then given to nobody any more, and ends when the last reference is gone.
 */
public final class DevPagemap {
    private static final Site GRACE = Site.await("pgmap: wait for CPUs that still count references on their own");
    private static final Site DRAIN = Site.await("pgmap: wait for the last reference to a page map");

    private final int start;
    private final int end;
    private final DeviceKind kind;
    private final PercpuRef ref;

    /** A living page map of the frames {@code [start, end)}. */
    DevPagemap(int start, int end, DeviceKind kind, int cpus, Epoch epoch) {
        this.start = start;
        this.end = end;
        this.kind = kind;
        this.ref = new PercpuRef(cpus, epoch);
    }

    /** The first frame. */
    public int start() {
        return start;
    }

    /** The frame after the last. */
    public int end() {
        return end;
    }

    public DeviceKind kind() {
        return kind;
    }

    /** Takes references unless the device is leaving ({@code get_dev_pagemap}). */
    public boolean tryGet(int cpu, int n) {
        return ref.tryGetLive(cpu, n);
    }

    /** Drops references ({@code put_dev_pagemap}). */
    public void put(int cpu, int n) {
        ref.put(cpu, n);
    }

    /** Whether the device is leaving. */
    public boolean isDying() {
        return ref.isDying();
    }

    /** References now, the first included; exact only while nothing runs. */
    public long references() {
        return ref.peek();
    }

    /** Gives no reference from now on. */
    void kill() {
        ref.kill(GRACE);
    }

    /** Waits for the last reference. Preconditions: killed. */
    void drain() {
        ref.awaitZero(DRAIN);
    }
}
