package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;

/** What {@code fstat(2)} tells of a file's size. */
public final class FileSize {
    private FileSize() {}

    /** Returns bytes, 0 for what has no size; -EBADF. */
    public static long call(TaskContext t, int fd) {
        OpenFile f = t.files().get(fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        FileMapping m = f.inode().mapping();
        long size = m == null ? 0 : m.size();
        f.put(t);
        return size;
    }
}
