package dev.pinfold.lab.exec;

import dev.pinfold.mm.sync.Lent;
import java.util.Arrays;

/** Memory that is lent to a task of Pinfold's for one call after the other. */
public final class LentMemory implements CallMemory {
    private static final int LEAST = 256;

    private byte[] bytes = new byte[LEAST];
    private int used;

    /** Forgets what the last call had. */
    public void clear() {
        Arrays.fill(bytes, 0, used, (byte) 0);
        used = 0;
    }

    /** Returns all of it, to be lent. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public long put(byte[] data) {
        long address = reserve(data.length);
        System.arraycopy(data, 0, bytes, (int) (address - Lent.START), data.length);
        return address;
    }

    @Override
    public long reserve(int count) {
        int at = used;
        used = Math.addExact(at, Math.addExact(count, Long.BYTES - 1) & -Long.BYTES);
        if (used > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(used, 2 * bytes.length));
        }
        return Lent.START + at;
    }

    @Override
    public byte[] get(long address, int count) {
        int at = (int) (address - Lent.START);
        return Arrays.copyOfRange(bytes, at, at + count);
    }
}
