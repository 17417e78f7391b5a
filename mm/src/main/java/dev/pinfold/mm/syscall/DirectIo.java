package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Foll;
import dev.pinfold.mm.file.DirectTransfer;
import dev.pinfold.mm.file.DiskMapping;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.gup.Gup;
import dev.pinfold.mm.gup.Pins;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/**
 * Reads and writes past the cache ({@code O_DIRECT}; {@code fs/iomap/direct-io.c}): the user's pages are pinned, the disk
 * transfers straight to or from them, and they are let go, dirty if the disk wrote them.
 *
 * <p>An error anywhere is the result of the whole call, whatever went before it: bytes that were transferred stay so, but
 * blocks that held no data go on holding none, and the file does not grow.
 */
final class DirectIo {
    /** Pages that are pinned at a time. */
    private static final int BATCH = 64;

    private static final Site READ = Site.lock("file.direct: i_rwsem over a read past the cache");

    private final TaskContext t;
    private final Frames frames;
    private final DiskMapping m;
    private final UserBuffer buffer;
    private final long pos;
    private final int[] pages = new int[BATCH];

    private DirectIo(TaskContext t, DiskMapping m, UserBuffer buffer, long pos) {
        this.t = t;
        this.frames = t.kernel().frames();
        this.m = m;
        this.buffer = buffer;
        this.pos = pos;
    }

    /** Reads up to {@code count} bytes at {@code pos}. Returns bytes, or -EINVAL (alignment), -EFAULT, -ENOMEM, -EIO. */
    static long read(TaskContext t, DiskMapping m, UserBuffer buffer, long pos, long count) {
        m.iRwsem().readLock(READ);
        try {
            long size = m.size();
            if (pos >= size) {
                return 0;
            }
            long r = DirectTransfer.flush(m, t, pos, Math.min(size, pos + count));
            if (r == 0) {
                r = new DirectIo(t, m, buffer, pos).readRuns(pos + count);
            }
            // Zeros beyond the end were transferred, but are not reported.
            return r < 0 ? r : Math.min(size - pos, count);
        } finally {
            m.iRwsem().readUnlock();
        }
    }

    /**
     * Writes {@code count} bytes at {@code pos}. Preconditions: {@code i_rwsem} held for writing.
     *
     * @return {@code count}, or -EINVAL (alignment), -EFAULT, -ENOMEM, -ENOSPC, -EIO
     */
    static long write(TaskContext t, DiskMapping m, UserBuffer buffer, long pos, long count) {
        if (((pos | count) & DirectTransfer.ALIGNMENT - 1) != 0) {
            return -Errno.EINVAL;
        }
        long end = pos + count;
        long r = DirectTransfer.flush(m, t, pos, end);
        if (r < 0) {
            return r;
        }
        DirectTransfer.invalidate(m, t, pos, end);
        r = DirectTransfer.reserve(m, pos, end);
        if (r == 0) {
            DirectIo io = new DirectIo(t, m, buffer, pos);
            r = buffer.direct(0, count) ? io.transfer(0, count, true) : io.refuse(0, count, true);
            r = DirectTransfer.settle(m, t, pos, end, r);
        }
        DirectTransfer.invalidate(m, t, pos, end);
        return r < 0 ? r : count;
    }

    /** Holes are zeroed by the CPU and know no alignment; data comes from the disk. */
    private long readRuns(long end) {
        long at = pos;
        long r = 0;
        while (r == 0 && at < end) {
            long next = DirectTransfer.runEnd(m, at, end);
            long offset = at - pos;
            if (!DirectTransfer.isData(m, at)) {
                r = zero(offset, next - at);
            } else if (((at | next) & DirectTransfer.ALIGNMENT - 1) != 0) {
                r = -Errno.EINVAL;
            } else if (!buffer.direct(offset, next - at)) {
                r = refuse(offset, next - at, false);
            } else {
                r = transfer(offset, next - at, false);
            }
            at = next;
        }
        return r;
    }

