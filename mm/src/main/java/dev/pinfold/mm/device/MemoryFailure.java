package dev.pinfold.mm.device;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;

/**
 * Hardware has found a page of a device broken: {@code mf_generic_kill_procs}. There is no other page to put in its place, so
 * it is taken from everybody who maps it, and who touches it next gets a SIGBUS that says so.
 */
public final class MemoryFailure {
    private static final Site INVALIDATE =
            Site.lock("dax.poison: invalidate lock so that the file and its blocks stay");
    private static final Site ENTRY = Site.lock("dax.poison: chunk lock from the mark to the last entry that goes");

    private MemoryFailure() {}

    /**
     * Takes a broken page out of use.
     *
     * @return 0; -EHWPOISON if it was known to be broken; -ENXIO if it is no page of a device's file
     */
    public static long handle(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        if (!frames.isDevice(page) || !(frames.owner(frames.head(page)) instanceof DaxMapping m)) {
            return -Errno.ENXIO;
        }
        m.invalidateLock().readLock(INVALIDATE);
        try {
            int head = frames.head(page);
            long index = frames.index(head) + (page - head);
            DaxChunk c = m.lock(index, ENTRY);
            try {
                if (m.block(c, index) != page) {
                    return -Errno.ENXIO;
                }
                if (frames.testAndSet(page, FrameFlags.HWPOISON)) {
                    return -Errno.EHWPOISON;
                }
                c.broken.set(c.at(index));
                c.parts.set(c.at(index) / DaxChunk.PAGES);
                if (!Guard.POISON_UNMAPS.holds(false)) {
                    m.unmapRange(t, index, 1, false);
                }
                return 0;
            } finally {
                m.unlock(c);
            }
        } finally {
            m.invalidateLock().readUnlock();
        }
    }
}
