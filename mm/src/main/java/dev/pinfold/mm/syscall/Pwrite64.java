package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.Inode;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;

/** {@code pwrite64(2)}: at an offset, the position stays. */
public final class Pwrite64 {
    private Pwrite64() {}

    /** Returns bytes, or -EINVAL, -EBADF, -ESPIPE or another error of {@link FileIo#write}. */
    public static long call(TaskContext t, int fd, long buffer, long count, long offset) {
        return call(t, fd, UserBuffer.at(t, buffer), count, offset);
    }

    /** With memory outside of the machine. */
    public static long call(TaskContext t, int fd, byte[] data, long offset) {
        return call(t, fd, UserBuffer.of(data), data.length, offset);
    }

    private static long call(TaskContext t, int fd, UserBuffer buffer, long count, long offset) {
        if (offset < 0) {
            return -Errno.EINVAL;
        }
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        try {
            return f.inode().kind() == Inode.Kind.STREAM ? -Errno.ESPIPE : FileIo.write(t, f, buffer, offset, count);
        } finally {
            f.put(t);
        }
    }
}
