package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;

/** {@code msync(2)}. */
public final class Msync {
    private static final Site READ = Site.lock("msync: mmap lock over looking at the mappings");

    private Msync() {}

    /**
     * With MS_SYNC, writes what shared mappings of files in {@code [addr, addr + length)} have changed to the store and
     * waits; otherwise only looks. Holes are passed over and reported at the end.
     *
     * @return 0, -EINVAL, -ENOMEM (holes), -EBUSY (MS_INVALIDATE on locked memory), -EIO
     */
    public static long call(TaskContext t, long addr, long length, int flags) {
        if ((flags & ~(Mman.MS_ASYNC | Mman.MS_INVALIDATE | Mman.MS_SYNC)) != 0
                || offsetInPage(addr) != 0
                || (flags & (Mman.MS_ASYNC | Mman.MS_SYNC)) == (Mman.MS_ASYNC | Mman.MS_SYNC)) {
            return -Errno.EINVAL;
        }
        long end = addr + pageUp(length);
        if (Long.compareUnsigned(end, addr) < 0) {
            return -Errno.ENOMEM;
        }
        if (end == addr) {
            return 0;
        }
        if (addr < 0) {
            return -Errno.ENOMEM;
        }
        return walk(t, addr, end < 0 ? pageDown(Long.MAX_VALUE) : end, flags);
    }

    private static long walk(TaskContext t, long addr, long end, int flags) {
        Space space = t.space();
        long start = addr;
        long holes = 0;
        while (true) {
            long first;
            long last;
            OpenFile file;
            space.readLock(READ);
            try {
                Vma vma = space.find(start);
                if (vma == null) {
                    return -Errno.ENOMEM;
                }
                if (start < vma.start()) {
                    if (flags == Mman.MS_ASYNC) {
                        return -Errno.ENOMEM;
                    }
                    start = vma.start();
                    if (start >= end) {
                        return -Errno.ENOMEM;
                    }
                    holes = -Errno.ENOMEM;
                }
                if ((flags & Mman.MS_INVALIDATE) != 0 && vma.has(VM_LOCKED)) {
                    return -Errno.EBUSY;
                }
                long stop = Math.min(end, vma.end());
                first = vma.pageIndex(start);
                last = first + (stop - start >>> PAGE_SHIFT) - 1;
                start = vma.end();
                file = (flags & Mman.MS_SYNC) != 0 && vma.isShared() ? vma.file() : null;
                if (file != null) {
                    file.get();
                }
            } finally {
                space.readUnlock();
            }
            if (file != null) {
                FileMapping mapping = file.inode().mapping();
                long error = mapping == null ? 0 : mapping.sync(t, first, last);
                file.put(t);
                if (error != 0) {
                    return error;
                }
            }
            if (start >= end) {
                return holes;
            }
        }
    }
}
