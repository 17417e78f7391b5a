package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.file.FileOps;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/** {@code lseek(2)}. */
public final class Lseek {
    private static final Site POSITION = Site.lock("file.lseek: position lock over a move of the position");

    private Lseek() {}

    /** Returns the position in bytes, or -EBADF, -EINVAL, -ENXIO (no data or hole there), -ESPIPE. */
    public static long call(TaskContext t, int fd, long offset, int whence) {
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        f.positionLock().lock(POSITION);
        try {
            return whence < 0 || whence > Fs.SEEK_HOLE ? -Errno.EINVAL : FileOps.lseek(f, offset, whence);
        } finally {
            f.positionLock().unlock();
            f.put(t);
        }
    }
}
