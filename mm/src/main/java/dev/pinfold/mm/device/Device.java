package dev.pinfold.mm.device;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.Page.PUD_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileSystem;
import dev.pinfold.mm.frame.FrameRange;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.sync.Witness;
import dev.pinfold.mm.table.Geometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device with memory: a range of frames, and what lies in it. It is bound (its page map lives) or not; files of an unbound
 * device stay, but their pages cannot be had.
 */
public final class Device {
    private static final Site FILES = Site.lock("device: lock over the list of its files");
    private static final Site BIND = Site.lock("device: lock over binding");
    private static final Site UNBIND = Site.lock("device: lock over unbinding");

    private final Devices devices;
    private final String name;
    private final DeviceKind kind;
    private final int start;
    private final int frames;
    private final @Nullable Path path;
    private final StrayMode protect;
    /** Bytes that each of its entries maps; 0 if that is as many as fit. */
    private final long align;
    /** How many pages, from the first on, entries of 1 GiB can map. */
    private final int giantPages;
    /** Sections open for this device by CPU, where CPUs count them; each the affair of the task on the CPU. */
    private final int[] sections;

    private final DaxBlocks blocks;

    /** Which frames are free, if the kind is private; else none is. */
    private final PrivateFrames privateFrames;

    /** One binding or unbinding at a time. */
    private final Mutex lock = new Mutex(LockClass.NAMESPACE);

    /** The page map while the device is bound. Written under {@link #lock}. */
    private final RefCell<DevPagemap> pgmap = new RefCell<>(null);

    /** Nothing must reach the memory any more. Written under {@link #lock}; others look at it in checks only. */
    private boolean left;

    /** Mappings of the device's files. */
    private final LongCell mappings = new LongCell(0);

    private final long mappingsObject = Waits.newObject();
    private final SpinLock filesLock = new SpinLock(LockClass.PGMAP);
    private final Witness witness = new Witness();
    /** Under {@link #filesLock}. */
    private final List<DaxMapping> files = new ArrayList<>();

    private Device(
            Devices devices,
            String name,
            DeviceKind kind,
            int start,
            int frames,
            @Nullable Path path,
            StrayMode protect,
            long align) {
        this.devices = devices;
        this.name = name;
        this.kind = kind;
        this.start = start;
        this.frames = frames;
        this.path = path;
        this.protect = protect;
        this.align = align;
        // Entries that count nothing map no folio as large: they are older.
        boolean giants = kind == DeviceKind.GENERIC
                && (align == 0 || align == PUD_SIZE)
                && !devices.pin().devmap();
        this.giantPages = giants ? frames & -Geometry.pages(Geometry.PUD) : 0;
        this.sections = new int[protect == StrayMode.OFF ? 0 : devices.cpus()];
        int data = kind == DeviceKind.FSDAX && path != null ? frames - DaxStore.frames(frames) : frames;
        this.blocks = new DaxBlocks(start, start + data);
        this.privateFrames = new PrivateFrames(devices.frames(), start, kind == DeviceKind.PRIVATE ? frames : 0);
    }

    /**
     * Adds a device to a machine under construction, and binds it.
     *
     * @param start its first frame, a multiple of 512, or of 262,144 for at least so many frames
     * @param path a file of the host that holds its bytes; null for plain memory
     * @param protect whether the kernel's own stray accesses to it are caught
     * @param align bytes that each entry maps of a device that is one file: 4 KiB, 2 MiB or 1 GiB; 0 for as many as fit
     * @throws IOException if that file cannot be used
     */
    public static Device add(
            Devices devices,
            FileSystem names,
            String name,
            DeviceKind kind,
            int start,
            int frames,
            @Nullable Path path,
            StrayMode protect,
            long align)
            throws IOException {
        Device d = new Device(devices, name, kind, start, frames, path, protect, align);
        for (int i = 0; i < d.giantPages; i += Geometry.pages(Geometry.PUD)) {
            devices.frames().deviceFolios().makeGiant(start + i);
        }
        if (path != null) {
            devices.frames().backByFile(start, frames, path);
        }
        devices.add(d);
        d.pgmap.setRelease(devices.memremap(start, start + frames, kind));
        switch (kind) {
            case FSDAX -> {
                DaxStore store = path == null ? null : new DaxStore(d);
                DaxDirectory directory = new DaxDirectory(d, store);
                names.mount("/" + name, directory, directory.existing());
            }
            case GENERIC -> names.addDevice("/" + name, DaxMapping.whole(d));
            case PRIVATE -> {
                // Reached by migration only.
            }
        }
        return d;
    }

    public String name() {
        return name;
    }

    public DeviceKind kind() {
        return kind;
    }

    /** The first frame. */
    public int start() {
        return start;
    }

    /** How many frames there are. */
    public int frameCount() {
        return frames;
    }

    /** The page size of a device that is one file; 4 KiB if its entries map what fits. */
    long align() {
        return align == 0 ? PAGE_SIZE : align;
    }

    /** Whether entries of a level may map its memory. A file on a device has none of 1 GiB ({@code dax_iomap_fault}). */
    boolean maps(int level) {
        if (kind != DeviceKind.GENERIC) {
            return level <= Geometry.PMD;
        }
        long size = align == PUD_SIZE && giantPages == 0 ? PMD_SIZE : align;
        return align == 0 || size == Geometry.span(level);
    }

