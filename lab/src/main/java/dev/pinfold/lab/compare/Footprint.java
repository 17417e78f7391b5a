package dev.pinfold.lab.compare;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import com.sun.management.ThreadMXBean;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Foll;
import dev.pinfold.mm.device.DeviceKind;
import java.lang.management.ManagementFactory;
import java.util.function.ToLongFunction;

/**
 * What a design costs in heap memory: for a page, a task, a CPU, a device. Measured as what the thread allocates for many of
 * them, less what it allocates for few; the same number in every run. What lies outside of the heap is the same for every
 * design: 32 bytes a frame; of those a choice says which are there for it alone.
 */
final class Footprint {
    private static final long MANY_PAGES = 64L << 20;
    private static final long FEW_PAGES = 16L << 20;
    private static final int MANY_CPUS = 18;
    private static final int FEW_CPUS = 2;
    private static final int DEVICES = 4;
    private static final int TASKS = 64;
    private static final int PINNED = 1024;
    private static final MachineConfig BASE = MachineConfig.defaults().withMemory(FEW_PAGES);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Design design;

    Footprint(Design design) {
        this.design = design;
        threads.setThreadAllocatedMemoryEnabled(true);
    }

    /** Bytes of heap for each page of memory. */
    double perPage() {
        double more = machine(BASE.withMemory(MANY_PAGES)) - machine(BASE);
        return more / ((MANY_PAGES - FEW_PAGES) / PAGE_SIZE);
    }

    /** Bytes of heap for each CPU. */
    double perCpu() {
        return (double) (machine(BASE.withCpus(MANY_CPUS)) - machine(BASE.withCpus(FEW_CPUS))) / (MANY_CPUS - FEW_CPUS);
    }

    /** Bytes of heap for each device with memory. */
    double perDevice() {
        MachineConfig config = BASE;
        for (int i = 0; i < DEVICES; i++) {
            config = config.withDevice(new DeviceConfig("pmem" + i, 2 << 20, DeviceKind.FSDAX, null));
        }
        return (double) (machine(config) - machine(BASE)) / DEVICES;
    }

    /** Bytes of heap for each task with an address space of its own. */
    double perTask() {
        return (double) on(m -> {
                    for (int i = 0; i < TASKS; i++) {
                        m.newTask();
                    }
                    return TASKS;
                })
                / TASKS;
    }

    /** Bytes of heap for each page that is pinned. */
    double perPin() {
        return (double) on(
                        m -> {
                            Rig r = new Rig(m);
                            long a = r.anonymous(PINNED);
                            int[] held = new int[PINNED];
                            long before = threads.getCurrentThreadAllocatedBytes();
                            Rig.is(r.pages.pinUserPagesFast(a, PINNED, Foll.FOLL_WRITE, held), PINNED);
                            long after = threads.getCurrentThreadAllocatedBytes();
                            r.pages.unpin(held, 0, PINNED);
                            pinned = after - before;
                            return PINNED;
                        },
                        true)
                / PINNED;
    }

    private long pinned;

    private long machine(MachineConfig config) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            Machine m = Machine.of(config, design);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            m.close();
        }
        return least;
    }

    private long on(ToLongFunction<Machine> body) {
        return on(body, false);
    }

    private long on(ToLongFunction<Machine> body, boolean pins) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            try (Machine m = Machine.of(BASE, design)) {
                Task first = m.newTask();
                first.calls().getpid();
                long before = threads.getCurrentThreadAllocatedBytes();
                long ignored = body.applyAsLong(m);
                long all = threads.getCurrentThreadAllocatedBytes() - before;
                least = Math.min(least, pins ? pinned : all);
            }
        }
        return least;
    }
}