    /** Memory that the disk cannot address: that is found when its pages are pinned, so they are in memory afterwards. */
    private long refuse(long offset, long length, boolean write) {
        long address = buffer.address(offset);
        int wanted = (int) Math.min(BATCH, offsetInPage(address) + length + PAGE_SIZE - 1 >>> PAGE_SHIFT);
        long got = Gup.pinUserPagesFast(t, address, wanted, write ? 0 : Foll.FOLL_WRITE, pages, 0);
        if (got <= 0) {
            return got < 0 ? got : -Errno.EFAULT;
        }
        Pins.unpinAll(t, pages, 0, (int) got);
        return -Errno.EINVAL;
    }

    private long zero(long offset, long length) {
        long zeros = frames.address(frames.zeroPfn());
        for (long done = 0; done < length; ) {
            int n = (int) Math.min(PAGE_SIZE, length - done);
            if (buffer.out(offset + done, zeros, n) < n) {
                return -Errno.EFAULT;
            }
            done += n;
        }
        return 0;
    }

    private long transfer(long offset, long length, boolean write) {
        // Memory that is not aligned is refused by the disk, which sees it when it is pinned.
        return buffer.pinnable() ? transferPinned(offset, length, write) : transferBounced(offset, length, write);
    }

    /** Between the disk and pages of the user's that are pinned meanwhile. */
    private long transferPinned(long offset, long length, boolean write) {
        boolean aligned = buffer.direct(offset, length);
        long done = 0;
        long r = 0;
        while (r == 0 && done < length) {
            long address = buffer.address(offset + done);
            long in = offsetInPage(address);
            long left = Math.min(length - done, buffer.run(offset + done));
            int wanted = (int) Math.min(BATCH, in + left + PAGE_SIZE - 1 >>> PAGE_SHIFT);
            long got = Gup.pinUserPagesFast(t, address, wanted, write ? 0 : Foll.FOLL_WRITE, pages, 0);
            if (got <= 0) {
                return got < 0 ? got : -Errno.EFAULT;
            }
            long n = Math.min(got * PAGE_SIZE - in, left);
            r = aligned ? disk(offset + done, in, n, write) : 0;
            Pins.unpinDirty(t, pages, 0, (int) got, !write);
            done += n;
        }
        return aligned ? r : r < 0 ? r : -Errno.EINVAL;
    }

    /** Transfers {@code length} bytes between the disk and the pinned pages, from byte {@code in} of the first one on. */
    private long disk(long offset, long in, long length, boolean write) {
        long r = 0;
        for (long done = 0; r == 0 && done < length; ) {
            long at = pos + offset + done;
            int inPage = offsetInPage(in + done);
            int n = (int) Math.min(length - done, Math.min(PAGE_SIZE - inPage, PAGE_SIZE - offsetInPage(at)));
            long memory = frames.address(pages[(int) (in + done >>> PAGE_SHIFT)]) + inPage;
            r = write ? DirectTransfer.write(m, at, memory, n) : DirectTransfer.read(m, at, memory, n);
            done += n;
        }
        return r;
    }

    /** Between the disk and memory that is nobody's page, by way of a frame. */
    private long transferBounced(long offset, long length, boolean write) {
        int bounce = frames.alloc(Zone.NORMAL, 0, t.cpuId());
        if (bounce < 0) {
            return -Errno.ENOMEM;
        }
        long memory = frames.address(bounce);
        long r = 0;
        for (long done = 0; r == 0 && done < length; ) {
            long at = pos + offset + done;
            int n = (int) Math.min(PAGE_SIZE - offsetInPage(at), length - done);
            if (write) {
                int ignored = buffer.in(offset + done, memory, n);
                r = DirectTransfer.write(m, at, memory, n);
            } else {
                r = DirectTransfer.read(m, at, memory, n);
                int ignored = buffer.out(offset + done, memory, n);
            }
            done += n;
        }
        frames.put(bounce, t.cpuId());
        return r;
    }
}
