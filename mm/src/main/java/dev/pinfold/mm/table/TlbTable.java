package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The translations that a CPU's {@link Tlb} holds of one address space: direct-mapped, each entry a page's address and
 * where the page lies in memory.
 *
 * <p>The words lie in native memory, four arrays one after the other: what may be read and what may be written, each as
 * the page's address; where the page is; and, for pages with a protection key, the page with its key, which the first two
 * then do not hold: what a task may do with a key is looked at on each access, so changing it needs no flush. A write
 * needs an entry of its own, which is made only once the page's dirty bit is.
 *
 * <p>An address hits where it lies less than a page above what its entry says, a comparison that fails for what spans two
 * pages too, if the size is taken off the bound. An empty entry says a page that never comes to its place.
 *
 * <p>Used by the task on the CPU alone, so its words are plain. A task that has lost the CPU may still be reading; it
 * drops what it read, see {@link dev.pinfold.mm.sync.Runner#armed}, and what an entry says of a frame is always
 * memory that can be read.
 */
final class TlbTable {
    /** Entries; a power of two. */
    static final int SIZE = 1024;

    private static final int ARRAY = SIZE * 8;
    private static final int READ = 0;
    private static final int WRITE = ARRAY;
    private static final int FRAMES = 2 * ARRAY;
    private static final int KEYED = 3 * ARRAY;
    private static final int BYTES = 4 * ARRAY;

    /** An empty entry: all bytes alike. No address of a task hits it, but one that no table translates might, in two places. */
    private static final byte EMPTY_BYTE = 0x55;

    private static final long EMPTY = 0x5555_5555_5555_5555L;
    private static final long BELOW_EMPTY = slot(EMPTY);
    private static final long ABOVE_EMPTY = slot(EMPTY + PAGE_SIZE);

    /** In a word of KEYED: the page may be written. Above it the key. */
    private static final int MAY_WRITE = 1;

    private static final int KEY_SHIFT = 1;

    private static final MemorySegment ALL = Words.all();
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /**
     * Addresses are kept shifted left by this: shifted back they are seen to be positive and far from the end of all
     * memory, so that the compiler finds nothing to check.
     */
    private static final int SPARE = 2;

    /** What accesses ask that find no table: it never hits and is never filled. */
    static final TlbTable NONE = new TlbTable(0);

    private final MemorySegment words;

    /** The parts that are cleared. */
    private final MemorySegment plain;

    private final MemorySegment withKeys;

    /** Where the words lie, as {@link #entry} wants it; of no use in controlled mode, where accesses ask for no hits. */
    final long base;

    /** Controlled mode: how often the frame had been freed when the translation was made. */
    private final int[] generations = new int[Sync.CONTROLLED ? SIZE : 0];

    /** The space's identity; 0 for none, so that the table may be given to another. */
    long context;

    /** Whether a page with a key has been filled in since the table was empty. */
    private boolean keyed;

    TlbTable(long context) {
        this.context = context;
        // A task holds its CPUs' tables for as long as it may read them, so the collector knows when they can go.
        words = Sync.CONTROLLED
                ? MemorySegment.ofArray(new long[BYTES / 8])
                : Arena.ofAuto().allocate(BYTES, PAGE_SIZE);
        plain = words.asSlice(READ, 2 * ARRAY);
        withKeys = words.asSlice(KEYED, ARRAY);
        base = words.address() << SPARE;
        keyed = true;
        clear();
    }

    // --- hits -------------------------------------------------------------------------------------------------------

    /** Where the entry of an address lies in the table that {@link #base} stands for. */
    static long entry(long base, long address) {
        return (base >>> SPARE) + slot(address);
    }

    /** How far an address lies above what its entry says may be read. */
    static long aboveRead(long entry, long address) {
        return address - ALL.get(LONG, entry + READ);
    }

    /** How far an address lies above what its entry says may be written. */
    static long aboveWrite(long entry, long address) {
        return address - ALL.get(LONG, entry + WRITE);
    }

    /** Whether {@code size} bytes so far above an entry lie in its page. */
    static boolean inside(long above, int size) {
        return Long.compareUnsigned(above, PAGE_SIZE - size) <= 0;
    }

    /** The native address so far above an entry. */
    static long place(long entry, long above) {
        return placeInKept(kept(entry), above);
    }

    /** Where the page of an entry lies, for {@link #placeInKept}. */
    static long kept(long entry) {
        return ALL.get(LONG, entry + FRAMES);
    }

    static long placeInKept(long kept, long above) {
        return (kept >>> SPARE) + (above & ~PAGE_MASK);
    }

    // --- entries ----------------------------------------------------------------------------------------------------

    /** The place of an address, in bytes into each array. */
    private static long slot(long address) {
        return address >>> PAGE_SHIFT - 3 & (SIZE - 1) * 8L;
    }

    private long get(long at) {
        return Sync.CONTROLLED ? words.get(LONG, at) : ALL.get(LONG, (base >>> SPARE) + at);
    }

    private void set(long at, long value) {
        if (Sync.CONTROLLED) {
            words.set(LONG, at, value);
        } else {
            ALL.set(LONG, (base >>> SPARE) + at, value);
        }
    }

    /** The native address of a byte that may be read or written by a task with these rights to keys; -1 if it is not here. */
    long lookup(long address, boolean write, int pkru) {
        long slot = slot(address);
        if (inside(address - get((write ? WRITE : READ) + slot), 1)) {
            return Pkru.allows(pkru, 0, write) ? place(address) : -1;
        }
        return keyed && keyAllows(address, write, pkru) ? place(address) : -1;
    }

    /** As {@link #lookup} for reading, of pages with a key only. */
    long lookupKeyed(long address, int pkru) {
        return keyed && keyAllows(address, false, pkru) ? place(address) : -1;
    }

    private boolean keyAllows(long address, boolean write, int pkru) {
        long word = get(KEYED + slot(address));
        return inside(address - (word & PAGE_MASK), 1)
                && (!write || (word & MAY_WRITE) != 0)
                && Pkru.allows(pkru, (int) (word & ~PAGE_MASK) >>> KEY_SHIFT, write);
    }

    private long place(long address) {
        return (get(FRAMES + slot(address)) >>> SPARE) + (address & ~PAGE_MASK);
    }

    /** Remembers a translation. */
    void fill(long page, long frameAddress, boolean write, int key) {
        long slot = slot(page);
        long none = emptyAt(slot);
        set(FRAMES + slot, frameAddress << SPARE);
        set(READ + slot, key == 0 ? page : none);
        set(WRITE + slot, key == 0 && write ? page : none);
        if (key != 0 || keyed) {
            keyed = true;
            set(KEYED + slot, key == 0 ? none : page | (long) key << KEY_SHIFT | (write ? MAY_WRITE : 0));
        }
    }

    /** Notes the generation of the frame behind a translation just filled. Controlled mode only. */
    void noteGeneration(long page, int generation) {
        generations[(int) (slot(page) / 8)] = generation;
    }

    /** The generation noted with a translation. Controlled mode only. */
    int generation(long page) {
        return generations[(int) (slot(page) / 8)];
    }

    // --- forgetting -------------------------------------------------------------------------------------------------

    private static long emptyAt(long slot) {
        return slot == BELOW_EMPTY || slot == ABOVE_EMPTY ? 0 : EMPTY;
    }

    private void empty(long slot) {
        long none = emptyAt(slot);
        set(READ + slot, none);
        set(WRITE + slot, none);
        if (keyed) {
            set(KEYED + slot, none);
        }
    }

    /** Whether the place holds a page at all, readable or keyed, that lies in the range. */
    private boolean holds(long slot, long start, long end) {
        long page = get(READ + slot);
        if (keyed && !isPage(page, slot)) {
            page = get(KEYED + slot) & PAGE_MASK;
        }
        return isPage(page, slot)
                && Long.compareUnsigned(page, start) >= 0
                && (Long.compareUnsigned(page, end) < 0 || Long.compareUnsigned(end, start) <= 0);
    }

    private static boolean isPage(long word, long slot) {
        return (word & ~PAGE_MASK) == 0 && slot(word) == slot;
    }

    /** Forgets a range, place by place; an end below the start (unsigned) means up to the end of all addresses. */
    void forget(long start, long end) {
        if (end > start && end - start < SIZE * PAGE_SIZE) {
            for (long page = start; page < end; page += PAGE_SIZE) {
                long slot = slot(page);
                if (holds(slot, page, page + PAGE_SIZE)) {
                    empty(slot);
                }
            }
        } else {
            for (long slot = 0; slot < ARRAY; slot += 8) {
                if (holds(slot, start, end)) {
                    empty(slot);
                }
            }
        }
    }

    /** Forgets everything. */
    void clear() {
        plain.fill(EMPTY_BYTE);
        if (keyed) {
            withKeys.fill(EMPTY_BYTE);
        }
        empty(BELOW_EMPTY);
        empty(ABOVE_EMPTY);
        keyed = false;
    }

    /** Calls {@code use} with each translation held. */
    void forEach(Tlb.Use use) {
        for (long slot = 0; slot < ARRAY; slot += 8) {
            long read = get(READ + slot);
            if (isPage(read, slot)) {
                use.translation(read, place(read), get(WRITE + slot) == read, 0);
            } else if (keyed && isPage(get(KEYED + slot) & PAGE_MASK, slot)) {
                long word = get(KEYED + slot);
                long page = word & PAGE_MASK;
                int key = (int) (word & ~PAGE_MASK) >>> KEY_SHIFT;
                use.translation(page, place(page), (word & MAY_WRITE) != 0, key);
            }
        }
    }
}
