package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.TaskContext;
import org.jspecify.annotations.Nullable;

/** {@code unlink(2)}. */
public final class Unlink {
    private Unlink() {}

    /** Returns 0, or -EFAULT, -ENOENT, -ENOTDIR, -EISDIR, -ENAMETOOLONG, -EPERM. */
    public static long call(TaskContext t, @Nullable String path) {
        return path == null ? -Errno.EFAULT : t.kernel().files().unlink(t, path);
    }
}
