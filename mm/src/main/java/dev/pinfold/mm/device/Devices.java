package dev.pinfold.mm.device;

import dev.pinfold.mm.Errno;
import dev.pinfold.mm.frame.DeviceFrames;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Waits;
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
    private static final Site GRACE = Site.await("pgmap: wait for look-ups before a page map is forgotten");
    private static final DevPagemap[] NONE = {};

    private final Frames frames;
    private final Epoch epoch;
    private final int cpus;
    private final DevicePin pin;
    private final Unbind unbind;
    private final List<Device> all = new ArrayList<>();

    private final SpinLock lock = new SpinLock(LockClass.PGMAP);
    /** By start; written under the lock. */
    private final RefCell<DevPagemap[]> ranges = new RefCell<>(NONE);

    /** No devices yet. {@code frames} learns that its device zone is served here. */
    public Devices(Frames frames, Epoch epoch, int cpus, DevicePin pin, Unbind unbind) {
        this.frames = frames;
        this.epoch = epoch;
        this.cpus = cpus;
        this.pin = pin;
        this.unbind = unbind;
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

    /** The devices, in the order they were added. */
    public List<Device> all() {
        return all;
    }

    void add(Device d) {
        all.add(d);
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
            for (int pfn = start; idle != 0 && pfn < end; pfn++) {
                frames.setDeviceRefs(pfn, idle);
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

    /**
     * Forgets a page map ({@code memunmap_pages}).
     *
     * <p>Preconditions: killed and drained. May sleep.
     */
    void memunmap(DevPagemap gone) {
        // Where pages hold the device they are idle now; where they do not, who still has one has nothing. An explored
        // run
        // looks in any case.
        boolean look = !pin.pagesHold() || Sync.CONTROLLED;
        for (int pfn = gone.start(); look && pfn < gone.end(); pfn++) {
            frames.retireDevice(pfn, pin.idle(gone.kind()));
        }
        lock.lock(REMOVE);
        List<DevPagemap> left = new ArrayList<>(List.of(all(ranges.getAcquire())));
        left.remove(gone);
        ranges.setRelease(left.toArray(NONE));
        lock.unlock();
        epoch.synchronize(GRACE);
    }

    // --- what frames need -------------------------------------------------------------------------------------------

    @Override
    public void lastPut(int folio, int cpu) {
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

    /** Errors of calls that name a device which is not there. */
    public static final long NO_DEVICE = -Errno.ENODEV;
}
