package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;

/**
 * Taking the frame of a private page: what {@code shrink_folio_list} does with anonymous folios. The page goes to swap, or to
 * nowhere if the program said that it can be spared (MADV_FREE) and has not stored to it since.
 *
 * <p>The order is that of all reclaim: take it from who maps it, flush, freeze the count of references, and only then look
 * whether it was stored to. Pages that are pinned, held or locked into memory stay.
 */
final class SwapOut {
    private static final Site LOCK = Site.lock("swap: folio lock over taking a page from who maps it");

    private SwapOut() {}

    /**
     * Takes a page's frame. The caller's reference is not dropped: the frame is free when it is.
     *
     * <p>Preconditions: as {@link Migration#page}; the caller has a reference. Never waits for the folio.
     *
     * @return whether nobody uses the frame any more but the caller
     */
    static boolean page(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        if (frames.test(page, FrameFlags.HEAD | FrameFlags.TAIL) || !frames.tryLock(page, LOCK)) {
            return false;
        }
        boolean done = false;
        if (frames.test(page, FrameFlags.ANON)) {
            try (Detached d = new Detached(t, page)) {
                done = d.anon() != null && locked(frames, d, page);
            }
        }
        frames.unlock(page);
        return done;
    }

    private static boolean locked(Frames frames, Detached d, int page) {
        boolean spare = frames.test(page, FrameFlags.LAZYFREE);
        int slot = spare || !frames.hasSwap() ? -1 : frames.swap().take();
        if (slot < 0 && !spare) {
            return false;
        }
        boolean frozen = d.take(Detached.MLOCKED_STAYS) && Guard.RECLAIM_FROZEN.holds(frames.tryFreeze(page, 1));
        boolean stored = spare && !Guard.RECLAIM_STILL_CLEAN.holds(!d.dirty() && !frames.test(page, FrameFlags.DIRTY));
        if (frozen && spare && !stored) {
            frames.unfreeze(page, 1);
            d.drop();
            return true;
        }
        if (stored) {
            frames.clear(page, FrameFlags.LAZYFREE);
        }
        if (frozen && slot >= 0) {
            Bytes.copy(frames.address(page), frames.swap().address(slot), Geometry.PAGE_SIZE);
            frames.unfreeze(page, 1);
            d.toSwap(slot);
        } else {
            if (frozen) {
                frames.unfreeze(page, 1);
            }
            d.giveBack(page);
        }
        if (slot >= 0) {
            frames.swap().put(slot); // From here on it is the entries' alone.
        }
        return frozen && slot >= 0;
    }
}
