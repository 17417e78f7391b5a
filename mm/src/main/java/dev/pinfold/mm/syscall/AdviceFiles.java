package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Falloc;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.DiskMapping;
import dev.pinfold.mm.file.FileOps;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;

/** Advice that goes to the file behind a mapping. The mmap lock is given up meanwhile, for files lock before it. */
final class AdviceFiles {
    private AdviceFiles() {}

    /** MADV_WILLNEED: reads a disk's file ahead. Memory without swap has nothing to fetch. */
    static long willNeed(TaskContext t, Madvise call, Vma vma, long start, long end) {
        OpenFile file = vma.file();
        if (file == null || !(vma.mapping() instanceof DiskMapping disk)) {
            return 0;
        }
        long index = vma.pageIndex(start);
        file.get();
        call.giveUp();
        disk.willNeed(t, file, index, end - start >>> PAGE_SHIFT);
        file.put(t);
        call.takeBack();
        return 0;
    }

    /** MADV_REMOVE: punches a hole into the file. */
    static long remove(TaskContext t, Madvise call, Vma vma, long start, long end) {
        OpenFile file = vma.file();
        if (vma.has(VM_LOCKED) || file == null) {
            return -Errno.EINVAL;
        }
        if (!VmFlags.isSharedMayWrite(vma.flags())) {
            return -Errno.EACCES;
        }
        long offset = vma.pageIndex(start) << PAGE_SHIFT;
        file.get();
        call.giveUp();
        long error = FileOps.fallocate(
                t, file, Falloc.FALLOC_FL_PUNCH_HOLE | Falloc.FALLOC_FL_KEEP_SIZE, offset, end - start);
        file.put(t);
        call.takeBack();
        return error;
    }
}
