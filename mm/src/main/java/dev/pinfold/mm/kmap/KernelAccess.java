package dev.pinfold.mm.kmap;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;

import dev.pinfold.mm.device.Device;
import dev.pinfold.mm.device.Devices;
import dev.pinfold.mm.fault.Fault;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.UserBytes;
import dev.pinfold.mm.sync.ViolationKind;

/**
 * Loads and stores of kernel code through a kernel address, as the processor makes them: translated, and refused where the
 * address leads nowhere or to memory under a key that is closed.
 *
 * <p>An access that is refused leaves the reason in {@link TaskContext#fault}, is reported, and changes nothing.
 */
public final class KernelAccess {
    private static final long NOTHING = -1;
    private static final long REFUSED = -2;

    private final Kmaps kmaps;
    private final Frames frames;
    private final Devices devices;

    /** Accesses on the machine whose maps are given. */
    public KernelAccess(Kmaps kmaps, Frames frames, Devices devices) {
        this.kmaps = kmaps;
        this.frames = frames;
        this.devices = devices;
    }

    /** Loads 1, 2, 4 or 8 bytes of one page, zero-extended. Preconditions: inside a call. */
    public long load(TaskContext t, long address, int size) {
        return access(t, address, size, false, 0);
    }

    /** Stores the low 1, 2, 4 or 8 bytes of a value into one page. Preconditions: inside a call. */
    public void store(TaskContext t, long address, long value, int size) {
        access(t, address, size, true, value);
    }

    private long access(TaskContext t, long address, int size, boolean write, long value) {
        while (true) {
            t.beginKernelAccess();
            try {
                long at = translate(t, address, write);
                // The bytes of a page of the direct map and of the next lie in a row; elsewhere the end is looked up
                // too.
                long end = address + size - 1;
                if (at >= 0 && Kmaps.page(address) != Kmaps.page(end)) {
                    long last = translate(t, end, write);
                    at = last < 0 ? last : last - at == size - 1 ? at : NOTHING;
                }
                if (at < 0) {
                    refuse(t, address, write, at);
                    return 0;
                }
                if (Sync.CONTROLLED && !announced(t, address, at, size, write)) {
                    continue;
                }
                long result = 0;
                if (write) {
                    UserBytes.put(at, value, size);
                } else {
                    result = UserBytes.get(at, size);
                }
                if (Sync.CONTROLLED) {
                    UserBytes.result(write, write ? value : result);
                }
                return result;
            } finally {
                t.endKernelAccess();
            }
        }
    }

    private boolean announced(TaskContext t, long address, long at, int size, boolean write) {
        UserBytes.announce(write, at, size, t.cpu());
        if (!still(t, address, at)) {
            return false;
        }
        check(t, address, at);
        return true;
    }

    /** Whether a translation of just now still holds, after others may have run. */
    boolean still(TaskContext t, long address, long at) {
        return !cached(address) || (isForeign(t, address) ? walk(t, address) : t.lookupKernel(address)) == at;
    }

    /** Controlled mode: what the translation leads to is what the task has mapped, and is there. */
    void check(TaskContext t, long address, long at) {
        int pfn = frames.pfn(at);
        if (kmaps.isSlot(address)) {
            kmaps.checkOwn(t, address, pfn);
        } else if (kmaps.isPool(address) && kmaps.pool().frame((int) KernelLayout.poolPlace(address)) != pfn) {
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.STALE_TRANSLATION,
                            "reaches page %d through 0x%x, which maps another".formatted(pfn, address));
        } else if (frames.isDevice(pfn)) {
            Device d = devices.of(pfn);
            if (d == null || d.hasLeft()) {
                throw Sync.scheduler()
                        .violation(
                                ViolationKind.STALE_TRANSLATION,
                                "reaches page %d of a device that has left".formatted(pfn));
            }
        }
    }

    /** Reports an access that cannot be made, and notes it as the task's fault. */
    void refuse(TaskContext t, long address, boolean write, long why) {
        t.faultAddress = address;
        if (why == REFUSED) {
            t.raise(Fault.PKS_FAULT);
            return;
        }
        t.raise(Fault.KERNEL_OOPS);
        kmaps.report("oops", "%s %s 0x%x, where nothing is".formatted(t, write ? "stores to" : "loads from", address));
    }

    /** Whether the translation of an address can change. */
    private boolean cached(long address) {
        long pfn = KernelLayout.directFrame(address);
        return pfn < 0 || pfn >= frames.frames() || frames.isDevice((int) pfn);
    }

    /**
     * Translates a kernel address and looks at the rights to what it leads to.
     *
     * <p>Preconditions: inside a kernel access.
     *
     * @return the native address; negative if the access cannot be made
     */
    long translate(TaskContext t, long address, boolean write) {
        if (!cached(address)) {
            int pfn = (int) KernelLayout.directFrame(address);
            return pfn < 1 || kmaps.isHigh(pfn) ? NOTHING : frames.address(pfn) + (address & ~PAGE_MASK);
        }
        long at = t.lookupKernel(address);
        if (at < 0) {
            at = walk(t, address);
            if (at < 0) {
                return at;
            }
        }
        int pfn = frames.pfn(at);
        Device d = kmaps.protectedDevice(pfn);
        if (d != null && !devices.protection().access(t, d, pfn, address, write)) {
            return REFUSED;
        }
        return at;
    }

    private long walk(TaskContext t, long address) {
        long frame;
        if (kmaps.isSlot(address)) {
            frame = entry(kmaps.tables().slotEntry((int) KernelLayout.slot(address)));
        } else if (kmaps.isPool(address)) {
            frame = entry(kmaps.tables().poolEntry((int) KernelLayout.poolPlace(address)));
        } else {
            long pfn = KernelLayout.directFrame(address);
            boolean device = pfn >= 0 && pfn < frames.frames();
            frame = device && devices.lookup((int) pfn) != null ? frames.address((int) pfn) : NOTHING;
        }
        if (frame >= 0) {
            if (!isForeign(t, address)) {
                t.fillKernel(Kmaps.page(address), frame);
            }
            frame += address & ~PAGE_MASK;
        }
        return frame;
    }

    /**
     * Whether an address is a slot of another CPU's. Code that uses one is wrong; its TLB does not keep it, as who ends the map
     * flushes the slot's own CPU only.
     */
    private boolean isForeign(TaskContext t, long address) {
        if (!kmaps.isSlot(address)) {
            return false;
        }
        long slot = KernelLayout.slot(address) - kmaps.slotOn(t.cpuId(), 0);
        return slot < 0 || slot >= kmaps.slotsPerCpu();
    }

    private long entry(long at) {
        long pte = KernelTables.get(at);
        return pte == 0 ? NOTHING : kmaps.tables().frameAddress(pte);
    }
}
