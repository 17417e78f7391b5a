package dev.pinfold.mm.gup;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.reclaim.Migration;
import dev.pinfold.mm.space.TaskContext;

/**
 * Pins that stay for long may not lie in memory that must remain movable: {@code check_and_migrate_movable_folios}. Such
 * pages are moved elsewhere first.
 */
final class LongTerm {
    private LongTerm() {}

    /** {@code folio_is_longterm_pinnable}: a pin may stay there. */
    static boolean pinnable(Frames frames, int page) {
        return page == frames.zeroPfn() || frames.zoneOf(page) != Zone.MOVABLE;
    }

    /**
     * Looks where pages lie that have just been pinned. If any lies in movable memory all pins are dropped and those pages
     * moved: whoever pins many pages must not hold some while it waits for others.
     *
     * <p>Preconditions: inside a call; no lock held; the task's cursor is closed.
     *
     * @return 0 if the pins may stay; -EAGAIN if they are gone and the caller pins again; -ENOMEM if a page could not be
     *     moved, since somebody holds it or there is no frame
     */
    static long settle(TaskContext t, int[] pages, int at, int n) {
        Frames frames = t.kernel().frames();
        boolean all = true;
        for (int i = at; i < at + n && all; i++) {
            all = pinnable(frames, pages[i]);
        }
        if (all) {
            return 0;
        }
        Pins.unpinAll(t, pages, at, n);
        for (int i = at; i < at + n; i++) {
            // A page that has gone meanwhile, or has been moved by somebody else, is found elsewhere by the next try.
            if (!pinnable(frames, pages[i])) {
                long moved = Migration.insist(t, pages[i], Zone.HIGHMEM);
                if (moved != 0 && moved != -Errno.EINVAL) {
                    return -Errno.ENOMEM;
                }
            }
        }
        return -Errno.EAGAIN;
    }
}
