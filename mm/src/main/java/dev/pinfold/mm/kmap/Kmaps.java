package dev.pinfold.mm.kmap;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.device.Device;
import dev.pinfold.mm.device.Devices;
import dev.pinfold.mm.device.StrayMode;
import dev.pinfold.mm.fault.Fault;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.KernelLog;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.TaskState;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.ViolationKind;
import dev.pinfold.mm.table.Tlb;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine's kernel maps: which pages need one, the slots for temporary ones, and the pool of lasting ones.
 *
 * <p>A page of high memory has no kernel address unless it is mapped. Any other page has one always, and mapping it gives
 * that address and does nothing else; unless the machine maps every page all the same, to find code that forgets to
 * ({@code CONFIG_DEBUG_KMAP_LOCAL_FORCE_MAP}), which comes with guard slots. A page of a protected device is opened by
 * mapping it and closed by ending the map.
 */
public final class Kmaps {
    /** {@code KM_MAX_IDX}. One less can live at once, as the stack's end is tested after it was moved. */
    static final int SLOTS = 16;

    /** The same with a guard between any two: half of them, rounded down, can live. */
    private static final int GUARDED_SLOTS = 33;

    private final Kernel kernel;
    private final Frames frames;
    private final Devices devices;
    private final KmapSlots slots;
    private final boolean forced;
    private final int highStart;
    private final int highEnd;
    /** Below it pages are plain: not high, no device's, and mapped by nothing but their address. */
    private final int plainEnd;

    private final int cpus;
    private final int poolSize;
    private final KernelTables tables;
    private final CpuMaps cpuMaps;
    private final KmapPool pool;

    /**
     * The maps of a new machine.
     *
     * @param slots how temporary maps are made
     * @param forced whether every page is mapped, with guards
     * @param poolSize lasting maps at a time ({@code LAST_PKMAP})
     */
    public Kmaps(Kernel kernel, Devices devices, KmapSlots slots, boolean forced, int poolSize) {
        this.kernel = kernel;
        this.frames = kernel.frames();
        this.devices = devices;
        this.slots = slots;
        this.forced = forced;
        this.highStart = frames.zoneStart(Zone.HIGHMEM);
        this.highEnd = highStart + frames.config().frames(Zone.HIGHMEM);
        this.plainEnd = forced || slots.keepsCpu() ? 0 : highStart;
        this.cpus = kernel.cpus().count();
        boolean any = forced || highEnd > highStart;
        this.poolSize = any ? poolSize : 0;
        this.tables = new KernelTables(frames, any ? cpus * slotsPerCpu() : 0, this.poolSize);
        this.cpuMaps = new CpuMaps(this, cpus);
        this.pool = new KmapPool(this, this.poolSize);
    }

    // --- the calls --------------------------------------------------------------------------------------------------

    /** {@code kmap_local_page}, in the way that the machine's design chose; 0 and the task's fault where it is refused. */
    public long map(TaskContext t, int pfn) {
        return slots.map(this, t, pfn);
    }

    /** {@code kunmap_local}. */
    public void unmap(TaskContext t, long address) {
        slots.unmap(this, t, address);
    }

    /** {@code kmap_atomic}: a temporary map during which the CPU is kept and faults are off. */
    public long mapAtomic(TaskContext t, int pfn) {
        if (slots.keepsCpu()) {
            return slots.map(this, t, pfn);
        }
        t.preemptDisable();
        t.pagefaultDisable();
        long address = mapLocal(t, pfn);
        if (address == 0) {
            endAtomic(t);
        }
        return address;
    }

    /** {@code kunmap_atomic}. */
    public void unmapAtomic(TaskContext t, long address) {
        if (slots.keepsCpu()) {
            slots.unmap(this, t, address);
        } else {
            unmapLocal(t, address);
            endAtomic(t);
        }
    }

    private static void endAtomic(TaskContext t) {
        boolean ignored = t.pagefaultEnable();
        if (t.preemptionOff()) {
            t.preemptEnable();
        }
    }

