package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageUp;
import static dev.pinfold.mm.abi.VmFlags.VM_SEALED;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.space.VmaOps;
import dev.pinfold.mm.sync.Site;

/** {@code mseal(2)}: mappings that are no longer to be unmapped, moved or given other rights. */
public final class Mseal {
    private static final Site WRITE = Site.lock("mseal: mmap lock over sealing a range");

    private Mseal() {}

    /** Seals {@code [addr, addr + length)}. Returns 0, -EINVAL, -ENOMEM (a hole, nothing is sealed then). */
    public static long call(TaskContext t, long addr, long length, long flags) {
        long len = pageUp(length);
        long end = addr + len;
        if (flags != 0 || offsetInPage(addr) != 0 || length != 0 && len == 0 || Long.compareUnsigned(end, addr) < 0) {
            return -Errno.EINVAL;
        }
        if (end == addr) {
            return 0;
        }
        if (end < 0 || addr < 0) {
            return -Errno.ENOMEM;
        }
        Space space = t.space();
        space.writeLock(WRITE);
        try {
            return hasHole(space, addr, end) ? -Errno.ENOMEM : seal(t, addr, end);
        } finally {
            space.writeUnlock();
        }
    }

    /** {@code range_contains_unmapped}. */
    private static boolean hasHole(Space space, long start, long end) {
        long at = start;
        while (at < end) {
            Vma vma = space.lookup(at);
            if (vma == null) {
                return true;
            }
            at = vma.end();
        }
        return false;
    }

    private static long seal(TaskContext t, long start, long end) {
        Space space = t.space();
        long at = start;
        while (at < end) {
            Vma vma = space.lookup(at);
            if (vma == null) {
                return -Errno.ENOMEM;
            }
            Vma now = vma;
            if (!vma.isSealed()) {
                now = VmaOps.setFlags(
                        t, VmaOps.before(vma, at), vma, at, Math.min(vma.end(), end), vma.flags() | VM_SEALED);
                if (now == null) {
                    return VmaOps.refusal(vma, at, Math.min(vma.end(), end), Errno.ENOMEM);
                }
            }
            at = now.end();
        }
        return 0;
    }
}
