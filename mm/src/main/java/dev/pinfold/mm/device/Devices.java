package dev.pinfold.mm.device;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.DeviceFolios;
import dev.pinfold.mm.frame.DeviceFrames;
import dev.pinfold.mm.frame.FrameRange;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Cpu;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.Tlb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices of a machine, and the registry of their page maps by range of frames ({@code pgmap_array}).
 *
 * <p>A look-up takes no lock: it reads an array that is replaced whole, inside the epoch.
 */
public final class Devices implements DeviceFrames {
    private static final Site REGISTER = Site.lock("pgmap: registry lock over a new range");
    private static final Site REMOVE = Site.lock("pgmap: registry lock over a range that goes");
    private static final Site DIRECT_MAP = Site.flush("pgmap: forget the kernel's addresses of memory that goes");
    private static final DevPagemap[] NONE = {};

    private final Frames frames;
    private final Epoch epoch;
    private final Cpus cpuSet;
    private final int cpus;
    private final DevicePin pin;
    private final Unbind unbind;
    private final StrayProtection protection;
    private final List<Device> all = new ArrayList<>();
    /** Set while the machine is built. */
    private int protectedStart = Integer.MAX_VALUE;

    private final SpinLock lock = new SpinLock(LockClass.PGMAP);
    /** By start; written under the lock. */
    private final RefCell<DevPagemap[]> ranges = new RefCell<>(NONE);

    /** No devices yet. {@code frames} learns that its device zone is served here. */
    public Devices(Frames frames, Epoch epoch, Cpus cpuSet, DevicePin pin, Unbind unbind, StrayScope scope) {
        this.frames = frames;
        this.epoch = epoch;
        this.cpuSet = cpuSet;
        this.cpus = cpuSet.count();
        this.pin = pin;
        this.unbind = unbind;
        this.protection = new StrayProtection(scope, cpuSet.count());
        frames.setDeviceFrames(this);
    }

    Frames frames() {
        return frames;
    }

    /** What keeps a device while its pages are used. */
    public DevicePin pin() {
        return pin;
    }

    /** What happens when a device is told to leave. */
    public Unbind unbind() {
        return unbind;
    }

    int cpus() {
        return cpus;
    }

    /** The protection of those devices that want it. */
    public StrayProtection protection() {
        return protection;
    }

    /** The device that a frame belongs to; null if it is no device's. */
    public @Nullable Device of(int pfn) {
        for (Device d : all) {
            if (d.start() <= pfn && pfn < d.start() + d.frameCount()) {
                return d;
            }
        }
        return null;
    }

    /** The devices, in the order they were added. */
    public List<Device> all() {
        return all;
    }

    void add(Device d) {
        all.add(d);
        protectedStart = d.protect() == StrayMode.OFF ? protectedStart : Math.min(protectedStart, d.start());
    }

    /** The first frame that may be a protected device's; beyond all frames where nothing is protected. */
    public int protectedStart() {
        return protectedStart;
    }

    /** The device with a name; null if there is none. */
    public @Nullable Device find(String name) {
        for (Device d : all) {
            if (d.name().equals(name)) {
                return d;
            }
        }
        return null;
    }

    // --- page maps --------------------------------------------------------------------------------------------------

    /**
     * Makes the frames {@code [start, end)} usable ({@code memremap_pages}). The pages are idle.
     *
     * @return the page map, or null if a page map covers one of the frames already
     */
    public @Nullable DevPagemap memremap(int start, int end, DeviceKind kind) {
        DevPagemap fresh = new DevPagemap(start, end, kind, cpus, epoch);
        lock.lock(REGISTER);
        DevPagemap[] old = all(ranges.getAcquire());
        boolean free = true;
        for (DevPagemap p : old) {
            free &= p.end() <= start || end <= p.start();
        }
        if (free) {
            int idle = pin.idle(kind);
            DeviceFolios folios = frames.deviceFolios();
            for (int pfn = start; idle != 0 && pfn < end; pfn = folios.next(pfn)) {
                folios.setRefs(pfn, idle);
            }
            DevPagemap[] more = Arrays.copyOf(old, old.length + 1);
            more[old.length] = fresh;
            ranges.setRelease(more);
        }
        lock.unlock();
        return free ? fresh : null;
    }

