package dev.pinfold.mm.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Zap;

/** Taking entries away without taking mappings away: the next access to each page is a fault. */
public final class Unmapping {
    private static final Site ZAP = Site.lock("unmapping: mmap lock over clearing the entries of a range");

    private Unmapping() {}

    /**
     * Clears the entries of a range of a space: {@code zap_page_range}. What private memory held there is gone; mappings and
     * guard markers stay.
     *
     * @return 0, -EINVAL for a range that is not made of pages, -ENOMEM if there is no frame to copy a shared table
     */
    public static long zapPageRange(TaskContext t, Space space, long start, long length) {
        if ((start & ~PAGE_MASK) != 0 || start < 0 || length < 0) {
            return -Errno.EINVAL;
        }
        long end = pageUp(start + length);
        if (end < start) {
            return -Errno.EINVAL;
        }
        boolean done = true;
        space.readLock(ZAP);
        for (Vma v = space.find(start); v != null && v.start() < end && done; v = space.find(v.end())) {
            done = Zap.range(t.cursor(), v.tables(), Math.max(start, v.start()), Math.min(end, v.end()), Zap.EVEN_COWS);
        }
        space.readUnlock();
        return done ? 0 : -Errno.ENOMEM;
    }

    /**
     * Clears the entries that map a part of a file, and private copies of it, in every space: {@code
     * unmap_mapping_range} with {@code even_cows}.
     *
     * @param offset first byte; rounded down to a page
     * @param length bytes, of which the last page counts whole; 0 reaches to the end of all files
     * @return 0, or -EINVAL
     */
    public static long unmapMappingRange(TaskContext t, FileMapping file, long offset, long length) {
        if (offset < 0 || length < 0) {
            return -Errno.EINVAL;
        }
        long first = offset >>> PAGE_SHIFT;
        long pages = length == 0 ? Long.MAX_VALUE - first : pageUp(length) >>> PAGE_SHIFT;
        file.unmapRange(t, first, pages, true);
        return 0;
    }
}
