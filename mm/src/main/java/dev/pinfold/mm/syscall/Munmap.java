package dev.pinfold.mm.syscall;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Unmap;
import dev.pinfold.mm.sync.Site;

/** {@code munmap(2)}. */
public final class Munmap {
    private static final Site WRITE = Site.lock("munmap: mmap lock over removing a range");

    private Munmap() {}

    /**
     * Unmaps {@code [addr, addr + length)}, holes included. When it returns, no CPU uses an old translation.
     *
     * @return 0, -EINVAL for an impossible range, -ENOMEM if a split would exceed the limit on VMAs, -EPERM if sealed
     */
    public static long call(TaskContext t, long addr, long length) {
        t.space().writeLock(WRITE);
        return Unmap.locked(t, addr, length);
    }
}
