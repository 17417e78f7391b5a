package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;

/** {@code process_madvise(2)}: advice on several ranges, of the caller's space or another's. */
public final class ProcessMadvise {
    /** Bytes that one call takes at most: {@code MAX_RW_COUNT}. */
    private static final long MAX_BYTES = 0x7ffff000L;

    private ProcessMadvise() {}

    /** What is wrong with flags and vector, which Linux asks before it looks at the process: 0, -EINVAL, -EFAULT. */
    public static long check(TaskContext t, UserRanges ranges, int flags) {
        long bad = flags != 0 ? -Errno.EINVAL : ranges.fetch(t);
        if (bad != 0) {
            return bad;
        }
        long[] vector = ranges.words();
        for (int i = 0; i < vector.length; i += 2) {
            long end = vector[i] + vector[i + 1];
            if (vector[i] < 0 || end < 0 || end > t.space().layout().taskSize()) {
                return -Errno.EFAULT;
            }
        }
        return 0;
    }

    /**
     * Advises range by range until one is refused. Preconditions: {@link #check} found nothing wrong.
     *
     * @param target the space of the process named, alive while the call lasts
     * @param vector address and length of each range
     * @return bytes advised, or the error of the first range if that is none
     */
    public static long call(TaskContext t, Space target, long[] vector, int advice) {
        boolean remote = target != t.space();
        if (remote && !isRemote(advice)) {
            return -Errno.EINVAL;
        }
        if (remote && !t.privileged()) {
            return -Errno.EPERM;
        }
        long bytes = 0;
        for (int i = 1; i < vector.length; i += 2) {
            bytes = Math.min(MAX_BYTES, bytes + Math.min(MAX_BYTES, vector[i]));
        }
        long done = 0;
        for (int i = 0; i < vector.length && done < bytes; i += 2) {
            if (i > 0 && vector[i + 1] == 0) {
                continue; // On the way to the next range empty ones are passed over.
            }
            long length = Math.min(vector[i + 1], bytes - done);
            // Without a byte to advise nobody asks what the advice is.
            long error = Madvise.isKnown(advice) ? Madvise.checkRange(vector[i], length) : -Errno.EINVAL;
            if (error == 0 && length != 0) {
                error = Madvise.range(t, target, vector[i], length, advice);
            }
            if (error < 0) {
                return done != 0 ? done : error;
            }
            done += length;
        }
        return done;
    }

    /** {@code process_madvise_remote_valid}: hints that destroy nothing. */
    private static boolean isRemote(int advice) {
        return advice == Mman.MADV_COLD
                || advice == Mman.MADV_PAGEOUT
                || advice == Mman.MADV_WILLNEED
                || advice == Mman.MADV_COLLAPSE;
    }
}
