package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Falloc.FALLOC_FL_COLLAPSE_RANGE;
import static dev.pinfold.mm.abi.Falloc.FALLOC_FL_INSERT_RANGE;
import static dev.pinfold.mm.abi.Falloc.FALLOC_FL_KEEP_SIZE;
import static dev.pinfold.mm.abi.Falloc.FALLOC_FL_PUNCH_HOLE;
import static dev.pinfold.mm.abi.Falloc.FALLOC_FL_UNSHARE_RANGE;
import static dev.pinfold.mm.abi.Falloc.FALLOC_FL_WRITE_ZEROES;
import static dev.pinfold.mm.abi.Falloc.FALLOC_FL_ZERO_RANGE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.sync.Site;

/** What the kernel does with an open file before and around its file system: {@code fs/open.c}, {@code fs/read_write.c}. */
public final class FileOps {
    private static final Site TRUNCATE = Site.lock("file.truncate: i_rwsem over a change of the size");
    private static final Site FALLOCATE = Site.lock("file.fallocate: i_rwsem over a change of the blocks");
    private static final Site SEEK = Site.lock("file.lseek: i_rwsem while data or a hole is looked for");

    /** Mode bits that more than one of may not be given, apart from {@code FALLOC_FL_KEEP_SIZE}. */
    private static final int MODES =
            FALLOC_FL_PUNCH_HOLE | FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_ZERO_RANGE | FALLOC_FL_INSERT_RANGE;

    /** Kinds that the kernel knows and no file system here can do. */
    private static final int UNSUPPORTED = FALLOC_FL_UNSHARE_RANGE | FALLOC_FL_WRITE_ZEROES;

    private FileOps() {}

    /** {@code do_ftruncate}. Returns 0; -EINVAL (not a file open for writing), -EFBIG, -EPERM (sealed), -EIO. */
    public static long ftruncate(FileTask t, OpenFile file, long length) {
        if (!file.inode().isRegular() || !file.canWrite()) {
            return file.inode().kind() == Inode.Kind.PIDFD ? -Errno.EOPNOTSUPP : -Errno.EINVAL;
        }
        return truncate(t, file.mapping(), length);
    }

    /** {@code do_truncate}: sets the size of a file in bytes, not negative. */
    public static long truncate(FileTask t, FileMapping m, long length) {
        m.iRwsem().writeLock(TRUNCATE);
        try {
            if (length > m.size() && SizeLimit.exceeded(length, t.fileSizeLimit())) {
                return -Errno.EFBIG;
            }
            return length > m.maxBytes() ? -Errno.EFBIG : m.truncateLocked(t, length);
        } finally {
            m.iRwsem().writeUnlock();
        }
    }

    /**
     * {@code vfs_fallocate}; also what {@code madvise(MADV_REMOVE)} does.
     *
     * @return 0; -EINVAL, -EOPNOTSUPP, -EBADF (not open for writing), -ESPIPE, -EISDIR, -ENODEV, -EFBIG, -EPERM
     *     (sealed), -ENOSPC, -ENOMEM, -EIO
     */
    public static long fallocate(FileTask t, OpenFile file, int mode, long offset, long length) {
        if (offset < 0 || length <= 0) {
            return -Errno.EINVAL;
        }
        int kind = mode & ~FALLOC_FL_KEEP_SIZE;
        boolean keep = (mode & FALLOC_FL_KEEP_SIZE) != 0;
        // One kind at most; a hole keeps the size, what moves blocks cannot.
        if ((kind & ~(MODES | UNSUPPORTED)) != 0
                || Integer.bitCount(kind) > 1
                || (kind == FALLOC_FL_PUNCH_HOLE && !keep)
                || (keep
                        && (kind == FALLOC_FL_COLLAPSE_RANGE
                                || kind == FALLOC_FL_INSERT_RANGE
                                || kind == FALLOC_FL_WRITE_ZEROES))) {
            return -Errno.EOPNOTSUPP;
        }
        if (!file.canWrite()) {
            return -Errno.EBADF;
        }
        if (!file.inode().isRegular()) {
            return switch (file.inode().kind()) {
                case STREAM -> -Errno.ESPIPE;
                case PIDFD -> -Errno.EOPNOTSUPP;
                case DIRECTORY -> -Errno.EISDIR;
                default -> -Errno.ENODEV;
            };
        }
        FileMapping m = file.mapping();
        if (length > m.maxBytes() - offset) {
            return -Errno.EFBIG;
        }
        if ((kind & UNSUPPORTED) != 0 || (m.isShmem() && (kind & ~FALLOC_FL_PUNCH_HOLE) != 0)) {
            return -Errno.EOPNOTSUPP;
        }
        m.iRwsem().writeLock(FALLOCATE);
        try {
            return m.fallocateLocked(t, mode, offset, length);
        } finally {
            m.iRwsem().writeUnlock();
        }
    }

    /** {@code vfs_llseek}. The caller holds the position lock. Returns the new position, -EINVAL, -ENXIO or -ESPIPE. */
    public static long lseek(OpenFile file, long offset, int whence) {
        FileMapping m = file.inode().mapping();
        if (m == null) {
            return switch (file.inode().kind()) {
                case STREAM, PIDFD -> -Errno.ESPIPE;
                case DIRECTORY -> lseekDirectory(file, offset, whence);
                default -> 0;
            };
        }
        long to;
        switch (whence) {
            case Fs.SEEK_SET -> to = offset;
            case Fs.SEEK_CUR -> {
                if (offset == 0) {
                    return file.position();
                }
                to = file.position() + offset;
            }
            case Fs.SEEK_END -> to = m.size() + offset;
            case Fs.SEEK_DATA, Fs.SEEK_HOLE -> {
                m.iRwsem().readLock(SEEK);
                to = m.seek(offset, whence == Fs.SEEK_HOLE);
                m.iRwsem().readUnlock();
                if (to < 0) {
                    return to;
                }
            }
            default -> {
                return -Errno.EINVAL;
            }
        }
        if (to < 0 || to > m.maxBytes()) {
            return -Errno.EINVAL;
        }
        file.setPosition(to);
        return to;
    }

    /** A directory has no contents here; its position goes where it is told. */
    private static long lseekDirectory(OpenFile file, long offset, int whence) {
        long to = whence == Fs.SEEK_CUR ? file.position() + offset : offset;
        if (whence > Fs.SEEK_CUR) {
            return 0;
        }
        if (to < 0) {
            return -Errno.EINVAL;
        }
        file.setPosition(to);
        return to;
    }

    /** {@code fsync}: writes what is dirty to the store. Returns 0, -EINVAL for what cannot be synced, -EIO. */
    public static long fsync(FileTask t, OpenFile file) {
        FileMapping m = file.inode().mapping();
        if (m == null) {
            return file.inode().kind() == Inode.Kind.DIRECTORY ? 0 : -Errno.EINVAL;
        }
        return m.sync(t, 0, Long.MAX_VALUE);
    }
}
