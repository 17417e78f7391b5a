package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.file.DiskMapping;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.Inode;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.reclaim.Reclaim;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Site;

/**
 * Reads and writes: {@code vfs_read}, {@code vfs_write} and the copying under them ({@code filemap_read}, {@code
 * generic_perform_write}).
 *
 * <p>User memory may fault at any byte, and the fault may need the very page that is read or written. So bytes to be
 * written are fetched into a frame of the call's own before the page is locked, where Linux copies with faults off and
 * tries again; a read holds a reference to the page and no lock.
 */
final class FileIo {
    /** Frames to ask for when there is none. */
    private static final long ENOUGH = 32;

    private static final Site READ_DAX = Site.lock("file.read: i_rwsem over a read of a device's file");
    private static final Site WRITE = Site.lock("file.write: i_rwsem over a write");

    private FileIo() {}

    /** {@code vfs_read} at a position. Returns bytes, or -EBADF, -EISDIR, -EINVAL, -EFAULT, -EFBIG, -EIO, -ENOMEM. */
    static long read(TaskContext t, OpenFile file, UserBuffer buffer, long pos, long count) {
        long bad = may(file, false);
        if (bad < 0) {
            return bad;
        }
        bad = verify(file, buffer, pos, count);
        if (bad < 0) {
            return bad;
        }
        long n = Math.min(count, Fs.MAX_RW_COUNT);
        FileMapping m = file.inode().mapping();
        if (m == null) {
            return readDevice(t, file, buffer, n);
        }
        if (n == 0 || pos >= m.maxBytes()) {
            return 0;
        }
        if (m.isFsDax()) {
            // There is no page that could leave the file and stay: what is read is the block, which truncation gives
            // away.
            m.iRwsem().readLock(READ_DAX);
            try {
                return readCached(t, file, m, buffer, pos, n);
            } finally {
                m.iRwsem().readUnlock();
            }
        }
        return m instanceof DiskMapping d && file.has(FileFlags.O_DIRECT)
                ? DirectIo.read(t, d, buffer, pos, n)
                : readCached(t, file, m, buffer, pos, n);
    }

    /** {@code vfs_write} at a position, which {@code O_APPEND} overrides. Returns bytes or -errno. */
    static long write(TaskContext t, OpenFile file, UserBuffer buffer, long pos, long count) {
        return write(t, file, buffer, pos, count, false, 0);
    }

    /**
     * As {@link #write(TaskContext, OpenFile, UserBuffer, long, long)}.
     *
     * @param moves whether the file's position follows
     * @param flags RWF_ bits that the file knows, see {@link VectorIo}
     */
    static long write(TaskContext t, OpenFile file, UserBuffer buffer, long pos, long count, boolean moves, int flags) {
        long bad = may(file, true);
        if (bad < 0) {
            return bad;
        }
        bad = verify(file, buffer, pos, count);
        if (bad < 0) {
            return bad;
        }
        long n = Math.min(count, Fs.MAX_RW_COUNT);
        FileMapping m = file.inode().mapping();
        if (file.inode().kind() == Inode.Kind.HUGETLB) {
            return -Errno.EINVAL;
        }
        if (m == null || n == 0) {
            return n;
        }
        m.iRwsem().writeLock(WRITE);
        try {
            boolean appends =
                    (flags & Fs.RWF_NOAPPEND) == 0 && (file.has(FileFlags.O_APPEND) || (flags & Fs.RWF_APPEND) != 0);
            long at = appends ? m.size() : pos;
            long room = room(t, m, at, n);
            if (room <= 0) {
                return room;
            }
            long done = m instanceof DiskMapping d && file.has(FileFlags.O_DIRECT)
                    ? DirectIo.write(t, d, buffer, at, room)
                    : writeCached(t, file, m, buffer, at, room);
            if (done > 0 && (flags & (Fs.RWF_DSYNC | Fs.RWF_SYNC)) != 0) {
                m.sync(t, at >>> PAGE_SHIFT, at + done - 1 >>> PAGE_SHIFT);
            }
            if (moves && done > 0) {
                file.setPosition(at + done);
            }
            return done;
        } finally {
            m.iRwsem().writeUnlock();
        }
    }

    /** A read at the position, which it moves. Preconditions: the position lock. */
    static long readMoving(TaskContext t, OpenFile file, UserBuffer buffer, long count) {
        long pos = file.position();
        long n = read(t, file, buffer, pos, count);
        if (n > 0) {
            file.setPosition(pos + n);
        }
        return n;
    }

    /** A write at the position, which it moves; with {@code O_APPEND} to where it ended. Preconditions: the position lock. */
    static long writeMoving(TaskContext t, OpenFile file, UserBuffer buffer, long count) {
        return write(t, file, buffer, file.position(), count, true, 0);
    }

    /** Whether a file is open for it and has a way to do it: 0, -EBADF or -EINVAL. */
    static long may(OpenFile file, boolean write) {
        if (write ? !file.canWrite() : !file.canRead()) {
            return -Errno.EBADF;
        }
        return file.inode().kind() == Inode.Kind.PIDFD ? -Errno.EINVAL : 0;
    }

    /** {@code access_ok} and {@code rw_verify_area}. */
    static long verify(OpenFile file, UserBuffer buffer, long pos, long count) {
        if (!buffer.ok(count)) {
            return -Errno.EFAULT;
        }
        boolean positioned = file.inode().isRegular();
        return count < 0 || (positioned && (pos < 0 || pos + count < 0)) ? -Errno.EINVAL : 0;
    }

