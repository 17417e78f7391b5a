package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.Errno;
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
     * Takes a broken page out of use.
     *
     * <p>Preconditions: as {@link Migration#page}.
     *
     * @return 0; -EHWPOISON if it was known to be broken; -EBUSY for a page of a file or of a larger folio, which is not
     *     handled; -ENXIO for what is no page of a user's
     */
    public static long handle(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        if (page <= 0 || page >= frames.frames()) {
            return -Errno.ENXIO;
        }
        if (frames.test(page, FrameFlags.HWPOISON)) {
            return -Errno.EHWPOISON;
        }
        if (frames.ownerId(page) == 0 || !frames.test(page, FrameFlags.ANON)) {
            return frames.ownerId(page) == 0 ? -Errno.ENXIO : -Errno.EBUSY;
        }
        if (frames.test(page, FrameFlags.HEAD | FrameFlags.TAIL) || !frames.tryGet(page)) {
            return -Errno.EBUSY;
        }
        frames.lock(page, LOCK);
        boolean taken = false;
        boolean known = frames.testAndSet(page, FrameFlags.HWPOISON);
        if (!known) {
            try (Detached d = new Detached(t, page)) {
                taken = d.anon() != null && d.take(Detached.BROKEN);
                if (taken) {
                    d.poison();
                } else {
                    frames.clear(page, FrameFlags.HWPOISON);
                    d.giveBack(page);
                }
            }
        }
        frames.unlock(page);
        if (!taken) {
            frames.put(page, t.cpuId());
        }
        // Else the reference stays for good, and with it the frame is never given out again.
        return taken ? 0 : known ? -Errno.EHWPOISON : -Errno.EBUSY;
    }
}
