package dev.pinfold.mm.frame;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;
import dev.pinfold.mm.sync.Words;

/**
 * The buddy allocator of one zone: free blocks of 2^order frames, naturally aligned, in one list per order. Frames that
 * were never handed out lie above {@link #fresh} and are on no list: they are carved off lowest first, so a machine
 * costs what it used. A free block merges with its buddy of the same order as long as that is free as well.
 *
 * <p>All state, the lists' links in the metadata included, belongs to {@link #lock} ({@code zone->lock}).
 */
final class Buddy {
    /** Largest order of a block ({@code MAX_PAGE_ORDER}): 4 MiB. */
    static final int MAX_ORDER = 10;

    private static final Site ALLOC = Site.lock("frame.buddy: zone lock over alloc");
    private static final Site FREE = Site.lock("frame.buddy: zone lock over free");

    /** First frame and end of the zone. */
    final int start;

    final int end;

    private final long metaBase;
    private final SpinLock lock = new SpinLock(LockClass.BUDDY);
    /** Speaks for the lists, the links among them included. */
    private final Witness witness = new Witness();
    /** First block of each order's list; 0 ends a list, since frame 0 is never free. */
    private final int[] heads = new int[MAX_ORDER + 1];

    /** The first frame never handed out. */
    private int fresh;

    /** Frames on the lists. */
    private int listed;

    Buddy(long metaBase, int start, int end) {
        this.metaBase = metaBase;
        this.start = start;
        this.end = end;
        fresh = start;
    }

    /** A block of 2^order frames: its first frame, or -1. The caller makes it a folio. */
    int alloc(int order) {
        lock.lock(ALLOC);
        witness.change();
        try {
            return allocLocked(order);
        } finally {
            lock.unlock();
        }
    }

    /** Up to {@code wanted} single frames into {@code into} from {@code at} on; gives how many. */
    int allocBulk(int[] into, int at, int wanted) {
        lock.lock(ALLOC);
        witness.change();
        try {
            int got = 0;
            for (; got < wanted; got++) {
                int pfn = allocLocked(0);
                if (pfn < 0) {
                    break;
                }
                into[at + got] = pfn;
            }
            return got;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back a block. */
    void free(int pfn, int order) {
        lock.lock(FREE);
        witness.change();
        try {
            freeLocked(pfn, order);
        } finally {
            lock.unlock();
        }
    }

    /** Gives back single frames {@code from[at, at+count)}. */
    void freeBulk(int[] from, int at, int count) {
        lock.lock(FREE);
        witness.change();
        try {
            for (int i = 0; i < count; i++) {
                freeLocked(from[at + i], 0);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Frames on the lists and never handed out; exact only while nobody allocates. */
    int freeFrames() {
        return listed + end - fresh;
    }

    /** The end of what was ever handed out. */
    int highWater() {
        return fresh;
    }

    /** First block of an order's list, 0 if none: for the audit. */
    int first(int order) {
        return heads[order];
    }

    int listedFrames() {
        return listed;
    }

    private int allocLocked(int order) {
        for (int have = order; have <= MAX_ORDER; have++) {
            int pfn = heads[have];
            if (pfn != 0) {
                unlink(pfn, have);
                while (have > order) {
                    have--;
                    link(pfn + (1 << have), have);
                }
                return pfn;
            }
        }
        return carve(order);
    }

    private int carve(int order) {
        int size = 1 << order;
        int aligned = fresh + size - 1 & -size;
        if (aligned < fresh || aligned > end - size) {
            return -1;
        }
        while (fresh < aligned) {
            int gap = Math.min(MAX_ORDER, Integer.numberOfTrailingZeros(fresh));
            int pfn = fresh;
            fresh += 1 << gap;
            freeLocked(pfn, gap);
        }
        fresh += size;
        return aligned;
    }

    private void freeLocked(int pfn, int order) {
        while (order < MAX_ORDER) {
            int buddy = pfn ^ 1 << order;
            if (buddy < start || buddy + (1 << order) > fresh || !isFreeBlock(buddy, order)) {
                break;
            }
            unlink(buddy, order);
            pfn &= buddy;
            order++;
        }
        link(pfn, order);
    }

    private boolean isFreeBlock(int pfn, int order) {
        // A neighbour in use may change its flags meanwhile; the one that counts here changes under the lock.
        int flags = Words.getIntAcquire(meta(pfn) + FrameMeta.FLAGS);
        return (flags & (FrameFlags.BUDDY | FrameFlags.ORDER_MASK))
                == (FrameFlags.BUDDY | order << FrameFlags.ORDER_SHIFT);
    }

    private void link(int pfn, int order) {
        int next = heads[order];
        long a = meta(pfn);
        Words.setIntRelease(a + FrameMeta.FLAGS, FrameFlags.BUDDY | order << FrameFlags.ORDER_SHIFT);
        Words.setInt(a + FrameMeta.NEXT, next);
        Words.setInt(a + FrameMeta.PREV, 0);
        if (next != 0) {
            Words.setInt(meta(next) + FrameMeta.PREV, pfn);
        }
        heads[order] = pfn;
        listed += 1 << order;
    }

    private void unlink(int pfn, int order) {
        long a = meta(pfn);
        int next = Words.getInt(a + FrameMeta.NEXT);
        int prev = Words.getInt(a + FrameMeta.PREV);
        if (prev != 0) {
            Words.setInt(meta(prev) + FrameMeta.NEXT, next);
        } else {
            heads[order] = next;
        }
        if (next != 0) {
            Words.setInt(meta(next) + FrameMeta.PREV, prev);
        }
        Words.setIntRelease(a + FrameMeta.FLAGS, 0);
        Words.setLong(a + FrameMeta.INDEX, 0);
        listed -= 1 << order;
    }

    private long meta(int pfn) {
        return metaBase + ((long) pfn << FrameMeta.SHIFT);
    }
}