    /** How many pages, from the first on, entries of 1 GiB can map. */
    int giantPages() {
        return giantPages;
    }

    /** Calls {@code use} with the ranges of frames of which something was ever recorded. Nothing runs meanwhile. */
    void eachUsed(FrameRange use) {
        int plain = start + giantPages;
        for (int head = start; head < plain; head += Geometry.pages(Geometry.PUD)) {
            use.range(head, head + DaxChunk.PAGES);
        }
        for (DaxMapping m : files) {
            m.eachPart(use);
        }
        use.range(plain, start + frames);
    }

    Devices devices() {
        return devices;
    }

    /** Whether the device's memory is protected against stray accesses, and how. */
    public StrayMode protect() {
        return protect;
    }

    /** The protection that the device is under; null if it is under none. */
    public @Nullable StrayProtection protection() {
        return protect == StrayMode.OFF ? null : devices.protection();
    }

    /** Changes the count of sections open for the device on a CPU. For {@link StrayScope}. */
    public void addSections(int cpu, int delta) {
        sections[cpu] += delta;
    }

    /** Sections open for the device on a CPU, where CPUs count them. */
    public int sections(int cpu) {
        return sections[cpu];
    }

    Frames memory() {
        return devices.frames();
    }

    DevicePin pin() {
        return devices.pin();
    }

    /** Which blocks are free. */
    DaxBlocks blocks() {
        return blocks;
    }

    /** The frames that pages of programs can move to. */
    PrivateFrames privateFrames() {
        return privateFrames;
    }

    /**
     * Takes a free frame of a private device, with one reference; the frame holds the page map until the last is dropped.
     *
     * @return -1 if there is none, or the device is leaving or not bound
     */
    public int takePrivate(TaskContext t) {
        DevPagemap p = pgmap.getAcquire();
        if (p == null || !p.tryGet(t.cpuId(), 1)) {
            return -1;
        }
        int pfn = privateFrames.take();
        if (pfn < 0) {
            p.put(t.cpuId(), 1);
        }
        return pfn;
    }

    /** The page map; null while the device is not bound. */
    public @Nullable DevPagemap pgmap() {
        return pgmap.getAcquire();
    }

    /** Whether pages of the device may be given to anybody. */
    public boolean isLive() {
        DevPagemap p = pgmap.getAcquire();
        return p != null && !p.isDying();
    }

    /** Whether the device has left for good, so that no address leads to its memory; for checks. */
    public boolean hasLeft() {
        return left;
    }

    void addFile(DaxMapping m) {
        filesLock.lock(FILES);
        witness.change();
        files.add(m);
        filesLock.unlock();
    }

    void removeFile(DaxMapping m) {
        filesLock.lock(FILES);
        witness.change();
        files.remove(m);
        filesLock.unlock();
    }

    /** The files that lie on the device. */
    List<DaxMapping> files() {
        filesLock.lock(FILES);
        witness.read();
        List<DaxMapping> all = List.copyOf(files);
        filesLock.unlock();
        return all;
    }

    // --- mappings ---------------------------------------------------------------------------------------------------

    void linked() {
        mappings.getAndAdd(1);
    }

    void unlinked() {
        if (mappings.getAndAdd(-1) == 1) {
            Waits.wake(mappingsObject);
        }
    }

    /** Waits until no file of the device is mapped. */
    void awaitNoMappings(Site site) {
        Waits.await(site, mappingsObject, () -> mappings.getVolatile() == 0);
    }

    // --- coming and going -------------------------------------------------------------------------------------------

    /** {@code memremap_pages}: binds the device. Returns 0, or -EBUSY if it is bound. */
    public long bind() {
        lock.lock(BIND);
        try {
            if (pgmap.getAcquire() != null) {
                return -Errno.EBUSY;
            }
            DevPagemap fresh = devices.memremap(start, start + frames, kind);
            if (fresh == null) {
                return -Errno.EBUSY;
            }
            left = false;
            pgmap.setRelease(fresh);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the device away, in the way the machine's design says. Returns 0 when nobody uses its memory any more, or
     * -ENODEV if it is not bound.
     */
    public long unbind(TaskContext t) {
        lock.lock(UNBIND);
        try {
            DevPagemap p = pgmap.getAcquire();
            if (p == null) {
                return -Errno.ENODEV;
            }
            devices.unbind().run(t, this, p);
            pgmap.setRelease(null);
            devices.memunmap(t.cpu(), p);
            left = true;
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Ends with the machine: what was stored is in the device's file. */
    public void close() {
        if (path != null) {
            try {
                devices.frames().endBacking(start, frames, path);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("closing a device", e);
            }
        }
    }

    /** Why an unbinding waits, for reports: how many mappings exist, by file. */
    public Map<String, Integer> mappedBy() {
        Map<String, Integer> by = new java.util.TreeMap<>();
        for (DaxMapping m : files()) {
            int n = m.mappingCount();
            if (n > 0) {
                by.put(m.toString(), n);
            }
        }
        return by;
    }
}
