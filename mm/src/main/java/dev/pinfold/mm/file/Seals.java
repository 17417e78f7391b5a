package dev.pinfold.mm.file;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.sync.Site;

/**
 * File seals: promises of shared memory that cannot be taken back ({@code mm/memfd.c}). A process that is given a
 * memfd by another can rely on them while it maps it.
 */
public final class Seals {
    private static final int ALL = FileFlags.F_SEAL_SEAL
            | FileFlags.F_SEAL_SHRINK
            | FileFlags.F_SEAL_GROW
            | FileFlags.F_SEAL_WRITE
            | FileFlags.F_SEAL_FUTURE_WRITE
            | FileFlags.F_SEAL_EXEC;

    private static final Site ADD = Site.lock("file.seals: i_rwsem over new seals against writes under way");

    private Seals() {}

    /** {@code F_ADD_SEALS}. Returns 0, -EPERM (not open for writing, sealed), -EINVAL, -EBUSY (mapped writable, pinned). */
    public static long add(FileTask t, OpenFile file, int seals) {
        if (!file.canWrite()) {
            return -Errno.EPERM;
        }
        if ((seals & ~ALL) != 0) {
            return -Errno.EINVAL;
        }
        if (!(file.inode().mapping() instanceof ShmemMapping m)) {
            return -Errno.EINVAL;
        }
        m.iRwsem().writeLock(ADD);
        try {
            return addLocked(t, file.inode(), m, seals);
        } finally {
            m.iRwsem().writeUnlock();
        }
    }

    private static long addLocked(FileTask t, Inode inode, ShmemMapping m, int seals) {
        int now = m.seals();
        int add = seals;
        if ((now & FileFlags.F_SEAL_SEAL) != 0) {
            return -Errno.EPERM;
        }
        // A file that may be executed and stays so must not be written any more.
        if ((add & FileFlags.F_SEAL_EXEC) != 0 && (inode.mode() & 0111) != 0) {
            add |= FileFlags.F_SEAL_SHRINK
                    | FileFlags.F_SEAL_GROW
                    | FileFlags.F_SEAL_WRITE
                    | FileFlags.F_SEAL_FUTURE_WRITE;
        }
        if ((add & FileFlags.F_SEAL_WRITE) != 0 && (now & FileFlags.F_SEAL_WRITE) == 0) {
            int r = m.denyWritable();
            if (r < 0) {
                return r;
            }
            if (!Writeback.idle(m, t)) {
                m.allowWritable();
                return -Errno.EBUSY;
            }
        }
        m.setSeals(now | add);
        return 0;
    }

    /** {@code F_GET_SEALS}. Returns the seals, or -EINVAL for a file that cannot have any. */
    public static long get(OpenFile file) {
        return file.inode().mapping() instanceof ShmemMapping m ? m.seals() : -Errno.EINVAL;
    }

    /**
     * What seals do to a new mapping: {@code memfd_check_seals_mmap}.
     *
     * @param vmFlags the VM_ flags it would have
     * @return the flags it gets (VM_MAYWRITE goes from a shared read-only one of a file sealed against writing), or
     *     -EPERM
     */
    public static long mmapFlags(OpenFile file, long vmFlags) {
        if ((vmFlags & VmFlags.VM_SHARED) == 0
                || !(file.inode().mapping() instanceof ShmemMapping m)
                || (m.seals() & (FileFlags.F_SEAL_WRITE | FileFlags.F_SEAL_FUTURE_WRITE)) == 0) {
            return vmFlags;
        }
        return (vmFlags & VmFlags.VM_WRITE) != 0 ? -Errno.EPERM : vmFlags & ~VmFlags.VM_MAYWRITE;
    }
}
