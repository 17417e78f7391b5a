package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.FileSystem;
import dev.pinfold.mm.file.Inode;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** {@code open(2)} and {@code openat(2)}. */
public final class Open {
    private static final String[] DESCRIPTORS = {"/proc/self/fd/", "/proc/thread-self/fd/", "/dev/fd/"};

    private Open() {}

    /**
     * Opens a path.
     *
     * @param path null for a pointer that cannot be read
     * @return the descriptor, or -EFAULT, -EMFILE, -ENOENT, -ENOTDIR, -EISDIR, -EEXIST, -EACCES, -EINVAL,
     *     -ENAMETOOLONG, -EBADF, -EPERM
     */
    public static long call(TaskContext t, int dirfd, @Nullable String path, int flags, int mode) {
        if (!FileSystem.together(flags)) {
            return -Errno.EINVAL;
        }
        if (path == null) {
            return -Errno.EFAULT;
        }
        // A descriptor is found before the path is looked at.
        long limit = t.limits().soft(Rlimit.RLIMIT_NOFILE);
        long free = t.files().check(limit);
        if (free < 0) {
            return free;
        }
        FileSystem.Opened o = open(t, dirfd, path, flags, mode);
        if (o.file() == null) {
            return o.error();
        }
        long fd = t.files().install(o.file(), 0, limit, (flags & FileFlags.O_CLOEXEC) != 0);
        if (fd < 0) {
            o.file().put(t);
        }
        return fd;
    }

    private static FileSystem.Opened open(TaskContext t, int dirfd, String path, int flags, int mode) {
        FileSystem fs = t.kernel().files();
        for (String prefix : DESCRIPTORS) {
            if (path.startsWith(prefix)) {
                return reopen(t, path.substring(prefix.length()), flags);
            }
        }
        if (path.startsWith("/") || dirfd == FileFlags.AT_FDCWD || path.isEmpty()) {
            return fs.open(t, path, flags, mode, t.privileged());
        }
        OpenFile dir = t.files().get(dirfd);
        if (dir == null) {
            return new FileSystem.Opened(-Errno.EBADF, null);
        }
        try {
            return dir.inode().kind() == Inode.Kind.DIRECTORY
                    ? fs.open(t, dir.inode().name() + "/" + path, flags, mode, t.privileged())
                    : new FileSystem.Opened(-Errno.ENOTDIR, null);
        } finally {
            dir.put(t);
        }
    }

    private static FileSystem.Opened reopen(TaskContext t, String number, int flags) {
        OpenFile f = number.matches("[0-9]{1,9}") ? t.files().get(Integer.parseInt(number)) : null;
        if (f == null) {
            return new FileSystem.Opened(-Errno.ENOENT, null);
        }
        try {
            return t.kernel().files().reopen(t, f, flags, t.privileged());
        } finally {
            f.put(t);
        }
    }
}
