package dev.pinfold.mm.syscall;

import dev.pinfold.mm.Errno;
import dev.pinfold.mm.fault.FollowPage;
import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;

/**
 * {@code process_vm_readv(2)} and {@code process_vm_writev(2)}: {@code process_vm_rw}.
 *
 * <p>The remote side is walked page by page as GUP does: it needs the mapping's permission, not the hardware's, and grows
 * no stack. What was moved before the first page that cannot be had is the result.
 */
public final class ProcessVm {
    private static final Site REMOTE = Site.lock("process_vm: the other space's mmap lock over one of its pages");

    private static final int MAX_SEGMENTS = 1024;
    /** {@code MAX_RW_COUNT}: a call moves no more. */
    private static final long MAX_BYTES = 0x7ffff000L;

    private static final long PAGE = 4096;

    private final TaskContext t;
    private final Space space;
    private final long[] local;
    private final boolean write;
    private int segment;
    private long done;

    private ProcessVm(TaskContext t, Space space, long[] local, boolean write) {
        this.t = t;
        this.space = space;
        this.local = local;
        this.write = write;
    }

    /**
     * Moves bytes between the task's memory and another's.
     *
     * @param local address, length, address, length, … in the caller's space
     * @param remote the same in the other's
     * @param write whether the other's memory is written
     * @return bytes moved; -EINVAL for flags or vectors that are impossible, -ESRCH, -EFAULT if nothing could be moved
     */
    public static long call(TaskContext t, int pid, long[] local, long[] remote, long flags, boolean write) {
        if (flags != 0 || bad(local) || bad(remote)) {
            return -Errno.EINVAL;
        }
        long taskSize = t.space().layout().taskSize();
        long room = 0;
        for (int i = 0; i < local.length; i += 2) {
            if (local[i] < 0 || local[i + 1] > taskSize - local[i]) {
                return -Errno.EFAULT;
            }
            room = Math.min(MAX_BYTES, room + local[i + 1]);
        }
        if (room == 0 || total(remote) == 0) {
            return 0;
        }
        Space space = t.kernel().tasks().grabSpace(pid);
        if (space == null) {
            return -Errno.ESRCH;
        }
        long result = new ProcessVm(t, space, local.clone(), write).run(remote, room);
        if (space.put()) {
            SpaceExit.run(t, space);
        }
        return result;
    }

    private static boolean bad(long[] vector) {
        boolean bad = vector.length % 2 != 0 || vector.length / 2 > MAX_SEGMENTS;
        for (int i = 1; i < vector.length; i += 2) {
            bad |= vector[i] < 0;
        }
        return bad;
    }

    private static long total(long[] vector) {
        long sum = 0;
        for (int i = 1; i < vector.length; i += 2) {
            sum |= vector[i];
        }
        return sum;
    }

    private long run(long[] remote, long room) {
        for (int i = 0; i < remote.length; i += 2) {
            long at = remote[i];
            long left = Math.min(remote[i + 1], room - done);
            while (left > 0) {
                int length = (int) Math.min(left, PAGE - (at & PAGE - 1));
                long before = done;
                boolean whole = onePage(at, length);
                at += done - before;
                left -= done - before;
                if (!whole) {
                    return done > 0 ? done : -Errno.EFAULT;
                }
            }
        }
        return done;
    }

    /** Moves up to {@code length} bytes of one remote page; false if that was not all. */
    private boolean onePage(long address, int length) {
        Frames frames = t.kernel().frames();
        space.readLock(REMOTE);
        Vma vma = address < 0 ? null : space.lookup(address);
        long got = vma == null || !FollowPage.allowed(vma, write, false)
                ? -Errno.EFAULT
                : FollowPage.get(t, vma, address & -PAGE, write);
        space.readUnlock();
        if (got < 0) {
            return false;
        }
        int pfn = (int) got;
        boolean whole = copy(frames.address(pfn) + (address & PAGE - 1), length);
        if (pfn != frames.zeroPfn()) {
            if (write) {
                FolioOwner owner = frames.owner(pfn);
                if (owner instanceof FileMapping file) {
                    file.markDirty(pfn);
                }
            }
            frames.put(pfn, t.cpuId());
        }
        return whole;
    }

    /** Moves bytes between a frame and the local vector, from where it stands on. */
    private boolean copy(long frame, int length) {
        int moved = 0;
        while (moved < length) {
            while (local[segment + 1] == 0) {
                segment += 2;
            }
            long n = Math.min(length - moved, local[segment + 1]);
            long rest = write
                    ? UserAccess.copyIn(t, local[segment], frame + moved, n)
                    : UserAccess.copyOut(t, local[segment], frame + moved, n);
            long ok = n - rest;
            moved += (int) ok;
            done += ok;
            local[segment] += ok;
            local[segment + 1] -= ok;
            if (rest != 0) {
                return false;
            }
        }
        return true;
    }
}