    /** {@code kmap}: a lasting map, the same for everybody. May sleep. */
    public long mapLasting(TaskContext t, int pfn) {
        return pool.map(t, pfn);
    }

    /** {@code kunmap}. */
    public void unmapLasting(TaskContext t, int pfn) {
        pool.unmap(t, pfn);
    }

    /** {@code page_address}: where the kernel sees a page; 0 for one of high memory without a lasting map. */
    public long pageAddress(int pfn) {
        return isHigh(pfn) ? pool.address(pfn) : directAddress(pfn);
    }

    /** {@code pgmap_mk_readwrite}: opens a page's device for the task; nothing where that is not protected. */
    public void openFor(TaskContext t, int pfn) {
        Device d = protectedDevice(pfn);
        if (d != null) {
            devices.protection().open(t, d);
        }
    }

    /** {@code pgmap_mk_noaccess}: ends {@link #openFor}. */
    public void closeFor(TaskContext t, int pfn) {
        Device d = protectedDevice(pfn);
        if (d != null) {
            devices.protection().close(t, d);
        }
    }

    /** Whether the page's address is always the same and all there is to a map of it. */
    public boolean isPlain(int pfn) {
        return pfn < plainEnd;
    }

    /** Whether an address is that of a page for which {@link #isPlain}. */
    public boolean isPlainAddress(long address) {
        long pfn = KernelLayout.directFrame(address);
        return pfn >= 0 && pfn < plainEnd;
    }

    /** Where mistakes are reported. */
    public KernelLog log() {
        return kernel.log();
    }

    // --- maps of the task -------------------------------------------------------------------------------------------

    long mapLocal(TaskContext t, int pfn) {
        if (!needsMap(pfn)) {
            openFor(t, pfn);
            return directAddress(pfn);
        }
        // A map lies in slots of this CPU, so the task comes back to it. Without a map it may go where it likes.
        if (!Guard.KMAP_LOCAL_KEEPS_TO_CPU.holds(false)) {
            t.migrateDisable();
        }
        long address = maps(t).push(pfn, t.cpuId());
        if (address == 0) {
            if (t.migrationOff()) {
                t.migrateEnable();
            }
            return tooMany(t);
        }
        openFor(t, pfn);
        return address;
    }

    void unmapLocal(TaskContext t, long address) {
        if (!isSlot(address)) {
            long pfn = KernelLayout.directFrame(address);
            if (pfn < 0 || pfn >= frames.frames() || needsMap((int) pfn)) {
                report("kmap-order", "%s ends a map at 0x%x, where none can be".formatted(t, address));
            } else {
                closeFor(t, (int) pfn);
            }
            return;
        }
        int pfn = maps(t).pop(page(address), t.cpuId());
        if (pfn >= 0) {
            closeFor(t, pfn);
            if (t.migrationOff()) {
                t.migrateEnable();
            }
        }
    }

    private LocalMaps maps(TaskContext t) {
        TaskState maps = t.maps();
        if (maps == null) {
            maps = new LocalMaps(this, t);
            t.setMaps(maps);
        }
        return (LocalMaps) maps;
    }

    long tooMany(TaskContext t) {
        report("kmap-too-many", t + " has as many temporary kernel maps as there can be");
        t.raise(Fault.KERNEL_BUG);
        return 0;
    }

    // --- what maps are made of --------------------------------------------------------------------------------------

    KernelTables tables() {
        return tables;
    }

    CpuMaps cpuMaps() {
        return cpuMaps;
    }

    KmapPool pool() {
        return pool;
    }

    Devices devices() {
        return devices;
    }

    /** Slots from one map to the next: 2 where guards lie between. */
    int step() {
        return forced ? 2 : 1;
    }

    /** Slots of each CPU. */
    public int slotsPerCpu() {
        return forced ? GUARDED_SLOTS : SLOTS;
    }

    /** The number of a CPU's slot among all: {@code idx + KM_MAX_IDX * cpu}. */
    int slotOn(int cpu, int slot) {
        return slot + slotsPerCpu() * cpu;
    }

