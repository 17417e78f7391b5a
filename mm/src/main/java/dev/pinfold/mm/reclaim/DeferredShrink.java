package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.DeferredSplit;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/**
 * Splitting large folios that hold memory for nothing, when memory is short: {@code deferred_split_scan}. Those of which a
 * page is mapped no more give that page back; those that hold mostly zeroes, if the machine looks for them ({@code
 * thp_underused}), give back the pages of zeroes, in whose place the page of zeros is mapped.
 */
public final class DeferredShrink {
    private static final Site FOLIO = Site.lock("deferred: folio lock of a folio that is split for want of memory");
    private static final Site ANON = Site.lock("deferred: anon_vma lock over the look for mlocked mappings");
    private static final int BATCH = 16;

    private DeferredShrink() {}

    /**
     * Splits folios until enough frames came free, or each that is on the queue now was tried once. One that is held stays on
     * the queue if it is mapped only a part.
     *
     * <p>Preconditions: as {@link Reclaim#pages(TaskContext, long)}. Never waits for a folio.
     *
     * @return how many frames came free
     */
    public static long pages(TaskContext t, long wanted) {
        DeferredSplit queue = t.kernel().frames().deferredSplit();
        int left = queue.length();
        long freed = 0;
        int[] folios = new int[Math.min(BATCH, left)];
        while (left > 0 && freed < wanted) {
            int n = queue.take(folios);
            for (int i = 0; i < n; i++) {
                freed += one(t, queue, folios[i]);
            }
            left = n == 0 ? 0 : left - n;
        }
        return freed;
    }

    /** A folio with a reference, which is dropped. */
    private static long one(TaskContext t, DeferredSplit queue, int folio) {
        Frames frames = t.kernel().frames();
        long freed = -1;
        if ((frames.test(folio, FrameFlags.PARTLY_MAPPED) || underused(t, frames, folio))
                && frames.tryLock(folio, FOLIO)) {
            freed = FolioSplit.locked(t, folio);
            frames.unlock(folio);
        }
        // One that is used after all, or could not be split though it was not, is not looked at again.
        if (freed < 0 && frames.test(folio, FrameFlags.PARTLY_MAPPED)) {
            queue.add(folio, true);
        }
        frames.put(folio, t.cpuId());
        return Math.max(freed, 0);
    }

    /** {@code thp_underused}: more pages are full of zeroes than may be missing. Mlocked ones would stay as they are. */
    private static boolean underused(TaskContext t, Frames frames, int folio) {
        int most = t.kernel().maxPtesNone();
        int pages = 1 << frames.order(folio);
        if (!t.kernel().splitsUnderused() || mlocked(frames, folio, pages)) {
            return false;
        }
        int zero = 0;
        for (int i = 0; i < pages && zero <= most && i - zero < pages - most; i++) {
            zero += frames.contents().isZero(folio + i) ? 1 : 0;
        }
        return zero > most;
    }

    private static boolean mlocked(Frames frames, int folio, int pages) {
        if (!(frames.owner(folio) instanceof AnonVma anon) || !anon.tryGet()) {
            return true;
        }
        boolean none = RmapWalk.anon(
                anon, frames.index(folio), pages, ANON, (vma, from, to) -> (vma.flags() & VmFlags.VM_LOCKED) == 0);
        anon.put();
        return !none;
    }
}
