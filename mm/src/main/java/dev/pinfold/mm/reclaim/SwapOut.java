package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;

/**
 * Taking the frames of a folio of private memory: what {@code shrink_folio_list} does with anonymous folios. Its pages go to
 * swap, or to nowhere if the program said that they can be spared (MADV_FREE) and has not stored to them since.
 *
 * <p>The order is that of all reclaim: take it from who maps it, flush, freeze the count of references, and only then look
 * whether it was stored to. Folios that are pinned, held or locked into memory stay.
 *
 * <p>A large folio goes to swap as a whole, into slots in a row, and its pages come back one by one. Where there are no such
 * slots, and where it is mapped only a part, it is split first, and its pages go each for itself.
 */
final class SwapOut {
    private static final Site LOCK = Site.lock("swap: folio lock over taking a page from who maps it");

    private SwapOut() {}

    /**
     * Takes a folio's frames. The caller's reference is not dropped: the frames are free when it is.
     *
     * <p>Preconditions: as {@link Migration#page}; the caller has a reference. Never waits for the folio.
     *
     * @param folio its first page
     * @return how many frames nobody uses any more but the caller
     */
    static long page(TaskContext t, int folio) {
        Frames frames = t.kernel().frames();
        if (!frames.tryLock(folio, LOCK)) {
            return 0;
        }
        long done = 0;
        int pages = 1 << frames.order(folio);
        boolean whole = true;
        int owner = frames.ownerId(folio);
        long index = frames.index(folio);
        // Nobody but the caller holds a large one, or it is left whole and its huge entries huge.
        boolean held = pages > 1 && frames.refCount(folio) != 1 + frames.mapCount(folio);
        if (frames.test(folio, FrameFlags.ANON) && !held) {
            boolean spare = frames.test(folio, FrameFlags.LAZYFREE);
            int slot = spare ? -1 : slots(frames, folio, pages);
            whole = spare || slot >= 0 || pages == 1;
            if (spare || slot >= 0) {
                done = locked(t, frames, folio, pages, slot) ? pages : 0;
            } else if (pages > 1) {
                done = FolioSplit.locked(t, folio);
            }
        }
        frames.unlock(folio);
        return whole || done < 0 ? Math.max(done, 0) : done + apart(t, folio, pages, owner, index);
    }

    /** Slots for a folio, the first of them, each counted once; -1 if there are none, or it is to be split first. */
    private static int slots(Frames frames, int folio, int pages) {
        if (!frames.hasSwap() || frames.test(folio, FrameFlags.PARTLY_MAPPED)) {
            return -1;
        }
        return pages == 1 ? frames.swap().take() : frames.swap().takeRun(pages);
    }

    /** The pages that a folio fell apart into, one by one. Others may have them by now, or they may be free. */
    private static long apart(TaskContext t, int folio, int pages, int owner, long index) {
        Frames frames = t.kernel().frames();
        long done = page(t, folio);
        for (int i = 1; i < pages && frames.hasSwap(); i++) {
            int page = folio + i;
            if (frames.tryGet(page)) {
                if (frames.head(page) == page && frames.ownerId(page) == owner && frames.index(page) == index + i) {
                    done += page(t, page);
                }
                frames.put(frames.head(page), t.cpuId());
            }
        }
        return done;
    }

    private static boolean locked(TaskContext t, Frames frames, int folio, int pages, int slot) {
        boolean gone = false;
        try (MigrationEntries d = new MigrationEntries(t, folio)) {
            if (d.anon() != null) {
                gone = slot < 0 ? drop(frames, d, folio) : toSwap(frames, d, folio, pages, slot);
            }
        }
        if (slot >= 0) {
            frames.swap().put(slot, pages); // From here on they are the entries' alone.
        }
        return gone;
    }

    private static boolean frozen(Frames frames, MigrationEntries d, int folio) {
        return d.take(MigrationEntries.MLOCKED_STAYS | MigrationEntries.SPLIT_HUGE)
                && Guard.RECLAIM_FROZEN.holds(frames.tryFreeze(folio, 1));
    }

    private static boolean drop(Frames frames, MigrationEntries d, int folio) {
        boolean frozen = frozen(frames, d, folio);
        boolean stored = !Guard.RECLAIM_STILL_CLEAN.holds(!d.dirty() && !frames.test(folio, FrameFlags.DIRTY));
        if (stored) {
            frames.clear(folio, FrameFlags.LAZYFREE);
        }
        if (frozen) {
            frames.unfreeze(folio, 1);
        }
        if (frozen && !stored) {
            d.drop();
            return true;
        }
        d.giveBack(folio);
        return false;
    }

    private static boolean toSwap(Frames frames, MigrationEntries d, int folio, int pages, int slot) {
        if (!frozen(frames, d, folio)) {
            d.giveBack(folio);
            return false;
        }
        frames.contents().copyOut(folio, frames.swap().address(slot), pages);
        frames.unfreeze(folio, 1);
        d.toSwap(slot);
        return true;
    }
}
