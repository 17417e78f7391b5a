package dev.pinfold.mm.sync;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * User data once it is translated: raw accesses to native memory by absolute address, little-endian, of any alignment,
 * unchecked.
 *
 * <p>In controlled mode the accessor announces the access first ({@link #announce}), for other tasks may change the
 * translation at that point, translates again, and only then touches the bytes: between translation and access nothing
 * comes, as in hardware.
 */
public final class UserBytes {
    private static final MemorySegment ALL = Words.all();
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private UserBytes() {}

    /** The scheduling point of an access, which uses the TLB of a CPU. Controlled mode only. */
    public static void announce(boolean write, long a, long bytes, Cpu cpu) {
        Scheduler s = Sync.scheduler();
        s.also(Op.READ, cpu.object(), 1);
        s.point(write ? Op.STORE : Op.LOAD, Sync.nativeId(a), bytes, null);
    }

    /** The scheduling point of a copy, like {@link #announce}. Controlled mode only. */
    public static void announceCopy(long from, long to, long bytes, Cpu cpu) {
        Scheduler s = Sync.scheduler();
        s.also(Op.READ, cpu.object(), 1);
        s.also(Op.LOAD, Sync.nativeId(from), bytes);
        s.point(Op.STORE, Sync.nativeId(to), bytes, null);
    }

    /** Says what an announced access came to. Controlled mode only. */
    public static void result(boolean changed, long value) {
        Sync.scheduler().result(changed, value);
    }

    /** Reads 1, 2, 4 or 8 bytes, zero-extended. */
    public static long get(long a, int size) {
        return switch (size) {
            case 1 -> ALL.get(ValueLayout.JAVA_BYTE, a) & 0xffL;
            case 2 -> ALL.get(SHORT, a) & 0xffffL;
            case 4 -> ALL.get(INT, a) & 0xffff_ffffL;
            default -> ALL.get(LONG, a);
        };
    }

    /** Writes the low 1, 2, 4 or 8 bytes of a value. */
    public static void put(long a, long value, int size) {
        switch (size) {
            case 1 -> ALL.set(ValueLayout.JAVA_BYTE, a, (byte) value);
            case 2 -> ALL.set(SHORT, a, (short) value);
            case 4 -> ALL.set(INT, a, (int) value);
            default -> ALL.set(LONG, a, value);
        }
    }

    /** Replaces {@code old} by {@code next} if it is there, in one step; gives what was there. Aligned. */
    public static long compareAndExchange(long a, int size, long old, long next) {
        return Bytes.rawCompareAndExchange(a, size, old, next);
    }

    /** Sets bytes to one value. */
    public static void fill(long a, long bytes, byte value) {
        ALL.asSlice(a, bytes).fill(value);
    }

    /**
     * Copies bytes upwards, one after the other, as the string instruction of the processor does: where the target
     * begins inside the source, what was just written is read again.
     */
    public static void copy(long from, long to, long bytes) {
        if (to > from && to - from < bytes) {
            for (long i = 0; i < bytes; i++) {
                ALL.set(ValueLayout.JAVA_BYTE, to + i, ALL.get(ValueLayout.JAVA_BYTE, from + i));
            }
        } else {
            MemorySegment.copy(ALL, from, ALL, to, bytes);
        }
    }
}
