package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;

/** {@code close(2)}. */
public final class Close {
    private Close() {}

    /** Returns 0 or -EBADF. */
    public static long call(TaskContext t, int fd) {
        OpenFile f = t.files().remove(fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        f.put(t);
        return 0;
    }
}
