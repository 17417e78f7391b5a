package dev.pinfold.mm.sync;

/**
 * Memory outside of the machine that whoever makes a task's calls has lent it for their buffers. It is an array, whose bytes
 * calls find at the addresses from {@link #START} on, where no program has any. It cannot fault, no access of the program
 * reaches it, and what happens to it is no scheduling point.
 */
public final class Lent {
    /** Where it begins. */
    public static final long START = 1L << 62;

    private Lent() {}

    /** Whether bytes lie in memory that was lent. */
    public static boolean holds(byte[] lent, long address, long length) {
        return address >= START && length >= 0 && length <= lent.length && address - START <= lent.length - length;
    }

    /** How many bytes of lent memory there are from an address on; none or less if it lies behind them. */
    public static long left(byte[] lent, long address) {
        return START + lent.length - address;
    }

    /** Copies bytes of lent memory to a native address; false if they are not in it. */
    public static boolean in(byte[] lent, long address, long to, long length) {
        boolean holds = holds(lent, address, length);
        if (holds) {
            Bytes.write(lent, (int) (address - START), to, (int) length);
        }
        return holds;
    }

    /** Copies bytes from a native address to lent memory; false if they are not in it. */
    public static boolean out(byte[] lent, long address, long from, long length) {
        boolean holds = holds(lent, address, length);
        if (holds) {
            Bytes.read(from, lent, (int) (address - START), (int) length);
        }
        return holds;
    }
}
