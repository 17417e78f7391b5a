package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.file.Seals;
import dev.pinfold.mm.space.TaskContext;

/** {@code fcntl(2)}: descriptors, flags and seals. */
public final class Fcntl {
    private Fcntl() {}

    /** Returns what the command gives, or -EBADF, -EINVAL (no such command here), -EMFILE, -EPERM, -EBUSY. */
    public static long call(TaskContext t, int fd, int command, long arg) {
        OpenFile f = t.files().get(fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        try {
            return switch (command) {
                case FileFlags.F_DUPFD -> duplicate(t, fd, arg, false);
                case FileFlags.F_DUPFD_CLOEXEC -> duplicate(t, fd, arg, true);
                case FileFlags.F_GETFD -> t.files().cloexec(fd);
                case FileFlags.F_SETFD -> t.files().setCloexec(fd, (arg & 1) != 0);
                case FileFlags.F_GETFL -> f.flags();
                // A path descriptor can be duplicated and looked at, no more.
                default -> f.isPath() ? -Errno.EBADF : onFile(t, f, command, arg);
            };
        } finally {
            f.put(t);
        }
    }

    private static long onFile(TaskContext t, OpenFile f, int command, long arg) {
        return switch (command) {
            case FileFlags.F_SETFL -> {
                if ((arg & FileFlags.O_DIRECT) != 0 && !f.directPossible()) {
                    yield -Errno.EINVAL;
                }
                f.setFlags((int) arg);
                yield 0;
            }
            case FileFlags.F_ADD_SEALS -> arg < 0 || arg > 0xffff_ffffL ? -Errno.EINVAL : Seals.add(t, f, (int) arg);
            case FileFlags.F_GET_SEALS -> Seals.get(f);
            default -> -Errno.EINVAL;
        };
    }

    private static long duplicate(TaskContext t, int fd, long from, boolean cloexec) {
        if (Long.compareUnsigned(from, Math.min(Integer.MAX_VALUE, limit(t))) >= 0) {
            return -Errno.EINVAL;
        }
        return Dup.lowest(t, fd, (int) from, cloexec);
    }

    private static long limit(TaskContext t) {
        long soft = t.limits().soft(Rlimit.RLIMIT_NOFILE);
        return soft < 0 ? Integer.MAX_VALUE : soft;
    }
}
