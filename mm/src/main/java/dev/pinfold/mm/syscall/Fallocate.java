package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileOps;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;

/** {@code fallocate(2)}. */
public final class Fallocate {
    private Fallocate() {}

    /** Returns 0 or an error of {@link FileOps#fallocate}; -EBADF before any other. */
    public static long call(TaskContext t, int fd, int mode, long offset, long length) {
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        try {
            return FileOps.fallocate(t, f, mode, offset, length);
        } finally {
            f.put(t);
        }
    }
}