    /** How much of a write fits: {@code generic_write_checks_count}. Returns bytes, or -EFBIG. */
    private static long room(TaskContext t, FileMapping m, long pos, long count) {
        long limit = t.fileSizeLimit();
        long n = count;
        if (limit >= 0) {
            if (pos >= limit) {
                return -Errno.EFBIG;
            }
            n = Math.min(n, limit - pos);
        }
        return pos >= m.maxBytes() ? -Errno.EFBIG : Math.min(n, m.maxBytes() - pos);
    }

    private static long readDevice(TaskContext t, OpenFile file, UserBuffer buffer, long count) {
        if (file.inode().kind() == Inode.Kind.DIRECTORY) {
            return -Errno.EISDIR;
        }
        if (file.inode().kind() != Inode.Kind.ZERO) {
            return 0;
        }
        Frames frames = t.kernel().frames();
        long zeros = frames.address(frames.zeroPfn());
        long done = 0;
        while (done < count) {
            int n = (int) Math.min(PAGE_SIZE, count - done);
            int copied = buffer.out(done, zeros, n);
            done += copied;
            if (copied < n) {
                break;
            }
        }
        return done == 0 && count > 0 ? -Errno.EFAULT : done;
    }

    private static long readCached(
            TaskContext t, OpenFile file, FileMapping m, UserBuffer buffer, long pos, long count) {
        Frames frames = t.kernel().frames();
        long done = 0;
        long error = 0;
        while (done < count && pos + done < m.size()) {
            long at = pos + done;
            long index = at >>> PAGE_SHIFT;
            int in = offsetInPage(at);
            long wanted = (pos + count + PAGE_SIZE - 1 >>> PAGE_SHIFT) - index;
            int pfn = m.readPage(t, file, index, wanted);
            if (pfn == -Errno.ENOMEM && Reclaim.pages(t, ENOUGH) > 0) {
                continue;
            }
            if (pfn < -1) {
                error = pfn;
                break;
            }
            // The size as it is now that the page is here: what lies beyond is never shown.
            int n = (int) Math.max(0, Math.min(Math.min(PAGE_SIZE - in, count - done), m.size() - at));
            int copied;
            if (pfn < 0) {
                copied = buffer.out(done, frames.address(frames.zeroPfn()) + in, n);
            } else {
                copied = out(t, m, buffer, done, pfn, in, n);
                m.putPage(pfn, t.cpuId());
            }
            done += copied;
            if (copied < n) {
                error = -Errno.EFAULT;
                break;
            }
        }
        if (done > 0) {
            file.noteRead(pos + done);
        }
        return done > 0 ? done : error;
    }

    /** Copies part of a page that is held to the reader; gives the bytes copied. */
    private static int out(TaskContext t, FileMapping m, UserBuffer buffer, long done, int pfn, int in, int n) {
        Frames frames = t.kernel().frames();
        boolean may = m.kernelAccess(t, pfn, false);
        if (!may || !m.kernelAccessKeepsCpu()) {
            int copied = may ? buffer.out(done, frames.address(pfn) + in, n) : 0;
            m.kernelAccessEnd(t);
            return copied;
        }
        // No fault can be handled before the access ends: by way of a frame of the call's own.
        int bounce = frames.alloc(Zone.NORMAL, 0, t.cpuId());
        if (bounce >= 0) {
            Bytes.copy(frames.address(pfn) + in, frames.address(bounce), n);
        }
        m.kernelAccessEnd(t);
        if (bounce < 0) {
            return 0;
        }
        int copied = buffer.out(done, frames.address(bounce), n);
        frames.put(bounce, t.cpuId());
        return copied;
    }

    private static long writeCached(
            TaskContext t, OpenFile file, FileMapping m, UserBuffer buffer, long pos, long count) {
        Frames frames = t.kernel().frames();
        int bounce = frames.alloc(Zone.NORMAL, 0, t.cpuId());
        if (bounce < 0) {
            return -Errno.ENOMEM;
        }
        long staged = frames.address(bounce);
        long done = 0;
        long error = 0;
        while (done < count) {
            long at = pos + done;
            int in = offsetInPage(at);
            int n = (int) Math.min(PAGE_SIZE - in, count - done);
            int copied = buffer.inAtomic(done, staged, n);
            // Even for nothing: the page is made, and a seal is found, before Linux looks at the user's memory.
            int pfn = m.writeBegin(t, at >>> PAGE_SHIFT, in + n, copied == PAGE_SIZE);
            if (pfn == -Errno.ENOMEM && Reclaim.pages(t, ENOUGH) > 0) {
                continue;
            }
            if (pfn < 0) {
                error = pfn;
                break;
            }
            // Once more, straight into the page: it may be the very page that is read. What has gone since is at hand.
            long to = frames.address(pfn) + in;
            if (copied > 0 && !m.kernelAccess(t, pfn, true)) {
                copied = 0;
                m.kernelAccessEnd(t);
            } else if (copied > 0) {
                int direct = buffer.inAtomic(done, to, copied);
                if (direct < copied) {
                    Bytes.copy(staged + direct, to + direct, copied - direct);
                }
                m.kernelAccessEnd(t);
            }
            m.writeEnd(t, pfn, at, copied);
            done += copied;
            // The file may have grown just now, and under the very memory that is to be read.
            if (copied == 0 && buffer.faultIn(done, n) == 0) {
                error = -Errno.EFAULT;
                break;
            }
        }
        frames.put(bounce, t.cpuId());
        if (done > 0 && file.has(FileFlags.O_DSYNC)) {
            m.sync(t, pos >>> PAGE_SHIFT, pos + done - 1 >>> PAGE_SHIFT);
        }
        return done > 0 ? done : error;
    }
}
