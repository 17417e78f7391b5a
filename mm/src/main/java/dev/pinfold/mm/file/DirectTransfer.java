package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.sync.Bytes;
import java.io.IOException;

/**
 * Transfers between a disk file's store and memory past the page cache ({@code O_DIRECT}, {@code fs/iomap/direct-io.c}).
 * The cache is written back before, and for a write dropped before and after, so that both ways of access agree.
 */
public final class DirectTransfer {
    /** Offsets and lengths are multiples of this many bytes; memory may lie anywhere. */
    public static final int ALIGNMENT = 512;

    private DirectTransfer() {}

    /** Writes back what a transfer of {@code [from, to)} must see. Returns 0 or -EIO. */
    public static long flush(DiskMapping m, FileTask t, long from, long to) {
        return Writeback.range(m, t, from >>> PAGE_SHIFT, FileMapping.pagesOf(to) - 1);
    }

    /**
     * Drops the cached pages over {@code [from, to)}, mapped ones too ({@code invalidate_inode_pages2_range}); a page
     * that became dirty meanwhile stays.
     */
    public static void invalidate(DiskMapping m, FileTask t, long from, long to) {
        long end = FileMapping.pagesOf(to);
        for (long i = m.pages.next(from >>> PAGE_SHIFT); i >= 0 && i < end; i = m.pages.next(i + 1)) {
            int pfn = m.lookupLocked(i, t.cpuId());
            if (pfn < 0) {
                continue;
            }
            m.waitWriteback(pfn);
            if (m.frames.mapCount(pfn) != 0) {
                m.unmapRange(t, i, 1, false);
            }
            if (!m.frames.test(pfn, FrameFlags.DIRTY) && m.frames.mapCount(pfn) == 0) {
                m.removeLocked(pfn, i, t.cpuId());
            }
            m.unlockPut(pfn, t.cpuId());
        }
    }

    /** Whether the disk holds something at an offset; else it reads as zeros. */
    public static boolean isData(DiskMapping m, long offset) {
        return m.blocks.isData(offset >>> PAGE_SHIFT);
    }

    /** The end, at most {@code end}, of the run of blocks around {@code from} that all hold data, or all do not. */
    public static long runEnd(DiskMapping m, long from, long end) {
        boolean data = isData(m, from);
        long at = (from | PAGE_SIZE - 1) + 1;
        while (at < end && isData(m, at) == data) {
            at += PAGE_SIZE;
        }
        return Math.min(at, end);
    }

    /** Reads {@code length} bytes at {@code offset}, within one page. Returns 0 or -EIO. */
    public static long read(DiskMapping m, long offset, long address, int length) {
        try {
            if (m.blocks.isData(offset >>> PAGE_SHIFT)) {
                m.store.read(offset, address, length);
            } else {
                Bytes.zero(address, length);
            }
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        }
    }

    /**
     * Makes room for a write to {@code [from, to)}: the blocks exist, and hold data only if they did before.
     *
     * <p>Preconditions: {@code i_rwsem} held for writing.
     *
     * @return 0, -ENOSPC or -EIO
     */
    public static long reserve(DiskMapping m, long from, long to) {
        m.iRwsem().assertWriteHeld();
        long first = from >>> PAGE_SHIFT;
        if (!m.preallocate(first, FileMapping.pagesOf(to))) {
            return -Errno.ENOSPC;
        }
        try {
            for (long i = first; i < FileMapping.pagesOf(to); i++) {
                if (!m.blocks.isData(i)) {
                    // What lay there before the block was freed must not be seen around what is written.
                    m.store.zero(i << PAGE_SHIFT, PAGE_SIZE);
                }
            }
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        }
    }

    /** Writes {@code length} bytes at {@code offset}, within one page of a range that is reserved. Returns 0 or -EIO. */
    public static long write(DiskMapping m, long offset, long address, int length) {
        try {
            m.store.write(offset, address, length);
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        }
    }

    /**
     * Ends a write to {@code [from, to)}. If all of it was written the blocks hold data now and the file reaches over them; if
     * not, blocks without data stay so, and those beyond the end are given back.
     *
     * @param result 0, or why not all was written
     * @return {@code result}, or -EIO
     */
    public static long settle(DiskMapping m, FileTask t, long from, long to, long result) {
        if (result == 0) {
            m.blocks.write(from >>> PAGE_SHIFT, FileMapping.pagesOf(to));
            return m.extend(t, to);
        }
        if (to > m.size()) {
            m.free(m.sizePages(), FileMapping.pagesOf(to));
            long ignored = m.storeSize(m.size());
        }
        return result;
    }
}
