package dev.pinfold.mm.sync;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * User data in native memory by absolute address: what programs load and store, and whole frames being cleared and copied.
 * Racing on it is the program's affair, so it is never reported as a race; in controlled mode each access is a scheduling
 * point all the same. Accesses are little-endian, of any alignment, and nothing is checked.
 */
public final class Bytes {
    private static final MemorySegment ALL = Words.all();
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    /** Loads 1 byte. */
    public static byte loadByte(long a) {
        if (Sync.CONTROLLED) {
            point(Op.LOAD, a, 1);
            Sync.scheduler().result(false, ALL.get(ValueLayout.JAVA_BYTE, a));
        }
        return ALL.get(ValueLayout.JAVA_BYTE, a);
    }

    /** Stores 1 byte. */
    public static void storeByte(long a, byte v) {
        if (Sync.CONTROLLED) {
            point(Op.STORE, a, 1);
            Sync.scheduler().result(true, v);
        }
        ALL.set(ValueLayout.JAVA_BYTE, a, v);
    }

    /** Loads 2 bytes. */
    public static short loadShort(long a) {
        if (Sync.CONTROLLED) {
            point(Op.LOAD, a, 2);
            Sync.scheduler().result(false, ALL.get(SHORT, a));
        }
        return ALL.get(SHORT, a);
    }

    /** Stores 2 bytes. */
    public static void storeShort(long a, short v) {
        if (Sync.CONTROLLED) {
            point(Op.STORE, a, 2);
            Sync.scheduler().result(true, v);
        }
        ALL.set(SHORT, a, v);
    }

    /** Loads 4 bytes. */
    public static int loadInt(long a) {
        if (Sync.CONTROLLED) {
            point(Op.LOAD, a, 4);
            Sync.scheduler().result(false, ALL.get(INT, a));
        }
        return ALL.get(INT, a);
    }

    /** Stores 4 bytes. */
    public static void storeInt(long a, int v) {
        if (Sync.CONTROLLED) {
            point(Op.STORE, a, 4);
            Sync.scheduler().result(true, v);
        }
        ALL.set(INT, a, v);
    }

    /** Loads 8 bytes. */
    public static long loadLong(long a) {
        if (Sync.CONTROLLED) {
            point(Op.LOAD, a, 8);
            Sync.scheduler().result(false, ALL.get(LONG, a));
        }
        return ALL.get(LONG, a);
    }

    /** Stores 8 bytes. */
    public static void storeLong(long a, long v) {
        if (Sync.CONTROLLED) {
            point(Op.STORE, a, 8);
            Sync.scheduler().result(true, v);
        }
        ALL.set(LONG, a, v);
    }

    /**
     * Replaces {@code old} by {@code next} if it is there, in one step; returns what was there.
     *
     * @param size 1, 2, 4 or 8; the address is a multiple of it
     * @return zero-extended
     */
    public static long compareAndExchange(long a, int size, long old, long next) {
        if (Sync.CONTROLLED) {
            point(Op.STORE, a, size);
        }
        long seen = rawCompareAndExchange(a, size, old, next);
        if (Sync.CONTROLLED) {
            Sync.scheduler().result(seen == (size == 8 ? old : old & (1L << (size * 8)) - 1), seen);
        }
        return seen;
    }

    static long rawCompareAndExchange(long a, int size, long old, long next) {
        if (size == 8) {
            return Words.rawCompareAndExchangeLong(a, old, next);
        }
        if (size == 4) {
            return Words.rawCompareAndExchangeInt(a, (int) old, (int) next) & 0xFFFFFFFFL;
        }
        int mask = (1 << (size * 8)) - 1;
        int shift = (int) (a & 3) * 8;
        while (true) {
            int word = Words.rawGetInt(a & ~3L);
            int seen = word >>> shift & mask;
            if (seen != ((int) old & mask)) {
                return seen;
            }
            int replaced = (word & ~(mask << shift)) | (((int) next & mask) << shift);
            if (Words.rawCasInt(a & ~3L, word, replaced)) {
                return seen;
            }
        }
    }

    /** Clears bytes. */
    public static void zero(long a, long bytes) {
        fill(a, bytes, (byte) 0);
    }

    /** Sets bytes to one value. */
    public static void fill(long a, long bytes, byte v) {
        if (Sync.CONTROLLED) {
            point(Op.STORE, a, bytes);
            Sync.scheduler().result(true, v);
        }
        ALL.asSlice(a, bytes).fill(v);
    }

    /** Whether all bytes are zero; a multiple of 8. */
    public static boolean isZero(long a, long bytes) {
        if (Sync.CONTROLLED) {
            point(Op.LOAD, a, bytes);
        }
        for (long i = 0; i < bytes; i += 8) {
            if (ALL.get(LONG, a + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #fill}, unannounced: for what is no step of any task. */
    public static void rawFill(long a, long bytes, byte v) {
        ALL.asSlice(a, bytes).fill(v);
    }

    /** As {@link #copy}, unannounced: for who announced it as part of something larger. */
    public static void rawCopy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    /** The scheduling point of clearing or copying more than one frame. Controlled mode only. */
    public static void announceBulk(long from, long to, long bytes) {
        if (from != 0) {
            Sync.scheduler().also(Op.LOAD, Sync.nativeId(from), bytes);
        }
        point(Op.STORE, to, bytes);
        Sync.scheduler().result(true, 0);
    }

    /** Copies bytes between ranges that do not overlap. */
    public static void copy(long from, long to, long bytes) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().also(Op.LOAD, Sync.nativeId(from), bytes);
            point(Op.STORE, to, bytes);
            Sync.scheduler().result(true, 0);
        }
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    /** Copies bytes into an array. */
    public static void read(long from, byte[] to, int offset, int bytes) {
        if (Sync.CONTROLLED) {
            point(Op.LOAD, from, bytes);
        }
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, offset, bytes);
    }

    /** Copies bytes out of an array. */
    public static void write(byte[] from, int offset, long to, int bytes) {
        if (Sync.CONTROLLED) {
            point(Op.STORE, to, bytes);
        }
        MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, to, bytes);
    }

    /** Announces an access to memory that tasks share; what a task has for itself outside of every region is nobody's matter. */
    private static void point(Op op, long a, long bytes) {
        long id = Sync.nativeId(a);
        if (id != a) {
            Sync.scheduler().point(op, id, bytes, null);
        }
    }
}
