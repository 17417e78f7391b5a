package dev.pinfold.mm.syscall;

import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Lent;
import dev.pinfold.mm.sync.Staging;
import org.jspecify.annotations.Nullable;

/** What a call reads from the caller's memory and writes there besides data: strings, numbers, structures. Inside a call. */
final class UserMemory {
    private UserMemory() {}

    /**
     * A string, one character a byte, without the zero byte at its end; as much of it as {@code most} bytes hold if there is
     * none among them. Null if it cannot be read so far.
     */
    static @Nullable String string(TaskContext t, long address, int most) {
        StringBuilder text = new StringBuilder();
        Staging staging = t.staging();
        for (int done = 0; done < most; ) {
            long at = address + done;
            int n = (int) Math.min(most - done, Staging.BYTES - (at & Staging.BYTES - 1));
            if (at >= Lent.START) {
                n = (int) Math.min(n, Lent.left(t.lent(), at));
            }
            if (n <= 0 || !UserBuffer.ok(t, at, n) || UserAccess.copyIn(t, at, staging.address(), n) != 0) {
                return null;
            }
            for (int i = 0; i < n; i++) {
                byte b = staging.getByte(i);
                if (b == 0) {
                    return text.toString();
                }
                text.append((char) (b & 0xff));
            }
            done += n;
        }
        return text.toString();
    }

    /** Words of 8 bytes; null if they cannot be read. */
    static long @Nullable [] words(TaskContext t, long address, int count) {
        if (!UserBuffer.ok(t, address, 8L * count)) {
            return null;
        }
        long[] words = new long[count];
        Staging staging = t.staging();
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, Staging.BYTES / 8);
            if (UserAccess.copyIn(t, address + 8L * done, staging.address(), 8L * n) != 0) {
                return null;
            }
            for (int i = 0; i < n; i++) {
                words[done + i] = staging.getLong(8 * i);
            }
            done += n;
        }
        return words;
    }

    /** Writes words of 8 bytes, as far as they can be; whether all could. */
    static boolean putWords(TaskContext t, long address, long[] words) {
        Staging staging = t.staging();
        for (int i = 0; i < words.length; i++) {
            staging.putLong(8 * i, words[i]);
        }
        return out(t, address, 8 * words.length);
    }

    /** Writes 4 bytes; whether they could be. */
    static boolean putInt(TaskContext t, long address, int value) {
        t.staging().putInt(0, value);
        return out(t, address, 4);
    }

    /** Writes zeroes, at most a page of them; whether all could be. */
    static boolean putZeroes(TaskContext t, long address, int bytes) {
        t.staging().clear(bytes);
        return out(t, address, bytes);
    }

    private static boolean out(TaskContext t, long address, int bytes) {
        return UserBuffer.ok(t, address, bytes)
                && UserAccess.copyOut(t, address, t.staging().address(), bytes) == 0;
    }
}
