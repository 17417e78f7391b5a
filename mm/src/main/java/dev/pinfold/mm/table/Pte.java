package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

/**
 * The layout of an x86-64 page-table entry, and predicates on its value.
 *
 * <p>An entry is a {@code long}. A leaf (PTE) maps 4 KiB; with {@link #HUGE} a PMD maps 2 MiB and a PUD 1 GiB. The
 * physical address of frame {@code n} is {@code n << 12}: addresses count from the machine's first frame. An entry
 * without {@link #PRESENT} and {@link #PROTNONE} that is not zero is a note of the kernel's: a guard, the place in swap
 * where a page is ({@link #isSwap}), a page that is just being moved to another frame ({@link #isMigration}), one in memory of
 * a device that no CPU reaches ({@link #isDevicePrivate}), or one whose memory has failed ({@link #isHwpoison}). Bits 2 to 4 of a note say which; it keeps {@link #SOFT_DIRTY} and its like where
 * they are in the entry of a page, so that who takes them need not care.
 *
 * <p>The CPU sets {@link #ACCESSED} and {@link #DIRTY} at any time, whatever locks are held, so whoever needs the old
 * value of an entry gets it from the one atomic operation that replaces it.
 */
public final class Pte {
    public static final long PRESENT = 1;
    public static final long WRITE = 1 << 1;
    public static final long USER = 1 << 2;
    public static final long ACCESSED = 1 << 5;
    public static final long DIRTY = 1 << 6;
    public static final long HUGE = 1 << 7;
    /** In an entry that is not present: the page is there, but no access is allowed. */
    public static final long PROTNONE = 1 << 8;
    /** No folio is counted behind this entry (the zero page). */
    public static final long SPECIAL = 1 << 9;

    public static final long UFFD_WP = 1 << 10;
    public static final long SOFT_DIRTY = 1 << 11;
    /** The page is a device's and its counts say nothing of this entry: how device memory was mapped until 2025. */
    public static final long DEVMAP = 1L << 58;

    /** The dirty bit was taken by somebody who tracks stores: the page is newer than what reclaim may have put elsewhere. */
    public static final long SAVED_DIRTY = 1L << 57;

    /**
     * In an entry of a leaf table: which CPUs may remember a translation made from it. 0 none, a CPU's number plus one that one,
     * {@link #USED} all. Set by the walk that fills a TLB, in the same step in which it notes the access; what is known goes
     * with the entry wherever that goes.
     */
    private static final int USED_SHIFT = 53;

    /** Any CPU may remember a translation made from this entry. */
    static final long USED = 15L << USED_SHIFT;

    public static final int PKEY_SHIFT = 59;
    public static final long PKEY_MASK = 0xfL << PKEY_SHIFT;
    public static final long NX = 1L << 63;

    /** In an entry that points to a leaf table: whoever changes its entries has asked page walks to change none meanwhile. */
    static final long HELD = 1L << 52;

    /** Bits 12 to 51: the physical address. */
    public static final long FRAME_MASK = 0x000f_ffff_ffff_f000L;

    /** What a change of protection leaves alone: the frame, what the CPU noted, what the kernel noted. */
    static final long KEPT_BY_PROTECT =
            FRAME_MASK | ACCESSED | DIRTY | SAVED_DIRTY | HUGE | SPECIAL | UFFD_WP | SOFT_DIRTY | DEVMAP | USED;

    /** A table one level down, with every right: rights are decided at the leaf, unless the table is shared. */
    static final long TABLE = PRESENT | WRITE | USER | ACCESSED;

    private static final long KIND_SHIFT = 2;
    private static final long KIND_MASK = 7L << KIND_SHIFT;
    private static final long KIND_GUARD = 1L << KIND_SHIFT;
    private static final long KIND_SWAP = 2L << KIND_SHIFT;
    private static final long KIND_MIGRATION = 3L << KIND_SHIFT;
    private static final long KIND_HWPOISON = 4L << KIND_SHIFT;
    private static final long KIND_DEVICE = 5L << KIND_SHIFT;

    /** In a note for a page that was this space's alone, and will be again when it comes back. */
    public static final long NOTE_EXCLUSIVE = 1L << 52;

    /** What a note for a page that is being moved keeps of the page's entry. */
    private static final long KEPT_BY_MIGRATION =
            FRAME_MASK | WRITE | ACCESSED | DIRTY | SAVED_DIRTY | HUGE | SOFT_DIRTY | UFFD_WP;

    /** The entry that MADV_GUARD_INSTALL leaves: any access is a SIGSEGV. */
    public static final long GUARD = KIND_GUARD;

    private Pte() {}

    /** True if a page stands behind the entry, whether or not it may be accessed (pte_present). */
    public static boolean present(long e) {
        return (e & (PRESENT | PROTNONE)) != 0;
    }

    public static boolean none(long e) {
        return e == 0;
    }

    public static boolean writable(long e) {
        return (e & WRITE) != 0;
    }

    public static boolean dirty(long e) {
        return (e & DIRTY) != 0;
    }

    public static boolean young(long e) {
        return (e & ACCESSED) != 0;
    }

    public static boolean special(long e) {
        return (e & SPECIAL) != 0;
    }

    /** True if the entry holds a reference and a map count of its folio. */
    public static boolean counted(long e) {
        return (e & (SPECIAL | DEVMAP)) == 0;
    }

    public static boolean huge(long e) {
        return (e & HUGE) != 0;
    }

    /** True for a marker that MADV_GUARD_INSTALL left. */
    public static boolean isGuard(long e) {
        return note(e, KIND_GUARD);
    }

    private static boolean note(long e, long kind) {
        return !present(e) && (e & KIND_MASK) == kind;
    }

