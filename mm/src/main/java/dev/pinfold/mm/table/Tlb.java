package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.FlushSink;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A CPU's software TLB: direct-mapped, each entry a page's address tagged with a short name of its space, and where the
 * page lies in memory.
 *
 * <p>Only the task on the CPU uses it, so its words are plain; see {@link dev.pinfold.mm.sync.Cpu} for how others
 * make it forget. A write needs a tag of its own, which is set only once the entry's dirty bit is.
 *
 * <p>A tag is the page's address, and below it the space's short name (6 bits) and the entry's protection key (4 bits).
 * What a task may do with a key is no part of it: that is looked at on each access, so changing it needs no flush.
 *
 * <p>The words lie in native memory, three arrays one after the other: tags for reads, tags for writes, frames. An access
 * that looks for a hit knows the TLB by one number ({@link #base}) and reads the frame, and the bytes there, before it
 * compares the tag. So what an entry says is a frame is always memory that can be read, whatever its tags say.
 */
public final class Tlb implements FlushSink {
    /** Entries; a power of two. */
    public static final int SIZE = 1024;

    private static final int SPACES = 64;
    private static final int SCAN_LIMIT = 64;

    /** No page has this tag: one of its low bits is never used. */
    private static final long EMPTY = 0xfff;

    private static final int NAME_MASK = SPACES - 1;
    static final int KEY_SHIFT = 6;
    private static final long KEY_MASK = 15L << KEY_SHIFT;

    /** Set in what a tag is compared with by a task that key 0, which is most of memory's, forbids the access. */
    static final int NOT_KEY_0 = 1 << 10;

    /** Where a tag may differ from what it is compared with before the key is looked at. */
    static final long KEY_BITS = KEY_MASK | NOT_KEY_0;

    private static final int ARRAY = SIZE * 8;
    private static final int READ_TAGS = 0;
    private static final int WRITE_TAGS = ARRAY;
    private static final int FRAMES = 2 * ARRAY;
    private static final int BYTES = 3 * ARRAY;

    private static final MemorySegment ALL = Words.all();
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /**
     * Addresses are kept shifted left by this: shifted back they are seen to be positive and far from the end of all
     * memory, so that the compiler finds nothing to check.
     */
    private static final int SPARE = 2;

    /** A TLB that never hits and is never filled, for a task that is on no CPU. */
    public static final Tlb NONE = new Tlb();

    /** Backing of {@link #base}; in controlled mode, where accesses ask for no hits, an array. */
    private final MemorySegment words;

    /** Where the words lie, as {@link #entry} wants it. */
    final long base;

    /** Controlled mode: how often the frame had been freed when the translation was made. */
    private final int[] generations = new int[Sync.CONTROLLED ? SIZE : 0];

    /** The kernel's addresses, which every space has: their short name is always the same. */
    public static final long KERNEL = -1;

    private static final int KERNEL_NAME = 0;

    /** Which address space each short name given out stands for; 0 is nobody's any more. */
    private final long[] contexts = new long[SPACES];

    /** Short names given out since the TLB was last emptied, the kernel's included. */
    private int names = 1;

    /** The short name of the space whose task is on the CPU. */
    int active;

    /** An empty TLB. */
    public Tlb() {
        // A task holds its CPU's TLB for as long as it may read it, so the collector knows when the memory can go.
        words = Sync.CONTROLLED
                ? MemorySegment.ofArray(new long[BYTES / 8])
                : Arena.ofAuto().allocate(BYTES, Geometry.PAGE_SIZE);
        base = words.address() << SPARE;
        invalidateAll();
        for (int i = 0; i < SIZE; i++) {
            // Nowhere yet: the TLB itself can be read.
            set(FRAMES + i * 8, base);
        }
        contexts[KERNEL_NAME] = KERNEL;
    }

    // --- hits -------------------------------------------------------------------------------------------------------

    /** Where the entry of an address lies in a TLB. */
    static long entry(long base, long address) {
        return (base >>> SPARE) + slot(address);
    }

    /** The native address of a byte if the entry is that of its page; else memory that can be read. */
    static long place(long entry, long address) {
        return (ALL.get(LONG, entry + FRAMES) >>> SPARE) + (address & ~Geometry.PAGE_MASK);
    }

    static long readTag(long entry) {
        return ALL.get(LONG, entry + READ_TAGS);
    }

    static long writeTag(long entry) {
        return ALL.get(LONG, entry + WRITE_TAGS);
    }

    // --- entries ----------------------------------------------------------------------------------------------------

    /** The place of an address, in bytes into each array. */
    private static long slot(long address) {
        return address >>> Geometry.PAGE_SHIFT - 3 & (SIZE - 1) * 8L;
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

    /** How the tag for reads differs from what is looked for, page and name; 0 if not at all. */
    long differsForRead(long wanted) {
        return get(READ_TAGS + slot(wanted)) ^ wanted;
    }

    /** As {@link #differsForRead}, for writes. */
    long differsForWrite(long wanted) {
        return get(WRITE_TAGS + slot(wanted)) ^ wanted;
    }

    /** The native address of a byte whose page is held. */
    long place(long address) {
        return (get(FRAMES + slot(address)) >>> SPARE) + (address & ~Geometry.PAGE_MASK);
    }

    private void empty(long slot) {
        set(READ_TAGS + slot, EMPTY);
        set(WRITE_TAGS + slot, EMPTY);
    }

    /** Makes a space the one whose addresses are translated: gives it a short name (its ASID) if it has none here. */
    void activate(long context) {
        for (int i = 0; i < names; i++) {
            if (contexts[i] == context) {
                active = i;
                return;
            }
        }
        rename(context);
    }

    /** Gives a space a short name that no entry has. When there are no more, the TLB is emptied and all are free. */
    private void rename(long context) {
        if (names == SPACES) {
            invalidateAll();
            names = 1;
        }
        active = names++;
        contexts[active] = context;
    }

    /** Remembers a translation. */
    public void fill(long page, long frameAddress, boolean write, int key) {
        long i = slot(page);
        long tag = page | (long) key << KEY_SHIFT | active;
        set(FRAMES + i, frameAddress << SPARE);
        set(READ_TAGS + i, tag);
        set(WRITE_TAGS + i, write ? tag : EMPTY);
    }

    /** Remembers a translation of a kernel address, which is good for reads and writes of every task on the CPU. */
    void fillKernel(long page, long frameAddress) {
        long i = slot(page);
        set(FRAMES + i, frameAddress << SPARE);
        set(READ_TAGS + i, page | KERNEL_NAME);
        set(WRITE_TAGS + i, page | KERNEL_NAME);
    }

    /** The native address of a kernel address, or -1 if the TLB does not hold its page. */
    long lookupKernel(long address) {
        return differsForRead(address & Geometry.PAGE_MASK | KERNEL_NAME) == 0 ? place(address) : -1;
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

    @Override
    public boolean invalidate(long context, long start, long end) {
        if (context == 0) {
            invalidateAll();
            return false;
        }
        for (int name = 0; name < names; name++) {
            if (contexts[name] == context) {
                if (end > start && end - start <= SCAN_LIMIT * Geometry.PAGE_SIZE) {
                    forget(name, start, end);
                } else if (name == KERNEL_NAME) {
                    forgetAll(name, start, end);
                } else {
                    // Its entries stay, but nobody has their name.
                    contexts[name] = 0;
                    if (name == active) {
                        rename(context);
                        return true;
                    }
                }
                return false;
            }
        }
        return false;
    }

    /** As {@link #forget} for a range of more pages than there are places. */
    private void forgetAll(int name, long start, long end) {
        for (int i = 0; i < ARRAY; i += 8) {
            long tag = get(READ_TAGS + i);
            long page = tag & Geometry.PAGE_MASK;
            boolean inside = Long.compareUnsigned(page, start) >= 0
                    && (Long.compareUnsigned(page, end) < 0 || Long.compareUnsigned(end, start) <= 0);
            if ((tag & ~Geometry.PAGE_MASK) == name && inside) {
                empty(i);
            }
        }
    }

    private void forget(int name, long start, long end) {
        for (long page = start; page < end; page += Geometry.PAGE_SIZE) {
            long i = slot(page);
            if ((get(READ_TAGS + i) & ~KEY_MASK) == (page | name)) {
                empty(i);
            }
        }
    }

    @Override
    public void invalidateAll() {
        for (int i = 0; i < ARRAY; i += 8) {
            empty(i);
        }
    }

    /** Calls {@code use} with each translation held for a space; for audits while nothing runs. */
    public void forEach(long context, Use use) {
        for (int name = 0; name < names; name++) {
            if (contexts[name] != context) {
                continue;
            }
            for (int i = 0; i < ARRAY; i += 8) {
                long tag = get(READ_TAGS + i);
                if (tag != EMPTY && (tag & NAME_MASK) == name) {
                    long page = tag & Geometry.PAGE_MASK;
                    int key = (int) (tag & KEY_MASK) >>> KEY_SHIFT;
                    use.translation(page, place(page), get(WRITE_TAGS + i) == tag, key);
                }
            }
        }
    }

    /** Receives what {@link #forEach} finds. */
    @FunctionalInterface
    public interface Use {
        void translation(long page, long frameAddress, boolean write, int key);
    }
}
