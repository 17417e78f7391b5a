package dev.pinfold.mm.device;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;

/** Which frames of a device of kind private are free; the driver's own list in Linux. */
final class PrivateFrames {
    private static final Site TAKE = Site.lock("device.private: list lock over taking a free frame");
    private static final Site GIVE = Site.lock("device.private: list lock over a frame that is free again");

    private final SpinLock lock = new SpinLock(LockClass.PGMAP);
    private final Frames frames;

    /** The free ones, the latest on top; under the lock, as is how many there are. */
    private final int[] free;

    private final IntCell count;

    /** All of {@code [start, start + n)} are free. */
    PrivateFrames(Frames frames, int start, int n) {
        this.frames = frames;
        free = new int[n];
        for (int i = 0; i < n; i++) {
            free[i] = start + n - 1 - i;
        }
        count = new IntCell(n);
    }

    /** A free frame, which has one reference now; -1 if there is none. The caller holds the page map for it. */
    int take() {
        lock.lock(TAKE);
        int n = count.get();
        int pfn = -1;
        if (n > 0) {
            pfn = free[n - 1];
            count.set(n - 1);
        }
        lock.unlock();
        if (pfn >= 0) {
            frames.deviceFolios().setRefs(pfn, 1);
        }
        return pfn;
    }

    /** A frame's last reference has gone. */
    void give(int pfn) {
        frames.clear(pfn, FrameFlags.ANON);
        frames.setOwner(pfn, null, 0);
        lock.lock(GIVE);
        int n = count.get();
        free[n] = pfn;
        count.set(n + 1);
        lock.unlock();
    }
}
