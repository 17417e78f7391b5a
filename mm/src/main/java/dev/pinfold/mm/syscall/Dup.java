package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.FdTable;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;

/** {@code dup(2)}, {@code dup2(2)} and {@code dup3(2)}. */
public final class Dup {
    private Dup() {}

    /** {@code dup}: the lowest free descriptor from {@code from} on. Returns it, or -EBADF, -EMFILE. */
    static long lowest(TaskContext t, int fd, int from, boolean cloexec) {
        OpenFile f = t.files().get(fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        long r = t.files().install(f, from, t.limits().soft(Rlimit.RLIMIT_NOFILE), cloexec);
        if (r < 0) {
            f.put(t);
        }
        return r;
    }

    /** {@code dup}. Returns the new descriptor, or -EBADF, -EMFILE. */
    public static long call(TaskContext t, int fd) {
        return lowest(t, fd, 0, false);
    }

    /** {@code dup2}. Returns {@code newFd}, or -EBADF. */
    public static long dup2(TaskContext t, int fd, int newFd) {
        if (fd == newFd) {
            return t.files().cloexec(fd) < 0 ? -Errno.EBADF : fd;
        }
        return replace(t, fd, newFd, false);
    }

    /** {@code dup3}. Returns {@code newFd}, or -EINVAL, -EBADF. */
    public static long dup3(TaskContext t, int fd, int newFd, int flags) {
        if ((flags & ~FileFlags.O_CLOEXEC) != 0 || fd == newFd) {
            return -Errno.EINVAL;
        }
        return replace(t, fd, newFd, flags != 0);
    }

    private static long replace(TaskContext t, int fd, int newFd, boolean cloexec) {
        long limit = t.limits().soft(Rlimit.RLIMIT_NOFILE);
        if (newFd < 0 || newFd >= FdTable.NR_OPEN || Long.compareUnsigned(newFd, limit) >= 0) {
            return -Errno.EBADF;
        }
        OpenFile f = t.files().get(fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        OpenFile old = t.files().replace(newFd, f, cloexec);
        if (old != null) {
            old.put(t);
        }
        return newFd;
    }
}
