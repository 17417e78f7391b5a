package dev.pinfold.mm.device;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;
import java.util.BitSet;

/** Which blocks of a device's file system are free: one block is one frame. First fit. */
final class DaxBlocks {
    private static final Site ALLOC = Site.lock("dax.blocks: lock over an allocation");
    private static final Site FREE = Site.lock("dax.blocks: lock over a block that comes back");
    private static final int HUGE = DaxChunk.PAGES;

    private final int start;
    private final int end;
    private final SpinLock lock = new SpinLock(LockClass.I_DATA);
    private final Witness witness = new Witness();
    /** By frame minus start; under the lock. */
    private final BitSet used = new BitSet();

    DaxBlocks(int start, int end) {
        this.start = start;
        this.end = end;
    }

    /** A free block, near {@code after} if that is free; -1 if the device is full. */
    int alloc(int after) {
        lock.lock(ALLOC);
        witness.change();
        int wanted = after >= start && after + 1 < end ? after + 1 - start : 0;
        int at = used.get(wanted) ? used.nextClearBit(0) : wanted;
        if (at >= end - start) {
            at = used.nextClearBit(0);
        }
        boolean got = at < end - start;
        if (got) {
            used.set(at);
        }
        lock.unlock();
        return got ? start + at : -1;
    }

    /** 512 free blocks in a row, the first a multiple of 512 frames; -1 if there are none. */
    int allocHuge() {
        lock.lock(ALLOC);
        witness.change();
        int first = -1;
        for (int at = (HUGE - start % HUGE) % HUGE; first < 0 && at + HUGE <= end - start; at += HUGE) {
            int taken = used.nextSetBit(at);
            if (taken < 0 || taken >= at + HUGE) {
                first = at;
            }
        }
        if (first >= 0) {
            used.set(first, first + HUGE);
        }
        lock.unlock();
        return first < 0 ? -1 : start + first;
    }

    /** Marks a block as used that a stored directory names; false if it is none of this device's or used twice. */
    boolean claim(int block) {
        lock.lock(ALLOC);
        witness.change();
        boolean ok = block >= start && block < end && !used.get(block - start);
        if (ok) {
            used.set(block - start);
        }
        lock.unlock();
        return ok;
    }

    /** Gives a block back. */
    void free(int block) {
        lock.lock(FREE);
        witness.change();
        used.clear(block - start);
        lock.unlock();
    }

    int start() {
        return start;
    }
}