    boolean isSlot(long address) {
        long slot = KernelLayout.slot(address);
        // A machine without high memory has no slots at all.
        return slot >= 0 && slot < (long) cpus * slotsPerCpu() && (forced || hasHigh());
    }

    /** Whether the pool's addresses hold this one. */
    boolean isPool(long address) {
        long place = KernelLayout.poolPlace(address);
        return place >= 0 && place < poolSize;
    }

    /** Whether a page is of high memory, which has no address of its own. */
    boolean isHigh(int pfn) {
        return pfn >= highStart && pfn < highEnd;
    }

    /** Whether the machine has high memory. */
    boolean hasHigh() {
        return highEnd > highStart;
    }

    /** Whether a page must be mapped to be reached. */
    boolean needsMap(int pfn) {
        return forced || isHigh(pfn);
    }

    /** Whether a frame can be mapped at all. */
    public boolean isPage(long pfn) {
        return pfn >= 1 && pfn < frames.frames();
    }

    long directAddress(int pfn) {
        return Devices.kernelAddress(pfn);
    }

    static long page(long address) {
        return address & PAGE_MASK;
    }

    /** The protected device that a page belongs to; null for every other page. */
    public @Nullable Device protectedDevice(int pfn) {
        if (pfn < devices.protectedStart()) {
            return null;
        }
        Device d = devices.of(pfn);
        return d == null || d.protect() == StrayMode.OFF ? null : d;
    }

    /** The frame behind an address of the direct map or of the pool, by the book; -1 if there is none. */
    int frameBehind(long address) {
        if (isPool(address)) {
            return pool.frame((int) KernelLayout.poolPlace(address));
        }
        long pfn = KernelLayout.directFrame(address);
        return pfn >= 0 && pfn < frames.frames() ? (int) pfn : -1;
    }

    /** Makes one CPU, the caller's, forget a page of the kernel's. */
    void forget(int cpu, long page, Site site) {
        kernel.cpus().get(cpu).forget(Tlb.KERNEL, page, page + PAGE_SIZE, site);
    }

    void report(String kind, String text) {
        kernel.log().report(kind, text);
    }

    // --- controlled mode: who has mapped what, whoever keeps the book
    // --------------------------------------------------

    /** Per-CPU maps: by task, which address it was given for which frame. */
    private final Map<TaskContext, Deque<long[]>> given = new HashMap<>();

    void noteMap(TaskContext t, long address, int pfn) {
        if (Sync.CONTROLLED) {
            given.computeIfAbsent(t, k -> new ArrayDeque<>()).push(new long[] {address, pfn});
        }
    }

    void noteUnmap(TaskContext t) {
        if (Sync.CONTROLLED && given.containsKey(t) && !given.get(t).isEmpty()) {
            given.get(t).pop();
        }
    }

    /** Raises a violation if a task uses a map that is not its own, or that leads elsewhere than it was made for. */
    void checkOwn(TaskContext t, long address, int leadsTo) {
        int mapped = t.maps() instanceof LocalMaps m ? m.frameAt(address, t.cpuId()) : -1;
        for (long[] g : given.getOrDefault(t, new ArrayDeque<>())) {
            mapped = g[0] == page(address) ? (int) g[1] : mapped;
        }
        if (mapped != leadsTo) {
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.KERNEL_MAP,
                            "reaches page %d through 0x%x, where it has mapped %s"
                                    .formatted(leadsTo, address, mapped < 0 ? "nothing" : "page " + mapped));
        }
    }

    // --- the end, and audits ----------------------------------------------------------------------------------------

    /** Calls {@code use} with each frame that is a table of the kernel's. */
    public void forEachTable(IntConsumer use) {
        tables.forEachTable(use);
    }

    /** Gives the tables back, as the machine ends. */
    public void close() {
        tables.free();
    }

    /** Compares maps with entries and with what the task on each CPU says. While nothing runs. */
    public void audit(Consumer<String> findings) {
        new KmapAudit(this, kernel, frames, cpus, poolSize).run(findings);
    }
}
