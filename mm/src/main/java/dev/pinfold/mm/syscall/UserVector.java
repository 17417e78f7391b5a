package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.file.DirectTransfer;
import dev.pinfold.mm.space.TaskContext;

/** Several buffers one behind the other: {@code struct iovec}. A copy ends at the first byte that faults. */
final class UserVector extends UserBuffer {
    private final UserBuffer[] parts;
    /** Where each part begins; one more for the end. */
    private final long[] starts;

    private UserVector(UserBuffer[] parts, long[] starts) {
        this.parts = parts;
        this.starts = starts;
    }

    /**
     * {@code import_iovec} without the buffers: 0, -EINVAL for too many of them or a length that is negative, -EFAULT for a
     * vector that cannot be read or a buffer that cannot lie in user memory.
     */
    static long verify(TaskContext t, UserRanges ranges) {
        long bad = ranges.fetch(t);
        if (bad != 0) {
            return bad;
        }
        long[] vector = ranges.words();
        boolean one = vector.length == 2;
        for (int i = 0; i < vector.length; i += 2) {
            // A buffer that is alone is cut before it is looked at.
            long length = one ? Math.min(vector[i + 1], Fs.MAX_RW_COUNT) : vector[i + 1];
            if (!UserBuffer.at(t, vector[i]).ok(length)) {
                return -Errno.EFAULT;
            }
        }
        return 0;
    }

    /** The buffers of a vector that {@link #verify} accepts. */
    static UserVector of(TaskContext t, long[] vector) {
        UserBuffer[] parts = new UserBuffer[vector.length / 2];
        long[] starts = new long[parts.length + 1];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = UserBuffer.at(t, vector[2 * i]);
            starts[i + 1] = Math.min(starts[i] + vector[2 * i + 1], Fs.MAX_RW_COUNT);
        }
        return new UserVector(parts, starts);
    }

    /** Bytes of all buffers. */
    long length() {
        return starts[parts.length];
    }

    private int part(long offset) {
        int i = 0;
        while (i < parts.length - 1 && offset >= starts[i + 1]) {
            i++;
        }
        return i;
    }

    private enum What {
        IN,
        IN_ATOMIC,
        FAULT_IN,
        OUT
    }

    private int each(What what, long offset, long address, int length) {
        int done = 0;
        while (done < length) {
            int i = part(offset + done);
            long in = offset + done - starts[i];
            int n = (int) Math.min(length - done, starts[i + 1] - starts[i] - in);
            UserBuffer p = parts[i];
            int moved = switch (what) {
                case IN -> p.in(in, address + done, n);
                case IN_ATOMIC -> p.inAtomic(in, address + done, n);
                case FAULT_IN -> p.faultIn(in, n);
                case OUT -> p.out(in, address + done, n);
            };
            done += moved;
            if (moved < n) {
                break;
            }
        }
        return done;
    }

    @Override
    int in(long offset, long address, int length) {
        return each(What.IN, offset, address, length);
    }

    @Override
    int inAtomic(long offset, long address, int length) {
        return each(What.IN_ATOMIC, offset, address, length);
    }

    @Override
    int faultIn(long offset, int length) {
        return each(What.FAULT_IN, offset, 0, length);
    }

    @Override
    int out(long offset, long address, int length) {
        return each(What.OUT, offset, address, length);
    }

    @Override
    boolean ok(long length) {
        return true;
    }

    /** Each buffer must be whole sectors. */
    @Override
    boolean direct(long offset, long length) {
        for (int i = 0; i < parts.length; i++) {
            boolean whole = (starts[i + 1] - starts[i] & DirectTransfer.ALIGNMENT - 1) == 0;
            if (starts[i] < offset + length && starts[i + 1] > offset && !(whole && parts[i].direct(0, length))) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean pinnable() {
        return parts.length > 0 && parts[0].pinnable();
    }

    @Override
    long address(long offset) {
        int i = part(offset);
        return parts[i].address(offset - starts[i]);
    }

    @Override
    long run(long offset) {
        return starts[part(offset) + 1] - offset;
    }
}
