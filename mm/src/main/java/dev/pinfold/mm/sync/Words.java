package dev.pinfold.mm.sync;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Words of native memory by absolute address: page-table entries, counters, flags. Nothing is checked: an address that is
 * not mapped ends the process.
 *
 * <p>Plain accesses are for holders of whatever guards the word, and are checked for races in controlled mode; the others
 * order what surrounds them as their names say. User data goes through {@link Bytes}.
 */
public final class Words {
    /** All memory. One constant segment, so that the compiler folds every bound. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private Words() {}

    /** All memory as one segment, whose offsets are absolute addresses. For FFM calls, never for shared words. */
    public static MemorySegment all() {
        return ALL;
    }

    // long, 8-aligned

    /** Plain read: the caller holds what guards the word. */
    public static long getLong(long a) {
        if (Sync.CONTROLLED) {
            return readLong(Op.PLAIN_READ, a);
        }
        return (long) LONG.get(ALL, a);
    }

    /** Read that orders later accesses after it. */
    public static long getLongAcquire(long a) {
        if (Sync.CONTROLLED) {
            return readLong(Op.READ, a);
        }
        return (long) LONG.getAcquire(ALL, a);
    }

    /** Read in the total order of volatile accesses. */
    public static long getLongVolatile(long a) {
        if (Sync.CONTROLLED) {
            return readLong(Op.READ, a);
        }
        return (long) LONG.getVolatile(ALL, a);
    }

