package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.CacheCount;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.Inode;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;

/** {@code cachestat(2)}: how many pages of a part of a file are cached, dirty and under writeback. */
public final class Cachestat {
    private Cachestat() {}

    /**
     * Writes {@code struct cachestat} for the pages of a range of bytes. What has been evicted is not remembered, so both
     * counts of it are 0.
     *
     * @param range the address of {@code struct cachestat_range}; a length of 0 means up to the end, and a range that wraps
     *     has no pages
     * @return 0, or -EBADF, -EFAULT, -EOPNOTSUPP (huge pages), -EINVAL (flags), in this order
     */
    static long call(TaskContext t, int fd, long range, long to, int flags) {
        OpenFile f = Files.get(t, fd);
        if (f == null) {
            return -Errno.EBADF;
        }
        try {
            long[] words = UserMemory.words(t, range, 2);
            if (words == null) {
                return -Errno.EFAULT;
            }
            if (f.inode().kind() == Inode.Kind.HUGETLB) {
                return -Errno.EOPNOTSUPP;
            }
            if (flags != 0) {
                return -Errno.EINVAL;
            }
            long first = words[0] >>> PAGE_SHIFT;
            long last = words[1] == 0 ? Long.MAX_VALUE : words[0] + words[1] - 1 >>> PAGE_SHIFT;
            FileMapping mapping = f.inode().mapping();
            CacheCount count = mapping == null ? CacheCount.NOTHING : CacheCount.of(mapping, first, last);
            long[] counts = {count.cached(), count.dirty(), count.writeback(), 0, 0};
            return UserMemory.putWords(t, to, counts) ? 0 : -Errno.EFAULT;
        } finally {
            f.put(t);
        }
    }
}
