package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.file.Inode;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/**
 * {@code readv(2)}, {@code writev(2)}, {@code preadv(2)}, {@code pwritev(2)} and, with flags, {@code preadv2} and {@code
 * pwritev2}: reads and writes of several buffers at once. What comes of them is what one buffer would give that is as long as
 * all together.
 */
public final class VectorIo {
    private static final Site POSITION = Site.lock("file.vector: position lock over a transfer that moves it");

    /** In place of an offset: at the position, which moves. */
    public static final long AT_POSITION = -1;

    private static final int EVERYWHERE =
            Fs.RWF_HIPRI | Fs.RWF_DSYNC | Fs.RWF_SYNC | Fs.RWF_APPEND | Fs.RWF_NOAPPEND | Fs.RWF_NOSIGNAL;

    private VectorIo() {}

    /**
     * Moves bytes between a file and buffers.
     *
     * @param vector the buffers
     * @param offset where in the file, or {@link #AT_POSITION}
     * @param flags RWF_ bits
     * @return bytes, or -EBADF, -EINVAL, -EFAULT, -ESPIPE, -EOPNOTSUPP, or another error of {@link FileIo}
     */
    public static long call(TaskContext t, boolean write, int fd, UserRanges vector, long offset, int flags) {
        if (offset < AT_POSITION) {
            return -Errno.EINVAL;
        }
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        try {
            if (offset == AT_POSITION) {
                f.positionLock().lock(POSITION);
                try {
                    long pos = f.position();
                    long n = transfer(t, write, f, vector, pos, flags, true);
                    if (n > 0 && !write) {
                        f.setPosition(pos + n);
                    }
                    return n;
                } finally {
                    f.positionLock().unlock();
                }
            }
            return f.inode().kind() == Inode.Kind.STREAM
                    ? -Errno.ESPIPE
                    : transfer(t, write, f, vector, offset, flags, false);
        } finally {
            f.put(t);
        }
    }

    /** As {@link #call} at an offset, which must not be negative: {@code preadv}, {@code pwritev}. */
    public static long at(TaskContext t, boolean write, int fd, UserRanges vector, long offset) {
        return offset < 0 ? -Errno.EINVAL : call(t, write, fd, vector, offset, 0);
    }

    private static long transfer(
            TaskContext t, boolean write, OpenFile f, UserRanges vector, long pos, int flags, boolean moves) {
        long bad = FileIo.may(f, write);
        if (bad == 0) {
            bad = UserVector.verify(t, vector);
        }
        if (bad != 0) {
            return bad;
        }
        UserVector buffer = UserVector.of(t, vector.words());
        if (buffer.length() == 0) {
            return 0;
        }
        bad = FileIo.verify(f, buffer, pos, buffer.length());
        if (bad != 0) {
            return bad;
        }
        // What asks for more than a file can do is refused by the file, when everything else is known to be right.
        bad = refused(f, write, flags);
        if (bad != 0) {
            return bad;
        }
        return write
                ? FileIo.write(t, f, buffer, pos, buffer.length(), moves, flags)
                : FileIo.read(t, f, buffer, pos, buffer.length());
    }

    /** {@code kiocb_set_rw_flags}. */
    private static long refused(OpenFile f, boolean write, int flags) {
        int known = EVERYWHERE;
        if (f.inode().kind() == Inode.Kind.DISK) {
            known |= Fs.RWF_DONTCACHE | (write ? 0 : Fs.RWF_NOWAIT);
        }
        if ((flags & ~known) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        int both = Fs.RWF_APPEND | Fs.RWF_NOAPPEND;
        return (flags & both) == both ? -Errno.EINVAL : 0;
    }
}