    private static DevPagemap[] all(DevPagemap @Nullable [] array) {
        return array == null ? NONE : array;
    }

    /** The page map of a frame, without a reference: valid inside the epoch, or while the frame is held. */
    public @Nullable DevPagemap lookup(int pfn) {
        for (DevPagemap p : all(ranges.getAcquire())) {
            if (p.start() <= pfn && pfn < p.end()) {
                return p;
            }
        }
        return null;
    }

    /** Whether a frame of a device is usable; for checks, no step of any task. */
    public boolean peekLive(int pfn) {
        for (DevPagemap p : all(ranges.peek())) {
            if (p.start() <= pfn && pfn < p.end()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Forgets a page map ({@code memunmap_pages}).
     *
     * <p>Preconditions: killed and drained. A task that looked it up before finds it dying, so none has to be waited for.
     */
    void memunmap(Cpu self, DevPagemap gone) {
        // Where pages hold the device they are idle now; where they do not, who still has one has nothing. An explored
        // run
        // looks in any case.
        boolean look = !pin.pagesHold() || Sync.CONTROLLED;
        DeviceFolios folios = frames.deviceFolios();
        for (int pfn = gone.start(); look && pfn < gone.end(); pfn = folios.next(pfn)) {
            folios.retire(pfn, pin.idle(gone.kind()));
        }
        lock.lock(REMOVE);
        List<DevPagemap> left = new ArrayList<>(List.of(all(ranges.getAcquire())));
        left.remove(gone);
        ranges.setRelease(left.toArray(NONE));
        lock.unlock();
        // The kernel's own addresses of the memory end with the device.
        if (DIRECT_MAP.on()) {
            cpuSet.flush(
                    -1L >>> Cpus.MAX - cpus,
                    self,
                    Tlb.KERNEL,
                    kernelAddress(gone.start()),
                    kernelAddress(gone.end()),
                    DIRECT_MAP);
        }
    }

    // --- what frames need -------------------------------------------------------------------------------------------

    @Override
    public void eachUsed(FrameRange use) {
        for (Device d : all) {
            d.eachUsed(use);
        }
    }

    @Override
    public void lastPut(int folio, int cpu) {
        Device d = of(folio);
        if (d != null && d.kind() == DeviceKind.PRIVATE) {
            d.privateFrames().give(folio);
            epoch.enter(cpu);
            DevPagemap p = lookup(folio);
            if (p != null) {
                p.put(cpu, 1);
            }
            epoch.exit(cpu);
            return;
        }
        // Idle: whoever waits to take the block away may do so now.
        Waits.wake(frames.address(folio));
    }

    @Override
    public boolean tryGetDevmap(int page, int n, int cpu) {
        epoch.enter(cpu);
        DevPagemap p = pin.devmap() ? lookup(page) : null;
        boolean got = p != null && p.tryGet(cpu, n);
        epoch.exit(cpu);
        return got;
    }

    @Override
    public void putDevmap(int page, int n, int cpu) {
        if (!pin.devmap()) {
            return;
        }
        Waits.wake(frames.address(page));
        epoch.enter(cpu);
        DevPagemap p = lookup(page);
        if (p != null) {
            p.put(cpu, n);
        }
        epoch.exit(cpu);
    }

    /** Where the kernel sees every frame that it has a permanent address for: {@code page_offset_base}. */
    public static final long PAGE_OFFSET = 0xffff_8880_0000_0000L;

    /** A frame's permanent kernel address. */
    public static long kernelAddress(int pfn) {
        return PAGE_OFFSET + ((long) pfn << PAGE_SHIFT);
    }

    /** Errors of calls that name a device which is not there. */
    public static final long NO_DEVICE = -Errno.ENODEV;
}