    /** True if the page is in swap. */
    public static boolean isSwap(long e) {
        return note(e, KIND_SWAP);
    }

    /** True if the page is being moved to another frame: who needs it waits. */
    public static boolean isMigration(long e) {
        return note(e, KIND_MIGRATION);
    }

    /** True if the memory behind the entry has failed: who needs it gets a SIGBUS. */
    public static boolean isHwpoison(long e) {
        return note(e, KIND_HWPOISON);
    }

    /** True if the page is in a frame of a device that no CPU reaches: who needs it brings it back. */
    public static boolean isDevicePrivate(long e) {
        return note(e, KIND_DEVICE);
    }

    /** True if the entry stands for a page, wherever that is: in its frame, on its way to another, in swap or on a device. */
    public static boolean holdsPage(long e) {
        return present(e) || isMigration(e) || isSwap(e) || isDevicePrivate(e);
    }

    /** True for a note that its page was exclusive. */
    public static boolean noteExclusive(long e) {
        return (e & NOTE_EXCLUSIVE) != 0;
    }

    /** The note for a page in swap. What was noted of stores to it stays known to who tracks them. */
    public static long swap(int slot, long e) {
        long news = (e & (DIRTY | SOFT_DIRTY)) != 0 ? SOFT_DIRTY : 0;
        return (long) slot << PAGE_SHIFT | KIND_SWAP | news | e & (UFFD_WP | NOTE_EXCLUSIVE);
    }

    /**
     * The note for a page in a frame of a device that no CPU reaches. It is one reference of that frame, and keeps of the
     * page's entry what {@link #swap} does.
     */
    public static long devicePrivate(int pfn, long e) {
        return swap(pfn, e) & ~KIND_MASK | KIND_DEVICE;
    }

    /** The slot of swap that {@link #swap} names. */
    public static int slot(long e) {
        return pfn(e);
    }

    /**
     * The note that takes the place of a page's entry while the page is moved. That of a huge entry names the folio's first
     * frame and keeps {@link #HUGE}, so whoever asks whether a PMD entry is a table's asks for that bit first.
     */
    public static long migration(long e, boolean exclusive) {
        return e & KEPT_BY_MIGRATION | KIND_MIGRATION | (exclusive ? NOTE_EXCLUSIVE : 0);
    }

    /** What {@link #migration} kept of the page's entry, without frame and right to write. */
    public static long keptByMigration(long note) {
        return note & KEPT_BY_MIGRATION & ~(FRAME_MASK | WRITE);
    }

    /** The note for a page whose memory has failed. */
    public static long hwpoison(int pfn) {
        return of(pfn, KIND_HWPOISON);
    }

    /** What becomes of a note for a private page when a fork or mprotect meets it: neither writable nor exclusive. */
    static long shareNote(long e) {
        return e & ~(WRITE | NOTE_EXCLUSIVE);
    }

    /** The entry with the note that a CPU may remember a translation made from it. */
    public static long usedBy(long e, int cpu) {
        long mine = cpu < 14 ? (cpu + 1L) << USED_SHIFT : USED;
        long was = e & USED;
        return was == mine || was == USED ? e : was == 0 ? e | mine : e | USED;
    }

    /** The CPUs that may remember a translation made from an entry of a leaf table; bit i for CPU i. */
    public static long users(long e) {
        long used = e & USED;
        return used == 0 ? 0 : used == USED ? -1L : 1L << (used >>> USED_SHIFT) - 1;
    }

    /** The protection key, 0 to 15. */
    public static int pkey(long e) {
        return (int) (e >>> PKEY_SHIFT) & 15;
    }

    /** The number of the frame that the entry maps or, above the leaves, of the table it points to. */
    public static int pfn(long e) {
        return (int) ((e & FRAME_MASK) >>> PAGE_SHIFT);
    }

    /** An entry for a frame with the given bits. */
    public static long of(int pfn, long bits) {
        return (long) pfn << PAGE_SHIFT | bits;
    }

    /** Entries of a table that map frames {@code [from, from + n)} and count. */
    public static int countMapping(long[] entries, int from, int n) {
        int found = 0;
        for (long e : entries) {
            int page = pfn(e);
            found += present(e) && counted(e) && page >= from && page < from + n ? 1 : 0;
        }
        return found;
    }

    /** The entry as text for a person: frame and letters for the bits. */
    public static String describe(long e) {
        if (e == 0) {
            return "none";
        }
        if (isGuard(e)) {
            return "guard";
        }
        if (isSwap(e)) {
            return "swap " + slot(e) + (noteExclusive(e) ? " x" : "");
        }
        if (isMigration(e)) {
            return "migration of " + pfn(e) + (writable(e) ? " w" : "") + (noteExclusive(e) ? " x" : "");
        }
        if (isDevicePrivate(e)) {
            return "device " + pfn(e) + (noteExclusive(e) ? " x" : "");
        }
        if (isHwpoison(e)) {
            return "hwpoison " + pfn(e);
        }
        StringBuilder s = new StringBuilder("pfn ").append(pfn(e)).append(' ');
        s.append((e & PRESENT) != 0 ? 'p' : (e & PROTNONE) != 0 ? 'n' : '-');
        s.append(writable(e) ? 'w' : '-');
        s.append((e & NX) == 0 ? 'x' : '-');
        s.append((e & USER) != 0 ? 'u' : '-');
        s.append(young(e) ? 'a' : '-');
        s.append(dirty(e) ? 'd' : '-');
        if (special(e)) {
            s.append('s');
        }
        if (huge(e)) {
            s.append('h');
        }
        if (pkey(e) != 0) {
            s.append(" key ").append(pkey(e));
        }
        return s.toString();
    }
}
