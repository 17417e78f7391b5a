package dev.pinfold.mm.syscall;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.TaskContext;

/**
 * A vector of addresses and lengths ({@code struct iovec}) that a call is given: by value, or as the address of one in user
 * memory, which is read when the call comes to it.
 */
public final class UserRanges {
    /** Entries that a call takes at most: {@code UIO_MAXIOV}. */
    static final int MOST = 1024;

    private final long address;
    private final long count;
    private long[] words;

    private UserRanges(long address, long count, long[] words) {
        this.address = address;
        this.count = count;
        this.words = words;
    }

    /** A vector given as address, length, address, length, … */
    public static UserRanges of(long... words) {
        return new UserRanges(0, words.length / 2, words);
    }

    /** The vector of so many entries (unsigned) at an address. */
    public static UserRanges at(long address, long count) {
        return new UserRanges(address, count, new long[0]);
    }

    /** Reads it: 0, -EINVAL if it has too many entries or a negative length, -EFAULT if it cannot be read. */
    long fetch(TaskContext t) {
        if (Long.compareUnsigned(count, MOST) > 0) {
            return -Errno.EINVAL;
        }
        if (words.length == 0 && count > 0) {
            long[] read = UserMemory.words(t, address, 2 * (int) count);
            if (read == null) {
                return -Errno.EFAULT;
            }
            words = read;
        }
        for (int i = 1; i < words.length; i += 2) {
            if (words[i] < 0) {
                return -Errno.EINVAL;
            }
        }
        return 0;
    }

    /** Address, length, address, length, … Preconditions: {@link #fetch} said 0. */
    long[] words() {
        return words;
    }
}
