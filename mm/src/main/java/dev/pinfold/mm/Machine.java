package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PUD_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.audit.MachineAudit;
import dev.pinfold.mm.audit.MachineView;
import dev.pinfold.mm.device.Device;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.DevicePins;
import dev.pinfold.mm.device.Devices;
import dev.pinfold.mm.device.StrayScopes;
import dev.pinfold.mm.device.Unbinds;
import dev.pinfold.mm.dirty.HugeWriteProtect;
import dev.pinfold.mm.dirty.SharedMappings;
import dev.pinfold.mm.dirty.WalkStyle;
import dev.pinfold.mm.fault.FaultKind;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.file.WritebacksPinned;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.PinCounts;
import dev.pinfold.mm.kmap.KernelAccess;
import dev.pinfold.mm.kmap.KmapChoices;
import dev.pinfold.mm.kmap.Kmaps;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import dev.pinfold.mm.space.ForkTables;
import dev.pinfold.mm.space.HugePages;
import dev.pinfold.mm.space.Kernel;
import dev.pinfold.mm.space.Layout;
import dev.pinfold.mm.space.Limits;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine: its memory, its CPUs, its files, and the tasks that run on it.
 *
 * <p>Tasks of one machine may be used by as many threads as there are tasks, each task by one thread at a time. Building
 * and closing the machine, and auditing it, need that no task is in a call.
 */
public final class Machine implements AutoCloseable {
    /** Pages in a huge page. */
    private static final int HUGE = 512;

    private final MachineConfig config;
    private final Design design;
    private final Kernel kernel;
    private final Devices devices;
    private final MappingWalkSkip mappingWalkSkip;
    private final Kmaps kmaps;
    private final KernelAccess kernelAccess;
    private final SharedMappings sharedMappings;
    private boolean closed;

    private Machine(MachineConfig config, Design design) {
        this.config = config;
        this.design = design;
        this.mappingWalkSkip = design.forMachine(MappingWalkSkip.POINT);
        this.sharedMappings = new SharedMappings(
                design.forMachine(WalkStyle.POINT), mappingWalkSkip, design.forMachine(HugeWriteProtect.POINT));
        int frames = Math.toIntExact(config.memory() / PAGE_SIZE);
        int highmem = Math.toIntExact(config.highmem() / PAGE_SIZE);
        int movable = Math.toIntExact(config.movable() / PAGE_SIZE);
        int device = deviceFrames(config, frames);
        this.kernel = new Kernel(
                new Frames(
                        new FrameConfig(config.cpus(), frames - highmem - movable, highmem, movable, device),
                        design.forMachine(PinCounts.POINT)),
                config.cpus(),
                config.overcommit(),
                config.swap() / PAGE_SIZE,
                new Layout(config.levels(), config.mmapTop(), config.mmapFloor(), config.heapStart()),
                config.privileged(),
                design.forMachine(ForkTables.POINT));
        if (config.swap() > 0) {
            kernel.frames().addSwap(Math.toIntExact(config.swap() / PAGE_SIZE));
        }
        kernel.setPkeys(config.pkeys());
        kernel.setZeroPage(config.zeroPage());
        kernel.files().setWritebackPinned(design.forMachine(WritebacksPinned.POINT));
        kernel.setHugePages(HugePages.of(config.thp()), config.maxPtesNone());
        this.devices = new Devices(
                kernel.frames(),
                kernel.epoch(),
                kernel.cpus(),
                design.forMachine(DevicePins.POINT),
                design.forMachine(Unbinds.POINT),
                design.forMachine(StrayScopes.POINT));
        this.kmaps = new Kmaps(
                kernel,
                devices,
                design.forMachine(KmapChoices.POINT),
                config.kernelMaps().forced(),
                config.kernelMaps().pool());
        this.kernelAccess = new KernelAccess(kmaps, kernel.frames(), devices);
        kernel.beforeMemoryGoes(() -> devices.all().forEach(Device::close));
        int start = frames;
        for (DeviceConfig d : config.devices()) {
            int count = Math.toIntExact(d.size() / PAGE_SIZE);
            start = startOf(d, start);
            try {
                Device.add(devices, kernel.files(), d.name(), d.kind(), start, count, d.path(), d.protect(), d.align());
            } catch (IOException e) {
                kernel.close();
                throw new UncheckedIOException("device " + d.name(), e);
            }
            start += count;
        }
    }

    /** Each device begins where huge entries can map it: at a multiple of 2 MiB, or of 1 GiB if it is as large. */
    private static int startOf(DeviceConfig d, int from) {
        int unit = d.kind() == DeviceKind.GENERIC && d.size() >= PUD_SIZE ? HUGE * HUGE : HUGE;
        return from + unit - 1 & -unit;
    }

    /** Frames behind those of the memory, gaps included. */
    private static int deviceFrames(MachineConfig config, int frames) {
        int end = frames;
        for (DeviceConfig d : config.devices()) {
            end = Math.addExact(startOf(d, end), Math.toIntExact(d.size() / PAGE_SIZE));
        }
        return config.devices().isEmpty() ? 0 : (end + HUGE - 1 & -HUGE) - frames;
    }

    /** Builds a machine of the default design. Memory is reserved, not touched. */
    public static Machine of(MachineConfig config) {
        return of(config, Design.defaults());
    }

