package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.space.MapRegion;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;

/** Mappings that a replayed program got from execve or the kernel: what a log uses and never mapped. */
final class Adoption {
    private static final Site WRITE = Site.lock("adopt: mmap lock over adopting a range");

    private static final long FLAGS = VmFlags.VM_READ | VmFlags.VM_WRITE | VmFlags.VM_MAY_FLAGS | VmFlags.VM_NORESERVE;

    private Adoption() {}

    /** Maps what nobody has of {@code [addr, addr + length)}, widened to pages, as private memory. 0 or an error. */
    static long of(TaskContext t, long addr, long length) {
        long top = t.space().layout().taskSize();
        if (addr < 0 || length <= 0 || length > top || addr > top - length) {
            return -Errno.EINVAL;
        }
        long end = pageUp(addr + length);
        Space space = t.space();
        space.writeLock(WRITE);
        long error = 0;
        for (long at = pageDown(addr); at < end && error == 0; ) {
            Vma next = space.find(at);
            long stop = next == null ? end : Math.min(end, next.start());
            if (at < stop) {
                error = MapRegion.map(t, null, at, stop - at, FLAGS, at >>> PAGE_SHIFT);
            }
            at = next == null ? end : Math.max(stop, next.end());
        }
        space.writeUnlock();
        return error;
    }
}
