package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileOps;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;

/** {@code fsync(2)}, and {@code fdatasync(2)}, which differs only in what no store here keeps. */
public final class Fsync {
    private Fsync() {}

    /** Returns 0, or -EBADF, -EINVAL, -EIO. */
    public static long call(TaskContext t, int fd) {
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        try {
            return FileOps.fsync(t, f);
        } finally {
            f.put(t);
        }
    }
}
