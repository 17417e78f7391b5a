package dev.pinfold.mm.file;

import dev.pinfold.mm.Errno;
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
        return Writeback.range(m, t, from >>> FileMapping.PAGE_SHIFT, FileMapping.pagesOf(to) - 1);
    }

    /**
     * Drops the cached pages over {@code [from, to)}, mapped ones too ({@code invalidate_inode_pages2_range}); a page
     * that became dirty meanwhile stays.
     */
    public static void invalidate(DiskMapping m, FileTask t, long from, long to) {
        long end = FileMapping.pagesOf(to);
        for (long i = m.pages.next(from >>> FileMapping.PAGE_SHIFT); i >= 0 && i < end; i = m.pages.next(i + 1)) {
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

    /**
     * Whether a read of {@code [from, to)} is aligned wherever it needs the disk: of each run of blocks that hold data,
     * the part that is read. Holes have no alignment.
     */
    public static boolean aligned(DiskMapping m, long from, long to) {
        if (((from | to) & ALIGNMENT - 1) == 0) {
            return true;
        }
        long first = from >>> FileMapping.PAGE_SHIFT;
        long last = to - 1 >>> FileMapping.PAGE_SHIFT;
        return ((from & ALIGNMENT - 1) == 0 || !m.blocks.isData(first))
                && ((to & ALIGNMENT - 1) == 0 || !m.blocks.isData(last));
    }

    /** Reads {@code length} bytes at {@code offset}, within one page. Returns 0 or -EIO. */
    public static long read(DiskMapping m, long offset, long address, int length) {
        try {
            if (m.blocks.isData(offset >>> FileMapping.PAGE_SHIFT)) {
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
     * Writes {@code length} bytes at {@code offset}, within one page, and extends the file over them.
     *
     * <p>Preconditions: {@code i_rwsem} held for writing.
     *
     * @return 0, -ENOSPC or -EIO
     */
    public static long write(DiskMapping m, FileTask t, long offset, long address, int length) {
        m.iRwsem().assertWriteHeld();
        if (!m.allocate(offset >>> FileMapping.PAGE_SHIFT)) {
            return -Errno.ENOSPC;
        }
        try {
            m.store.write(offset, address, length);
        } catch (IOException e) {
            return -Errno.EIO;
        }
        return m.extend(t, offset + length);
    }
}
