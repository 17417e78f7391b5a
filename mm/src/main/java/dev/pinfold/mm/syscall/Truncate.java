package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileOps;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** {@code ftruncate(2)} and {@code truncate(2)}. */
public final class Truncate {
    private Truncate() {}

    /** {@code ftruncate}. Returns 0, or -EINVAL, -EBADF, -EFBIG, -EPERM (sealed), -EIO. */
    public static long call(TaskContext t, int fd, long length) {
        if (length < 0) {
            return -Errno.EINVAL;
        }
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        try {
            return FileOps.ftruncate(t, f, length);
        } finally {
            f.put(t);
        }
    }

    /** {@code truncate}. Returns 0, or -EINVAL, -EFAULT, -ENOENT, -ENOTDIR, -EISDIR, -EACCES, -EFBIG, -EIO. */
    public static long call(TaskContext t, @Nullable String path, long length) {
        if (length < 0) {
            return -Errno.EINVAL;
        }
        return path == null ? -Errno.EFAULT : t.kernel().files().truncate(t, path, length, t.privileged());
    }
}
