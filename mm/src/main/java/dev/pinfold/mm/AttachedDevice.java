package dev.pinfold.mm;

import dev.pinfold.mm.gup.DeviceTlb;

/**
 * A device that uses a process's addresses as its own, with a TLB that follows the process's page tables; see {@link
 * DeviceTlb}. It holds no pages: what the process unmaps is gone for the device as well when the call returns.
 *
 * <p>May be used by several threads at once, each by way of a task of the process.
 */
public final class AttachedDevice implements AutoCloseable {
    private final KernelGate gate;
    private final DeviceTlb tlb;

    AttachedDevice(KernelGate gate, DeviceTlb tlb) {
        this.gate = gate;
        this.tlb = tlb;
    }

    /** The same device, driven by another task of the process. */
    public AttachedDevice by(Task other) {
        return other.walks().attached(tlb);
    }

    /** Has the device read a byte; -EFAULT where the process could not, -ENOMEM. */
    public long load(long address) {
        return gate.call(t -> tlb.load(t, address));
    }

    /** Has the device write a byte; 0, or as {@link #load}. */
    public long store(long address, int value) {
        return gate.call(t -> tlb.store(t, address, value));
    }

    /** Detaches it. */
    @Override
    public void close() {
        long ignored = gate.call(t -> {
            tlb.detach();
            return 0;
        });
    }
}
