package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/** {@code munlock(2)}. */
public final class Munlock {
    private static final Site WRITE = Site.lock("munlock: mmap lock over unlocking a range");

    private Munlock() {}

    /** Unlocks the pages of {@code [addr, addr + length)}, rounded outward. Returns 0, -ENOMEM (hole), -EINVAL. */
    public static long call(TaskContext t, long addr, long length) {
        t.space().writeLock(WRITE);
        try {
            return Mlock.range(t, pageDown(addr), pageUp(length + offsetInPage(addr)), 0);
        } finally {
            t.space().writeUnlock();
        }
    }
}
