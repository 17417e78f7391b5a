package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/**
 * Hardware has found a frame of private memory broken: {@code memory_failure} for an anonymous page. It is taken from
 * everybody who maps it, pinned or not; who touches it next gets a SIGBUS that says so, until he discards it. The frame is
 * used by nobody any more.
 */
public final class PageFailure {
    private static final Site LOCK = Site.lock("poison: folio lock over taking a broken page from who maps it");

    private PageFailure() {}

    /**
     * Takes a broken page out of use. A large folio is split first. If it cannot be, since somebody holds it, the page alone
     * is taken from who maps it, and its folio is never used again.
     *
     * <p>Preconditions: as {@link Migration#page}.
     *
     * @return 0; -EHWPOISON if it was known to be broken, or is part of a folio that could not be split; -EBUSY for a page of a
     *     file, which is not handled; -ENXIO for what is no page of a user's
     */
    public static long handle(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        if (page <= 0 || page >= frames.frames()) {
            return -Errno.ENXIO;
        }
        while (true) {
            int folio = frames.head(page);
            if (frames.test(page, FrameFlags.HWPOISON)) {
                return -Errno.EHWPOISON;
            }
            if (frames.ownerId(folio) == 0 || !frames.test(folio, FrameFlags.ANON)) {
                return frames.ownerId(folio) == 0 ? -Errno.ENXIO : -Errno.EBUSY;
            }
            if (!frames.tryGet(folio)) {
                return -Errno.EBUSY;
            }
            frames.lock(folio, LOCK);
            boolean same = frames.head(page) == folio;
            boolean large = same && frames.test(folio, FrameFlags.HEAD);
            // After a split the page is one for itself, or free if nobody mapped it.
            if (!same || large && FolioSplit.locked(t, folio, page) >= 0) {
                frames.unlock(folio);
                frames.put(folio, t.cpuId());
                continue;
            }
            return locked(t, frames, folio, page, large ? -Errno.EHWPOISON : 0);
        }
    }

    /** Gives the lock back, and the reference if the page stays in use: else it keeps the frame from being given out. */
    private static long locked(TaskContext t, Frames frames, int folio, int page, long success) {
        boolean taken = false;
        boolean known = frames.testAndSet(page, FrameFlags.HWPOISON);
        if (!known) {
            try (MigrationEntries d = new MigrationEntries(t, folio, page)) {
                taken = d.anon() != null && d.take(MigrationEntries.BROKEN | MigrationEntries.SPLIT_HUGE);
                if (taken) {
                    d.poison();
                } else {
                    frames.clear(page, FrameFlags.HWPOISON);
                    d.giveBack(page);
                }
            }
        }
        frames.unlock(folio);
        if (!taken) {
            frames.put(folio, t.cpuId());
        }
        return taken ? success : known ? -Errno.EHWPOISON : -Errno.EBUSY;
    }
}
