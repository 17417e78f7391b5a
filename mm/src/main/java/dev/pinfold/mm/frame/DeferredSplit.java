package dev.pinfold.mm.frame;

import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Words;

/**
 * Large folios of private memory that are worth being split when memory is short: {@code deferred_split_folio}. One of which
 * nobody maps a page any more keeps that page all the same; splitting it at once would cost more than it brings, where the
 * rest goes soon. So it is queued, and whoever looks for memory takes folios from the front ({@link #take}).
 *
 * <p>The queue is linked through the record of a folio's third frame. A folio is on it while {@link FrameFlags#DEFERRED} is
 * set, and leaves it when it is freed, split or moved. The queue holds no reference: that of a folio which is just being freed
 * is gone, and whoever takes from the queue sees that.
 *
 * <p>The lock guards links, ends and {@link FrameFlags#DEFERRED}.
 */
public final class DeferredSplit {
    private static final Site ADD = Site.lock("deferred: queue lock over adding a folio to be split");
    private static final Site REMOVE = Site.lock("deferred: queue lock over removing a folio that is freed or split");
    private static final Site TAKE = Site.lock("deferred: queue lock over taking folios to split them");

    private final Frames frames;
    private final SpinLock lock = new SpinLock(LockClass.LRU);
    private final IntCell first = new IntCell(0);
    private final IntCell last = new IntCell(0);
    private final IntCell length = new IntCell(0);

    DeferredSplit(Frames frames) {
        this.frames = frames;
    }

    /**
     * Queues a folio, unless it is on the queue already.
     *
     * <p>Preconditions: the folio has more than two frames, and the caller a reference.
     *
     * @param partly whether a page of it is mapped no more: what {@link FrameFlags#PARTLY_MAPPED} says from now on
     */
    public void add(int folio, boolean partly) {
        lock.lock(ADD);
        if (partly) {
            frames.set(folio, FrameFlags.PARTLY_MAPPED);
        }
        if (!frames.testAndSet(folio, FrameFlags.DEFERRED)) {
            int before = last.get();
            setLinks(folio, 0, before);
            if (before == 0) {
                first.set(folio);
            } else {
                setNext(before, folio);
            }
            last.set(folio);
            length.setRelease(length.get() + 1);
        }
        lock.unlock();
    }

    /**
     * Takes a folio off the queue, if it is on it ({@code folio_unqueue_deferred_split}).
     *
     * <p>Preconditions: nobody adds it: its last reference is gone, or its count is frozen.
     */
    void remove(int folio) {
        if (!frames.test(folio, FrameFlags.DEFERRED | FrameFlags.PARTLY_MAPPED)) {
            return;
        }
        lock.lock(REMOVE);
        frames.clear(folio, FrameFlags.PARTLY_MAPPED);
        unlink(folio);
        lock.unlock();
    }

    /**
     * Takes folios from the front, each with a reference. Those that are just being freed are dropped.
     *
     * @return how many; they are in {@code into} from 0 on
     */
    public int take(int[] into) {
        int n = 0;
        lock.lock(TAKE);
        for (int folio = first.get(); folio != 0 && n < into.length; folio = first.get()) {
            if (frames.tryGet(folio)) {
                into[n++] = folio;
            } else {
                frames.clear(folio, FrameFlags.PARTLY_MAPPED);
            }
            unlink(folio);
        }
        lock.unlock();
        return n;
    }

    /** Clears the mark last: who frees the folio and finds no mark does not wait for this lock. */
    private void unlink(int folio) {
        if (!frames.test(folio, FrameFlags.DEFERRED)) {
            return;
        }
        int next = Words.getInt(next(folio));
        int before = Words.getInt(previous(folio));
        setLinks(folio, 0, 0);
        if (before == 0) {
            first.set(next);
        } else {
            setNext(before, next);
        }
        if (next == 0) {
            last.set(before);
        } else {
            Words.setInt(previous(next), before);
        }
        length.setRelease(length.get() - 1);
        frames.clear(folio, FrameFlags.DEFERRED);
    }

    private void setLinks(int folio, int next, int previous) {
        setNext(folio, next);
        Words.setInt(previous(folio), previous);
    }

    private void setNext(int folio, int next) {
        Words.setInt(next(folio), next);
    }

    private long next(int folio) {
        return frames.meta(folio + 2) + FrameMeta.INDEX;
    }

    private long previous(int folio) {
        return frames.meta(folio + 2) + FrameMeta.INDEX + Integer.BYTES;
    }

    /** Folios on the queue, a moment ago. */
    public int length() {
        return length.getAcquire();
    }

    /** Folios that the queue's links lead to, for audits while nothing runs; -1 if they are broken. */
    int linked() {
        int n = 0;
        int before = 0;
        for (int folio = first.get(); folio != 0; folio = Words.peekInt(next(folio))) {
            if (Words.peekInt(previous(folio)) != before || n++ > length.get()) {
                return -1;
            }
            before = folio;
        }
        return before == last.get() ? n : -1;
    }
}
