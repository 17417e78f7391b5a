package dev.pinfold.mm.reclaim;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.LargeFolio;
import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;

/**
 * Moving a page to another frame while programs use it: {@code migrate_pages} for one folio.
 *
 * <p>The page is taken from all who map it and flushed; then its count of references is frozen at what the mover and the
 * cache have, so that nobody can get at it; it is copied, the other frame takes its place in the file or in its reverse map,
 * and everybody maps that. A page that somebody else holds or has pinned stays where it is.
 *
 * <p>A page of a large folio of private memory takes the whole folio along, which stays large, and its huge entries huge.
 * It is split first where no folio as large is free, and where only a part of it is still mapped: then the page moves alone.
 */
public final class Migration {
    private static final Site LOCK = Site.lock("migrate: folio lock of the page that moves");
    private static final Site TARGET = Site.lock("migrate: folio lock of the frame it moves to, against truncation");

    /** What {@link #locked} says of a folio that was split: its page is one to look for anew. */
    private static final long SPLIT = 1;

    /** How often {@code migrate_pages} tries a page that is in use. */
    private static final int ATTEMPTS = 10;

    private Migration() {}

    /**
     * Moves a page.
     *
     * <p>Preconditions: inside a call; no folio lock, no lock of a reverse map or of tables held; the task's cursor is
     * closed. An mmap lock may be held for reading.
     *
     * @param zone where to look for a frame first
     * @return 0; -EAGAIN if somebody else holds or has pinned the page; -ENOMEM; -EINVAL for what is no page of private
     *     memory or of a file, or lies on a device
     */
    public static long page(TaskContext t, int page, Zone zone) {
        Frames frames = t.kernel().frames();
        if (page <= 0
                || page >= frames.frames()
                || frames.isDevice(page)
                || frames.test(page, FrameFlags.RESERVED | FrameFlags.TABLE)) {
            return -Errno.EINVAL;
        }
        long result;
        do {
            int folio = frames.head(page);
            if (frames.ownerId(folio) == 0 || !frames.tryGet(folio)) {
                return -Errno.EINVAL;
            }
            result = -Errno.EINVAL;
            // With a reference the frame stays what it is, but it may be one that somebody has just begun to fill.
            if (frames.ownerId(folio) != 0) {
                frames.lock(folio, LOCK);
                result = frames.head(page) == folio ? locked(t, frames, folio, zone) : SPLIT;
                frames.unlock(folio);
            }
            frames.put(folio, t.cpuId());
        } while (result == SPLIT);
        return result;
    }

    /** A large folio of shared memory: as one of private memory, but who maps it finds it by a fault afterwards. */
    private static long ofFile(TaskContext t, Frames frames, ShmemMapping m, int folio, Zone zone) {
        int to = frames.allocNow(zone, frames.order(folio), t.cpuId());
        if (to < 0) {
            return LargeFolio.split(m, t, folio, -1) ? SPLIT : -Errno.EAGAIN;
        }
        boolean mine = frames.tryLock(to, TARGET);
        boolean moved = LargeFolio.move(m, t, folio, to);
        if (mine) {
            frames.unlock(to);
        }
        frames.put(to, t.cpuId());
        return moved ? 0 : -Errno.EAGAIN;
    }

    /** As {@link #page}, and tries again while the page is in use; then -ENOMEM. */
    public static long insist(TaskContext t, int page, Zone zone) {
        for (int i = 0; i < ATTEMPTS; i++) {
            long result = page(t, page, zone);
            if (result != -Errno.EAGAIN) {
                return result;
            }
        }
        return -Errno.ENOMEM;
    }

    private static long locked(TaskContext t, Frames frames, int page, Zone zone) {
        int order = frames.order(page);
        int to = -1;
        if (order > 0) {
            if (!frames.test(page, FrameFlags.ANON)) {
                return frames.owner(page) instanceof ShmemMapping m ? ofFile(t, frames, m, page, zone) : -Errno.EBUSY;
            }
            boolean partly = frames.test(page, FrameFlags.PARTLY_MAPPED);
            to = partly ? -1 : frames.allocNow(zone, order, t.cpuId());
            if (to < 0) {
                long split = FolioSplit.locked(t, page);
                return split < 0 ? split : SPLIT;
            }
        }
        try (MigrationEntries d = new MigrationEntries(t, page)) {
            FileMapping file = d.file();
            if (file == null && d.anon() == null) {
                return giveUp(frames, to, t.cpuId());
            }
            if (file != null) {
                file.waitWriteback(page);
            }
            if (order == 0) {
                to = frames.alloc(zone, 0, t.cpuId());
            }
            if (to < 0) {
                return -Errno.ENOMEM;
            }
            boolean mine = frames.tryLock(to, TARGET);
            boolean moved = d.take(0)
                    && (file != null ? file.replacePage(page, to, d.index()) : moveAnon(d, frames, page, to, order));
            d.giveBack(moved ? to : page);
            if (mine) {
                frames.unlock(to);
            }
            frames.put(to, t.cpuId());
            return moved ? 0 : -Errno.EAGAIN;
        }
    }

    private static long giveUp(Frames frames, int to, int cpu) {
        if (to >= 0) {
            frames.put(to, cpu);
        }
        return -Errno.EINVAL;
    }

    /** Private memory: the frame alone is what holds it. */
    private static boolean moveAnon(MigrationEntries d, Frames frames, int page, int to, int order) {
        AnonVma anon = d.anon();
        if (!Guard.MIGRATION_FROZEN.holds(frames.tryFreeze(page, 1))) {
            return false;
        }
        if (order == 0) {
            Bytes.copy(frames.address(page), frames.address(to), PAGE_SIZE);
        } else {
            frames.contents().copy(page, to, 1 << order);
        }
        frames.set(to, frames.flags(page) & FrameFlags.MOVED);
        frames.setOwner(to, anon, d.index());
        frames.unfreeze(page, 1);
        return true;
    }
}
