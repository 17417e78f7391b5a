package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Falloc;
import dev.pinfold.mm.sync.Site;
import java.io.IOException;

/** {@code fallocate} on a disk file: what ext4 does for each mode. */
final class DiskAllocation {
    private static final Site SHIFT_LOCK = Site.lock("disk.fallocate: invalidate_lock over moving or removing blocks");

    private DiskAllocation() {}

    /** Preconditions: {@code i_rwsem} held for writing; offset, length and mode checked by {@link FileOps}. */
    static long fallocate(DiskMapping m, FileTask t, int mode, long offset, long length) {
        long end = offset + length;
        boolean keep = (mode & Falloc.FALLOC_FL_KEEP_SIZE) != 0;
        if ((mode & Falloc.FALLOC_FL_PUNCH_HOLE) != 0) {
            return locked(m, () -> punch(m, t, offset, end));
        }
        if ((mode & Falloc.FALLOC_FL_COLLAPSE_RANGE) != 0) {
            return locked(m, () -> collapse(m, t, offset, length));
        }
        if ((mode & Falloc.FALLOC_FL_INSERT_RANGE) != 0) {
            return locked(m, () -> insert(m, t, offset, length));
        }
        boolean grows = !keep && end > m.size();
        if (grows && SizeLimit.exceeded(end, t.fileSizeLimit())) {
            return -Errno.EFBIG;
        }
        if ((mode & Falloc.FALLOC_FL_ZERO_RANGE) != 0) {
            long r = locked(m, () -> zero(m, t, offset, end));
            return r < 0 || !grows ? r : grow(m, t, end);
        }
        if (!m.preallocate(offset >>> PAGE_SHIFT, FileMapping.pagesOf(end))) {
            return -Errno.ENOSPC;
        }
        return grows ? grow(m, t, end) : 0;
    }

    private static long grow(DiskMapping m, FileTask t, long end) {
        long r = m.extend(t, end);
        touchPart(m, t, end);
        return r;
    }

    /** A position inside a page makes that page cached: ext4 zeroes the block's other part through the cache. */
    private static void touchPart(DiskMapping m, FileTask t, long position) {
        if ((position & PAGE_SIZE - 1) != 0) {
            m.touch(t, position >>> PAGE_SHIFT);
        }
    }

    private interface Body {
        long run() throws IOException;
    }

    /** Holds faults and reads off while blocks move. */
    private static long locked(DiskMapping m, Body body) {
        m.invalidateLock().writeLock(SHIFT_LOCK);
        try {
            return body.run();
        } catch (IOException e) {
            return -Errno.EIO;
        } finally {
            m.invalidateLock().writeUnlock();
        }
    }

    /** The range reads as zeros and holds no blocks; the size stays. Beyond the size nothing is done. */
    private static long punch(DiskMapping m, FileTask t, long offset, long askedEnd) throws IOException {
        // ext4 leaves what fallocate put beyond the end, but ends a range that reaches there with the last page.
        if (offset >= m.size()) {
            return 0;
        }
        long end = askedEnd > m.size() ? FileMapping.pagesOf(m.size()) << PAGE_SHIFT : askedEnd;
        cut(m, t, offset, end);
        m.free(FileMapping.pagesOf(offset), end >>> PAGE_SHIFT);
        return 0;
    }

    /** The range reads as zeros and has blocks. */
    private static long zero(DiskMapping m, FileTask t, long offset, long end) throws IOException {
        cut(m, t, offset, end);
        long first = FileMapping.pagesOf(offset);
        long last = end >>> PAGE_SHIFT;
        if (!m.preallocate(offset >>> PAGE_SHIFT, FileMapping.pagesOf(end))) {
            return -Errno.ENOSPC;
        }
        if (first < last) {
            m.blocks.makeUnwritten(first, last);
        }
        return 0;
    }

    /** Removes a range from mappings, cache and store. Private copies stay. */
    private static void cut(DiskMapping m, FileTask t, long offset, long end) throws IOException {
        long first = FileMapping.pagesOf(offset);
        long last = end >>> PAGE_SHIFT;
        m.unmapRange(t, first, last - first, false);
        Truncation.bytes(m, t, offset, end);
        m.store.zero(offset, end - offset);
        touchPart(m, t, offset);
        touchPart(m, t, end);
    }

    private static long collapse(DiskMapping m, FileTask t, long offset, long length) throws IOException {
        if (((offset | length) & PAGE_SIZE - 1) != 0 || offset + length >= m.size()) {
            return -Errno.EINVAL;
        }
        long r = forget(m, t, offset);
        if (r < 0) {
            return r;
        }
        long first = offset >>> PAGE_SHIFT;
        m.free(first, first + (length >>> PAGE_SHIFT));
        m.blocks.collapse(first, first + (length >>> PAGE_SHIFT));
        m.store.collapse(offset, length);
        m.setSize(m.size() - length);
        return 0;
    }

    private static long insert(DiskMapping m, FileTask t, long offset, long length) throws IOException {
        if (((offset | length) & PAGE_SIZE - 1) != 0 || offset >= m.size()) {
            return -Errno.EINVAL;
        }
        if (length > m.maxBytes() - m.size()) {
            return -Errno.EFBIG;
        }
        if (SizeLimit.exceeded(m.size() + length, t.fileSizeLimit())) {
            return -Errno.EFBIG;
        }
        long r = forget(m, t, offset);
        if (r < 0) {
            return r;
        }
        m.blocks.insert(offset >>> PAGE_SHIFT, length >>> PAGE_SHIFT);
        m.store.insert(offset, length);
        m.setSize(m.size() + length);
        return 0;
    }

    /** Writes and drops every page from {@code offset} on, private copies of them too, since their place changes. */
    private static long forget(DiskMapping m, FileTask t, long offset) {
        long first = offset >>> PAGE_SHIFT;
        long r = Writeback.range(m, t, first, Long.MAX_VALUE);
        if (r == 0) {
            Truncation.cache(m, t, offset);
        }
        return r;
    }
}
