package dev.pinfold.mm.file;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.sync.Site;

/**
 * File seals: promises of shared memory that cannot be taken back ({@code mm/memfd.c}). Who holds a memfd of somebody
 * else can rely on them while mapping it.
 */
public final class Seals {
    /** No further seals. */
    public static final int SEAL = 0x1;
    /** The size does not shrink. */
    public static final int SHRINK = 0x2;
    /** The size does not grow. */
    public static final int GROW = 0x4;
    /** Nothing is written. */
    public static final int WRITE = 0x8;
    /** Nothing is written but through mappings that exist. */
    public static final int FUTURE_WRITE = 0x10;
    /** The execute permission does not change. */
    public static final int EXEC = 0x20;

    private static final int ALL = SEAL | SHRINK | GROW | WRITE | FUTURE_WRITE | EXEC;

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
        if ((now & SEAL) != 0) {
            return -Errno.EPERM;
        }
        // A file that may be executed and stays so must not be written any more.
        if ((add & EXEC) != 0 && (inode.mode() & 0111) != 0) {
            add |= SHRINK | GROW | WRITE | FUTURE_WRITE;
        }
        if ((add & WRITE) != 0 && (now & WRITE) == 0) {
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
                || (m.seals() & (WRITE | FUTURE_WRITE)) == 0) {
            return vmFlags;
        }
        return (vmFlags & VmFlags.VM_WRITE) != 0 ? -Errno.EPERM : vmFlags & ~VmFlags.VM_MAYWRITE;
    }
}
