package dev.pinfold.mm.reclaim;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;

/**
 * Moving a page of private memory to a device that the CPU cannot reach: what {@code migrate_vma_pages} does with one folio.
 *
 * <p>It goes as all reclaim does: taken from who maps it, flushed, frozen, copied. Then everybody who mapped it has a note in
 * place of the entry, which is a reference of the device's frame. Pages that are pinned or held stay, and huge ones.
 */
public final class ToDevice {
    private static final Site LOCK = Site.lock("migrate.device: folio lock of the page that moves");
    private static final Site TARGET =
            Site.lock("migrate.device: folio lock of the device's frame, against the device that leaves");

    private ToDevice() {}

    /**
     * Moves a page. The caller's reference is not dropped: the frame is free when it is.
     *
     * <p>Preconditions: as {@link Migration#page}; the caller has a reference.
     *
     * @return 1 if it moved, 0 if it stays where it is, -1 if the device has no room
     */
    public static int page(TaskContext t, int page, DeviceTarget target) {
        Frames frames = t.kernel().frames();
        if (frames.isDevice(page) || frames.test(page, FrameFlags.HEAD | FrameFlags.TAIL)) {
            return 0;
        }
        int to = target.take();
        if (to < 0) {
            return -1;
        }
        boolean moved = false;
        frames.lock(page, LOCK);
        if (frames.test(page, FrameFlags.ANON)) {
            // The task that takes the device away looks at each frame under its lock, after it has said that the device
            // leaves: it finds what was brought before, and nothing is brought after.
            frames.lock(to, TARGET);
            if (Guard.DEVICE_MIGRATION_LIVE.holds(!target.leaves())) {
                try (MigrationEntries d = new MigrationEntries(t, page)) {
                    AnonVma anon = d.anon();
                    moved = anon != null && locked(frames, d, anon, page, to);
                }
            }
            frames.unlock(to);
        }
        frames.unlock(page);
        frames.put(to, t.cpuId()); // From here on it is the entries' alone.
        return moved ? 1 : 0;
    }

    private static boolean locked(Frames frames, MigrationEntries d, AnonVma anon, int page, int to) {
        boolean frozen = d.take(0) && Guard.DEVICE_MIGRATION_FROZEN.holds(frames.tryFreeze(page, 1));
        if (!frozen) {
            d.giveBack(page);
            return false;
        }
        Bytes.copy(frames.address(page), frames.address(to), PAGE_SIZE);
        frames.setOwner(to, anon, d.index());
        frames.set(to, FrameFlags.ANON);
        frames.unfreeze(page, 1);
        d.toDevice(to);
        return true;
    }
}
