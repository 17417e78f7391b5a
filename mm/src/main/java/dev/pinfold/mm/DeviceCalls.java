package dev.pinfold.mm;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.device.Device;
import dev.pinfold.mm.device.MemoryFailure;
import dev.pinfold.mm.reclaim.PageFailure;
import dev.pinfold.mm.syscall.MigrateToDevice;
import java.util.Map;

/** What the kernel does with devices that have memory of their own, on behalf of one task. Results are 0 or {@code -errno}. */
public final class DeviceCalls {
    private final KernelGate gate;
    private final Machine machine;

    DeviceCalls(KernelGate gate, Machine machine) {
        this.gate = gate;
        this.machine = machine;
    }

    /** {@code memremap_pages}: brings an unbound device's memory up again. -ENODEV for no such device, -EBUSY if it is up. */
    public long memremapPages(String device) {
        Device d = machine.devices().find(device);
        return d == null ? -Errno.ENODEV : gate.call(t -> d.bind());
    }

    /**
     * Takes a device away, as the design point UNBIND says. Returns when nobody reaches its memory any more; -ENODEV if there
     * is no such device or it is away already.
     */
    public long unbind(String device) {
        Device d = machine.devices().find(device);
        return d == null ? -Errno.ENODEV : gate.call(d::unbind);
    }

    /**
     * Moves private pages of this task to a device of kind private, {@code count} of them from {@code addr} on
     * ({@code migrate_vma}); the first access of a CPU brings each back. Those that are absent, huge, pinned or held stay.
     *
     * @return how many moved; -ENODEV if there is no such device or it is away, -EINVAL for one of another kind, or for a range
     *     that is not of whole pages inside one mapping
     */
    public long migrateToDevice(long addr, int count, String device) {
        Device d = machine.devices().find(device);
        return d == null ? -Errno.ENODEV : gate.call(t -> MigrateToDevice.run(t, addr, count, d));
    }

    /**
     * For whom an unbinding waits, or would: the files of a device that are mapped, by path, and how many mappings each has.
     * Empty if there are none or there is no such device.
     */
    public Map<String, Integer> mappedBy(String device) {
        Device d = machine.devices().find(device);
        return d == null ? Map.of() : d.mappedBy();
    }

    /**
     * {@code memory_failure}: a page of a device, or a private one, is broken. -EHWPOISON if that was known, or if it is
     * part of a huge page that somebody holds, which is lost then; -EBUSY for a page of a file in memory, -ENXIO for what is no page of a user's.
     */
    public long memoryFailure(int page) {
        return gate.call(
                t -> t.kernel().frames().isDevice(t.kernel().frames().config().requirePage(page))
                        ? MemoryFailure.handle(t, page)
                        : PageFailure.handle(t, page));
    }
}