    /** Plain write: the caller holds what guards the word. */
    public static void setLong(long a, long v) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE, a, 8, v);
        }
        LONG.set(ALL, a, v);
    }

    /** Write that orders earlier accesses before it. */
    public static void setLongRelease(long a, long v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, a, 8, v);
        }
        LONG.setRelease(ALL, a, v);
    }

    /** Write in the total order of volatile accesses. */
    public static void setLongVolatile(long a, long v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, a, 8, v);
        }
        LONG.setVolatile(ALL, a, v);
    }

    // 512 longs at a time, in lines of eight: made for looking through page tables. A fixed number of turns and a
    // segment of
    // fixed size leave the compiler no bound to check, which halves the time.

    private static final int BLOCK = 4096;
    private static final int LINE = 64;

    /** Without a check of alignment, which the caller's addresses have. */
    private static final ValueLayout.OfLong ANY_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * Which lines of 512 longs have any of some bits. Each long is read once, in no order.
     *
     * @param a aligned to 64
     * @param from the first long that is asked about
     * @param to the long after the last
     * @return bit {@code i} for longs {@code 8 * i} to {@code 8 * i + 7}; of a line in which only some are asked about the
     *     others may count too
     */
    public static long linesWithAny(long a, int from, int to, long bits) {
        long lines = 0;
        if (Sync.CONTROLLED) {
            for (int i = from; i < to; i++) {
                lines |= (readLong(Op.READ, a + i * 8L) & bits) != 0 ? 1L << (i >>> 3) : 0;
            }
            return lines;
        }
        MemorySegment block = ALL.asSlice(a, BLOCK);
        for (int at = 0; at < BLOCK; at += LINE) {
            long or = (block.get(ANY_LONG, at) | block.get(ANY_LONG, at + 8))
                    | (block.get(ANY_LONG, at + 16) | block.get(ANY_LONG, at + 24))
                    | ((block.get(ANY_LONG, at + 32) | block.get(ANY_LONG, at + 40))
                            | (block.get(ANY_LONG, at + 48) | block.get(ANY_LONG, at + 56)));
            if ((or & bits) != 0) {
                lines |= 1L << at / LINE;
            }
        }
        return lines & lines(from, to);
    }

    /**
     * Which lines of 512 longs have a bit in each. Each long is read once, in no order.
     *
     * @param a aligned to 64
     * @return as {@link #linesWithAny}, but a line in which only some are asked about may be left out
     */
    public static long linesWithAll(long a, int from, int to, long bit) {
        long lines = 0;
        if (Sync.CONTROLLED) {
            for (int i = from; i < to; i++) {
                lines |= (readLong(Op.READ, a + i * 8L) & bit) == 0 ? 1L << (i >>> 3) : 0;
            }
            return ~lines & lines(from, to);
        }
        MemorySegment block = ALL.asSlice(a, BLOCK);
        for (int at = 0; at < BLOCK; at += LINE) {
            long and = (block.get(ANY_LONG, at) & block.get(ANY_LONG, at + 8))
                    & (block.get(ANY_LONG, at + 16) & block.get(ANY_LONG, at + 24))
                    & ((block.get(ANY_LONG, at + 32) & block.get(ANY_LONG, at + 40))
                            & (block.get(ANY_LONG, at + 48) & block.get(ANY_LONG, at + 56)));
            if ((and & bit) != 0) {
                lines |= 1L << at / LINE;
            }
        }
        return lines & lines(from, to);
    }

    /** The lines that longs {@code [from, to)} lie in; not empty. */
    private static long lines(int from, int to) {
        return -1L << (from >>> 3) & -1L >>> 63 - (to - 1 >>> 3);
    }

    /** Replaces {@code old} by {@code next} if it is there; returns whether it was. */
    public static boolean casLong(long a, long old, long next) {
        if (Sync.CONTROLLED) {
            point(Op.UPDATE, a, 8);
            long seen = (long) LONG.get(ALL, a);
            Sync.scheduler().result(seen == old, seen == old ? next : seen);
        }
        return LONG.compareAndSet(ALL, a, old, next);
    }

    /** Replaces; returns what was there before. */
    public static long getAndSetLong(long a, long v) {
        if (Sync.CONTROLLED) {
            updateLong(a);
        }
        return (long) LONG.getAndSet(ALL, a, v);
    }

    /** Adds; returns what was there before. */
    public static long getAndAddLong(long a, long delta) {
        if (Sync.CONTROLLED) {
            updateLong(a);
        }
        return (long) LONG.getAndAdd(ALL, a, delta);
    }

    /** Sets bits; returns what was there before. */
    public static long getAndOrLong(long a, long bits) {
        if (Sync.CONTROLLED) {
            updateLong(a);
        }
        return (long) LONG.getAndBitwiseOr(ALL, a, bits);
    }

    /** Keeps only these bits; returns what was there before. */
    public static long getAndAndLong(long a, long bits) {
        if (Sync.CONTROLLED) {
            updateLong(a);
        }
        return (long) LONG.getAndBitwiseAnd(ALL, a, bits);
    }

    /** A look outside of every schedule, for audits and reports: never a scheduling point. */
    public static long peekLong(long a) {
        return (long) LONG.getVolatile(ALL, a);
    }

    // int, 4-aligned

    /** Plain read: the caller holds what guards the word. */
    public static int getInt(long a) {
        if (Sync.CONTROLLED) {
            return readInt(Op.PLAIN_READ, a);
        }
        return (int) INT.get(ALL, a);
    }

    /** Read that orders later accesses after it. */
    public static int getIntAcquire(long a) {
        if (Sync.CONTROLLED) {
            return readInt(Op.READ, a);
        }
        return (int) INT.getAcquire(ALL, a);
    }

    /** Read in the total order of volatile accesses. */
    public static int getIntVolatile(long a) {
        if (Sync.CONTROLLED) {
            return readInt(Op.READ, a);
        }
        return (int) INT.getVolatile(ALL, a);
    }

    /** Plain write: the caller holds what guards the word. */
    public static void setInt(long a, int v) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE, a, 4, v);
        }
        INT.set(ALL, a, v);
    }

    /** Write that orders earlier accesses before it. */
    public static void setIntRelease(long a, int v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, a, 4, v);
        }
        INT.setRelease(ALL, a, v);
    }

    /** Write in the total order of volatile accesses. */
    public static void setIntVolatile(long a, int v) {
        if (Sync.CONTROLLED) {
            announce(Op.WRITE, a, 4, v);
        }
        INT.setVolatile(ALL, a, v);
    }

    /** Replaces {@code old} by {@code next} if it is there; returns whether it was. */
    public static boolean casInt(long a, int old, int next) {
        if (Sync.CONTROLLED) {
            point(Op.UPDATE, a, 4);
            int seen = (int) INT.get(ALL, a);
            Sync.scheduler().result(seen == old, seen == old ? next : seen);
        }
        return INT.compareAndSet(ALL, a, old, next);
    }

    /** Replaces; returns what was there before. */
    public static int getAndSetInt(long a, int v) {
        if (Sync.CONTROLLED) {
            updateInt(a);
        }
        return (int) INT.getAndSet(ALL, a, v);
    }

    /** Adds; returns what was there before. */
    public static int getAndAddInt(long a, int delta) {
        if (Sync.CONTROLLED) {
            updateInt(a);
        }
        return (int) INT.getAndAdd(ALL, a, delta);
    }

    /** Sets bits; returns what was there before. */
    public static int getAndOrInt(long a, int bits) {
        if (Sync.CONTROLLED) {
            updateInt(a);
        }
        return (int) INT.getAndBitwiseOr(ALL, a, bits);
    }

    /** Keeps only these bits; returns what was there before. */
    public static int getAndAndInt(long a, int bits) {
        if (Sync.CONTROLLED) {
            updateInt(a);
        }
        return (int) INT.getAndBitwiseAnd(ALL, a, bits);
    }

    /** A look outside of every schedule, for audits and reports: never a scheduling point. */
    public static int peekInt(long a) {
        return (int) INT.getVolatile(ALL, a);
    }

    // many words in one step: one scheduling point, for words that change together or that nobody else reaches yet

    /** Plain writes to {@code n} longs in a row: {@code first}, {@code first + step} and so on. */
    public static void setLongs(long a, int n, long first, long step) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE, a, n * 8L, first);
        }
        for (int i = 0; i < n; i++) {
            LONG.set(ALL, a + i * 8L, first + i * step);
        }
    }

    /** Ordered writes of one value to {@code n} ints that lie {@code stride} bytes apart. */
    public static void setIntsRelease(long a, long stride, int n, int v) {
        if (Sync.CONTROLLED) {
            announceEach(Op.WRITE, a, stride, n, v);
        }
        for (int i = 0; i < n; i++) {
            INT.setRelease(ALL, a + i * stride, v);
        }
    }

    /** Adds to each of {@code n} ints that lie {@code stride} bytes apart. */
    public static void addInts(long a, long stride, int n, int delta) {
        if (Sync.CONTROLLED) {
            announceEach(Op.UPDATE, a, stride, n, delta);
        }
        for (int i = 0; i < n; i++) {
            INT.getAndAdd(ALL, a + i * stride, delta);
        }
    }

    /** Sets bits in each of {@code n} ints that lie {@code stride} bytes apart. */
    public static void orInts(long a, long stride, int n, int bits) {
        if (Sync.CONTROLLED) {
            announceEach(Op.UPDATE, a, stride, n, bits);
        }
        for (int i = 0; i < n; i++) {
            INT.getAndBitwiseOr(ALL, a + i * stride, bits);
        }
    }

    /** Whether one of {@code n} ints that lie {@code stride} bytes apart is 0; one step of a controlled run. */
    public static boolean anyZero(long a, long stride, int n) {
        readEach(a, stride, n);
        boolean zero = false;
        for (int i = 0; i < n; i++) {
            zero |= (int) INT.getAcquire(ALL, a + i * stride) == 0;
        }
        return zero;
    }

    private static void readEach(long a, long stride, int n) {
        if (Sync.CONTROLLED) {
            for (int i = 1; i < n; i++) {
                Sync.scheduler().also(Op.READ, Sync.nativeId(a + i * stride), 4);
            }
            point(Op.READ, a, 4);
            Sync.scheduler().result(false, 0);
        }
    }

    /** The sum of {@code n} ints that lie {@code stride} bytes apart, each read once, in one step of a controlled run. */
    public static int sumInts(long a, long stride, int n) {
        readEach(a, stride, n);
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (int) INT.getAcquire(ALL, a + i * stride);
        }
        return sum;
    }

    /** Reads {@code n} longs in a row, each with what {@link #getLongAcquire} promises. */
    public static void readLongs(long a, int n, long[] into) {
        if (Sync.CONTROLLED) {
            point(Op.READ, a, n * 8L);
            Sync.scheduler().result(false, 0);
        }
        for (int i = 0; i < n; i++) {
            into[i] = (long) LONG.getAcquire(ALL, a + i * 8L);
        }
    }

    private static void announceEach(Op op, long a, long stride, int n, long v) {
        if (stride == 4) {
            announce(op, a, n * 4L, v);
            return;
        }
        for (int i = 1; i < n; i++) {
            Sync.scheduler().also(op, Sync.nativeId(a + i * stride), 4);
        }
        announce(op, a, 4, v);
    }

    // byte and short, plain only

    /** Plain read: the caller holds what guards the byte. */
    public static byte getByte(long a) {
        if (Sync.CONTROLLED) {
            point(Op.PLAIN_READ, a, 1);
        }
        return ALL.get(ValueLayout.JAVA_BYTE, a);
    }

    /** Plain write: the caller holds what guards the byte. */
    public static void setByte(long a, byte v) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE, a, 1, v);
        }
        ALL.set(ValueLayout.JAVA_BYTE, a, v);
    }

    /** Plain read: the caller holds what guards the short. */
    public static short getShort(long a) {
        if (Sync.CONTROLLED) {
            point(Op.PLAIN_READ, a, 2);
        }
        return ALL.get(ValueLayout.JAVA_SHORT, a);
    }

    /** Plain write: the caller holds what guards the short. */
    public static void setShort(long a, short v) {
        if (Sync.CONTROLLED) {
            announce(Op.PLAIN_WRITE, a, 2, v);
        }
        ALL.set(ValueLayout.JAVA_SHORT, a, v);
    }

    private static long readLong(Op op, long a) {
        point(op, a, 8);
        long v = (long) LONG.get(ALL, a);
        Sync.scheduler().result(false, v);
        return v;
    }

    private static int readInt(Op op, long a) {
        point(op, a, 4);
        int v = (int) INT.get(ALL, a);
        Sync.scheduler().result(false, v);
        return v;
    }

    private static void updateLong(long a) {
        announce(Op.UPDATE, a, 8, 0);
    }

    private static void updateInt(long a) {
        announce(Op.UPDATE, a, 4, 0);
    }

    private static void announce(Op op, long a, long bytes, long v) {
        point(op, a, bytes);
        Sync.scheduler().result(true, v);
    }

    private static void point(Op op, long a, long bytes) {
        Sync.scheduler().point(op, Sync.nativeId(a), bytes, null);
    }

    // Raw accesses of the primitives, which announce themselves.

    static int rawGetInt(long a) {
        return (int) INT.getVolatile(ALL, a);
    }

    static void rawSetInt(long a, int v) {
        INT.setVolatile(ALL, a, v);
    }

    static boolean rawCasInt(long a, int old, int next) {
        return INT.compareAndSet(ALL, a, old, next);
    }

    static int rawCompareAndExchangeInt(long a, int old, int next) {
        return (int) INT.compareAndExchange(ALL, a, old, next);
    }

    static long rawCompareAndExchangeLong(long a, long old, long next) {
        return (long) LONG.compareAndExchange(ALL, a, old, next);
    }

    static int rawGetAndSetInt(long a, int v) {
        return (int) INT.getAndSet(ALL, a, v);
    }

    static int rawGetAndOrInt(long a, int bits) {
        return (int) INT.getAndBitwiseOr(ALL, a, bits);
    }

    static int rawGetAndAndInt(long a, int bits) {
        return (int) INT.getAndBitwiseAnd(ALL, a, bits);
    }
}
