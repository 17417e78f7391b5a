package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/** {@code read(2)}: at the position, which moves. */
public final class Read {
    private static final Site POSITION = Site.lock("file.read: position lock over a read that moves it");

    private Read() {}

    /** Returns bytes, or -EBADF or another error of {@link FileIo#read}. */
    public static long call(TaskContext t, int fd, long buffer, long count) {
        return call(t, fd, UserBuffer.at(t, buffer), count);
    }

    /** With memory outside of the machine. */
    public static long call(TaskContext t, int fd, byte[] data) {
        return call(t, fd, UserBuffer.of(data), data.length);
    }

    private static long call(TaskContext t, int fd, UserBuffer buffer, long count) {
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        f.positionLock().lock(POSITION);
        try {
            return FileIo.readMoving(t, f, buffer, count);
        } finally {
            f.positionLock().unlock();
            f.put(t);
        }
    }
}
