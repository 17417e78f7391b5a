package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;

/** {@code remap_file_pages(2)}, which has been a new mapping in place of the old one since Linux 4.0. */
public final class RemapFilePages {
    private static final Site WRITE = Site.lock("remap_file_pages: mmap lock over mapping another part of the file");

    private RemapFilePages() {}

    /** Maps pages from {@code pgoff} on of the shared file mapped at {@code addr} there. Returns 0 or -errno. */
    public static long call(TaskContext t, long addr, long size, long prot, long pgoff, long flags) {
        long start = pageDown(addr);
        long len = pageDown(size);
        if (prot != 0
                || Long.compareUnsigned(start + len, start) <= 0
                || Long.compareUnsigned(pgoff + (len >>> PAGE_SHIFT), pgoff) < 0
                || start < 0) {
            return -Errno.EINVAL;
        }
        Space space = t.space();
        OpenFile file;
        long result;
        boolean populate;
        space.writeLock(WRITE);
        try {
            Vma vma = space.lookup(start);
            if (vma == null || !vma.has(VM_SHARED) || !sameAllOver(space, vma, start + len)) {
                return -Errno.EINVAL;
            }
            file = vma.mappedFile().get();
            int mapFlags = (int) flags & Mman.MAP_NONBLOCK | Mman.MAP_SHARED | Mman.MAP_FIXED | Mman.MAP_POPULATE;
            if (vma.has(VM_LOCKED)) {
                mapFlags |= Mman.MAP_LOCKED;
            }
            populate = (mapFlags & Mman.MAP_NONBLOCK) == 0 || vma.has(VM_LOCKED) || space.locksNewMappings();
            long rights = vma.flags() & VmFlags.VM_ACCESS_FLAGS;
            result = Mmap.mapLocked(t, file, start, len, rights, mapFlags, pgoff);
        } finally {
            space.writeUnlock();
        }
        file.put(t);
        if (Errno.isError(result)) {
            return result;
        }
        if (populate) {
            Populate.mapped(t, start, len);
        }
        return 0;
    }

    /** Whether one kind of mapping of one file covers everything up to {@code end}, without a hole. */
    private static boolean sameAllOver(Space space, Vma first, long end) {
        Vma at = first;
        while (at.end() < end) {
            Vma next = space.lookup(at.end());
            if (next == null || next.file() != first.file() || next.flags() != first.flags()) {
                return false;
            }
            at = next;
        }
        return true;
    }
}