    /** Builds a machine of another design. */
    public static Machine of(MachineConfig config, Design design) {
        return new Machine(config, design);
    }

    public MachineConfig config() {
        return config;
    }

    public Design design() {
        return design;
    }

    /** How the mappings of files are write-protected and cleaned here. */
    SharedMappings sharedMappings() {
        return sharedMappings;
    }

    /** What ends walks over the mappings of files here. */
    MappingWalkSkip mappingWalkSkip() {
        return mappingWalkSkip;
    }

    /** The devices with memory of their own. */
    Devices devices() {
        return devices;
    }

    /** How the kernel maps pages for itself. */
    Kmaps kmaps() {
        return kmaps;
    }

    /** Accesses of the kernel through its own addresses. */
    KernelAccess kernelAccess() {
        return kernelAccess;
    }

    /** What lies below the face, for this package's audits and tests. */
    Kernel kernel() {
        return kernel;
    }

    /**
     * A first task, in an empty address space of its own, child of nobody, with a terminal as descriptors 0, 1 and 2.
     *
     * @throws ErrnoException ENOMEM if there is no frame for its page tables
     */
    public Task newTask() {
        Space space = Space.create(kernel, kernel.layout(), 0);
        if (space == null) {
            throw new ErrnoException("newTask()", Errno.ENOMEM);
        }
        int pid = kernel.nextPid();
        FdTable files = new FdTable();
        OpenFile terminal = kernel.files().stream("/dev/pts/0", FileFlags.O_RDWR);
        for (int fd = 0; fd < 3; fd++) {
            files.install(fd == 0 ? terminal : terminal.get(), fd, 3, false);
        }
        TaskContext context = new TaskContext(kernel, pid, pid, space, files, new Limits());
        kernel.tasks().add(context, null, false);
        return task(context);
    }

    private Task task(TaskContext context) {
        return (Task) context.face(() -> new Task(this, context));
    }

    /** The task with a number that a call returned, always the same object; null if it has ended. */
    public @Nullable Task task(int pid) {
        TaskContext context = kernel.tasks().find(pid);
        return context == null ? null : task(context);
    }

    /** Every task that has not ended, by number. */
    public List<Task> tasks() {
        List<Task> all = new ArrayList<>();
        kernel.tasks().all().stream()
                .sorted((a, b) -> Integer.compare(a.pid(), b.pid()))
                .forEach(t -> all.add(task(t)));
        return all;
    }

    /** Faults handled so far, by kind; kinds that never came are left out. */
    public Map<String, Long> faultCounts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (FaultKind kind : FaultKind.values()) {
            long n = 0;
            for (int cpu = 0; cpu < config.cpus(); cpu++) {
                n += kernel.faultCounts(cpu)[kind.index()];
            }
            if (n != 0) {
                counts.put(kind.label(), n);
            }
        }
        return counts;
    }

    /** Frames in use, for pages, page tables and the page cache. */
    public int usedFrames() {
        return kernel.frames().usedFrames();
    }

    /** Pages in the page cache. */
    public long cachedPages() {
        return kernel.files().cachedPages();
    }

    /** Page-table pages of all address spaces. */
    public long tableCount() {
        return spaces().stream().mapToLong(s -> s.tables().tableCount()).sum();
    }

    /** The address spaces that a task uses. */
    Set<Space> spaces() {
        Set<Space> spaces = Collections.newSetFromMap(new IdentityHashMap<>());
        kernel.tasks().all().forEach(t -> spaces.add(t.space()));
        return spaces;
    }

    /** Audits everything and reports each contradiction. No task may be in a call meanwhile. */
    public void check(Consumer<String> findings) {
        check(findings, new int[0], new int[0]);
    }

    /**
     * As {@link #check(Consumer)}, while somebody outside of the machine holds pages.
     *
     * @param got pages that {@link Pages} got and not yet put, each as often as it is held
     * @param pinned pages that it pinned and not yet unpinned, likewise
     */
    public void check(Consumer<String> findings, int[] got, int[] pinned) {
        new MachineAudit(kernel, spaces(), devices, kmaps).run(findings, got, pinned);
    }

    /**
     * A look at the machine as it is now, while no task moves.
     *
     * @param named tasks that have not ended, by the names that reports are to give them
     */
    public MachineView view(Map<String, Task> named) {
        Map<String, Space> spaces = new LinkedHashMap<>();
        named.forEach((name, t) -> spaces.put(name, t.context().space()));
        return new MachineView(kernel.frames(), spaces);
    }

    /** Audits everything; throws AssertionError with all findings if there are any. */
    public void check() {
        StringBuilder all = new StringBuilder();
        check(f -> all.append('\n').append(f));
        if (!all.isEmpty()) {
            throw new AssertionError("the machine contradicts itself:" + all);
        }
    }

    /** Ends every task, writes files back to where they came from, and gives the memory back. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (Task t : tasks()) {
                t.calls().exit(0);
            }
            kernel.close();
        }
    }

    /**
     * Gives the memory back and ends nothing: for an explored run, which may have been given up in the middle of a call.
     * Nothing of the machine may be used afterwards.
     */
    public void discard() {
        if (!closed) {
            closed = true;
            kernel.discard();
        }
    }
}
