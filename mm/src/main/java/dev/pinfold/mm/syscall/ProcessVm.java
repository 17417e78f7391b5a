package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Foll;
import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.gup.Gup;
import dev.pinfold.mm.gup.Pins;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;

/**
 * {@code process_vm_readv(2)} and {@code process_vm_writev(2)}: {@code process_vm_rw}.
 *
 * <p>The remote side is pinned as GUP does it: it needs the mapping's permission, not the hardware's, and grows no stack. What was moved before the first page that cannot be had is the result.
 */
public final class ProcessVm {
    /** {@code MAX_RW_COUNT}: a call moves no more. */
    private static final long MAX_BYTES = 0x7ffff000L;

    /** Pages pinned at once: as many as two pages of page pointers hold. */
    private static final int PIN_AT_ONCE = 1024;

    private final TaskContext t;
    private final Space space;
    private final long[] local;
    private final boolean write;
    private int segment;
    private long done;
    /** Bytes that the local vector still has room for. */
    private long left;

    private ProcessVm(TaskContext t, Space space, long[] local, boolean write) {
        this.t = t;
        this.space = space;
        this.local = local;
        this.write = write;
    }

    /**
     * Moves bytes between the task's memory and another's.
     *
     * @param locals in the caller's space
     * @param remotes in the other's
     * @param write whether the other's memory is written
     * @return bytes moved; -EINVAL for flags or vectors that are impossible, -ESRCH, -EFAULT if nothing could be moved
     */
    public static long call(TaskContext t, int pid, UserRanges locals, UserRanges remotes, long flags, boolean write) {
        if (flags != 0) {
            return -Errno.EINVAL;
        }
        long bad = locals.fetch(t);
        if (bad != 0) {
            return bad;
        }
        long[] local = locals.words();
        long taskSize = t.space().layout().taskSize();
        long room = 0;
        for (int i = 0; i < local.length; i += 2) {
            if (local[i] < 0 || local[i + 1] > taskSize - local[i]) {
                return -Errno.EFAULT;
            }
            room = Math.min(MAX_BYTES, room + local[i + 1]);
        }
        // Where there is nothing to move the other side is not looked at.
        if (room == 0) {
            return 0;
        }
        bad = remotes.fetch(t);
        if (bad != 0) {
            return bad;
        }
        long[] remote = remotes.words();
        if (total(remote) == 0) {
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

    private static long total(long[] vector) {
        long sum = 0;
        for (int i = 1; i < vector.length; i += 2) {
            sum |= vector[i];
        }
        return sum;
    }

    private long run(long[] remote, long room) {
        left = room;
        for (int i = 0; i < remote.length && left > 0; i += 2) {
            if (remote[i + 1] > 0 && !segment(remote[i], remote[i + 1])) {
                return done > 0 ? done : -Errno.EFAULT;
            }
        }
        return done;
    }

    /** {@code process_vm_rw_single_vec}: one remote range; false if it was not moved whole. */
    private boolean segment(long start, long length) {
        long at = start;
        long end = start + length;
        int[] pages = new int[(int) Math.min(PIN_AT_ONCE, (end - 1 >>> PAGE_SHIFT) - (start >>> PAGE_SHIFT) + 1)];
        while (at != end && left > 0) {
            long first = pageDown(at);
            int wanted = (int) Math.min(pages.length, (end - 1 >>> PAGE_SHIFT) - (at >>> PAGE_SHIFT) + 1);
            // All are pinned before the first is moved, so pages appear that are never used: a local fault may come
            // first, and the local vector may be shorter.
            long got = Gup.pinUserPagesRemote(t, space, first, wanted, write ? Foll.FOLL_WRITE : 0, pages, 0);
            if (got <= 0) {
                return false;
            }
            long stop = Math.min(end, first + got * PAGE_SIZE);
            boolean whole = move(pages, at, stop);
            Pins.unpinDirty(t, pages, 0, (int) got, write);
            if (!whole) {
                return false;
            }
            at = stop;
        }
        return true;
    }

    /** Moves {@code [start, end)} of the remote space, whose pages are pinned; false if a local byte faulted. */
    private boolean move(int[] pages, long start, long end) {
        for (long at = start; at != end && left > 0; ) {
            int length = (int) Math.min(left, Math.min(end - at, PAGE_SIZE - offsetInPage(at)));
            int pfn = pages[(int) ((at >>> PAGE_SHIFT) - (start >>> PAGE_SHIFT))];
            if (!copy(t.kernel().frames().address(pfn) + offsetInPage(at), length)) {
                return false;
            }
            at += length;
        }
        return true;
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
            left -= ok;
            local[segment] += ok;
            local[segment + 1] -= ok;
            if (rest != 0) {
                return false;
            }
        }
        return true;
    }
}
