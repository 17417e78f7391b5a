package dev.pinfold.mm.sync;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A page of native memory through which one task passes structures to and from user memory. It is the task's own and no
 * part of the machine, so what happens to it is no scheduling point.
 */
public final class Staging {
    /** Its size. */
    public static final int BYTES = 4096;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);

    /** Returns where it lies. */
    public long address() {
        return memory.address();
    }

    /** Returns 8 bytes at an offset that is a multiple of 8. */
    public long getLong(int offset) {
        return memory.get(LONG, offset);
    }

    /** Sets 8 bytes at an offset that is a multiple of 8. */
    public void putLong(int offset, long value) {
        memory.set(LONG, offset, value);
    }

    /** Sets 4 bytes at an offset that is a multiple of 4. */
    public void putInt(int offset, int value) {
        memory.set(INT, offset, value);
    }

    /** Returns one byte. */
    public byte getByte(int offset) {
        return memory.get(ValueLayout.JAVA_BYTE, offset);
    }

    /** Sets the first {@code count} bytes to 0. */
    public void clear(int count) {
        memory.asSlice(0, count).fill((byte) 0);
    }
}
