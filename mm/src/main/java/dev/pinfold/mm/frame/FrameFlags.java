package dev.pinfold.mm.frame;

/**
 * Bits of a frame's flags: {@code enum pageflags}. They change by atomic operations only ({@link Frames#testAndSet} and
 * its like). {@link #ANON_EXCLUSIVE} is a bit of each page; the others are read and set at the head of a folio.
 */
public final class FrameFlags {
    /** Number of the bit that is the folio lock ({@code PG_locked}). */
    static final int LOCKED_BIT = 0;

    /** The folio lock. Taken and dropped by {@link Frames#lock} and {@link Frames#unlock} alone. */
    public static final int LOCKED = 1 << LOCKED_BIT;
    /** The contents differ from what the file's store holds. */
    public static final int DIRTY = 1 << 1;
    /** The contents are valid. */
    public static final int UPTODATE = 1 << 2;
    /** The contents are being written to the file's store. */
    public static final int WRITEBACK = 1 << 3;
    /** The owner is an anonymous reverse map, not a file. */
    public static final int ANON = 1 << 4;
    /** The contents live in memory or swap, not in a file's store. */
    public static final int SWAPBACKED = 1 << 5;
    /** This page belongs to one address space alone: a write fault may use it in place. */
    public static final int ANON_EXCLUSIVE = 1 << 6;
    /** Never allocated, counted or freed: the zero page, frames of the machine itself, idle device memory. */
    public static final int RESERVED = 1 << 7;
    /** The frame is a page table. */
    public static final int TABLE = 1 << 8;
    /** First frame of a folio of more than one frame. */
    public static final int HEAD = 1 << 9;
    /** A later frame of a folio; see {@link Frames#head}. */
    public static final int TAIL = 1 << 10;
    /** Accessed since reclaim looked last. */
    public static final int REFERENCED = 1 << 11;
    /** On the active list of reclaim. */
    public static final int ACTIVE = 1 << 12;
    /** The memory behind this frame has failed. */
    public static final int HWPOISON = 1 << 13;
    /** Some mapping of the folio is locked into memory. */
    public static final int MLOCKED = 1 << 14;
    /** Anonymous, clean, and droppable as it stands ({@code MADV_FREE}). */
    public static final int LAZYFREE = 1 << 15;
    /** Set aside for reclaim or migration: on no list that others may take it from. */
    public static final int ISOLATED = 1 << 16;
    /** Free, and the first frame of a block on a free list. */
    static final int BUDDY = 1 << 17;
    /** First bit for the layers above; they may use bits from here to 24. */
    public static final int FIRST_OWNER_BIT = 1 << 18;

    private static final int END_OF_OWNER_BITS = 1 << 25;

    /** A large folio of private memory, a page of which is mapped no more ({@code PG_partially_mapped}). */
    public static final int PARTLY_MAPPED = 1 << 25;
    /** On the queue of {@link DeferredSplit}. */
    public static final int DEFERRED = 1 << 26;

    /** Where the order of a block or folio head is kept: five bits. */
    static final int ORDER_SHIFT = 27;

    static final int ORDER_MASK = 31 << ORDER_SHIFT;

    /** What must not be set when a folio's last reference goes: Linux's {@code PAGE_FLAGS_CHECK_AT_FREE}. */
    static final int BAD_AT_FREE = LOCKED | WRITEBACK | RESERVED | TABLE | TAIL | ISOLATED | BUDDY;

    /** What a page takes along when it moves to another frame, beside the bits of the layers above. */
    public static final int MOVED = DIRTY
            | UPTODATE
            | ANON
            | SWAPBACKED
            | REFERENCED
            | ACTIVE
            | MLOCKED
            | LAZYFREE
            | END_OF_OWNER_BITS - FIRST_OWNER_BIT;

    private FrameFlags() {}

    /** Frames of the folio whose head has these flags. */
    public static int pages(int flags) {
        return 1 << ((flags & ORDER_MASK) >>> ORDER_SHIFT);
    }

    /** The names of the set bits, for reports. */
    public static String describe(int flags) {
        String[] names = {
            "locked",
            "dirty",
            "uptodate",
            "writeback",
            "anon",
            "swapbacked",
            "exclusive",
            "reserved",
            "table",
            "head",
            "tail",
            "referenced",
            "active",
            "hwpoison",
            "mlocked",
            "lazyfree",
            "isolated",
            "buddy"
        };
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < names.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                text.append(text.isEmpty() ? "" : "|").append(names[bit]);
            }
        }
        if ((flags & PARTLY_MAPPED) != 0) {
            text.append(text.isEmpty() ? "" : "|").append("partly mapped");
        }
        if ((flags & DEFERRED) != 0) {
            text.append(text.isEmpty() ? "" : "|").append("to be split");
        }
        int order = (flags & ORDER_MASK) >>> ORDER_SHIFT;
        if (order != 0) {
            text.append(text.isEmpty() ? "" : "|").append("order ").append(order);
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
