package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.FlushSink;
import dev.pinfold.mm.sync.Sync;
import java.util.Arrays;

/**
 * A CPU's software TLB: direct-mapped, each entry a page's address tagged with a short name of its space, and what to
 * add to an address to get the byte in memory.
 *
 * <p>Only the task on the CPU uses it, so its arrays are plain; see {@link dev.pinfold.mm.sync.Cpu} for how others
 * make it forget. A write needs a tag of its own, which is set only once the entry's dirty bit is.
 *
 * <p>A tag is the page's address, and below it the space's short name (6 bits) and the entry's protection key (4 bits).
 * What a task may do with a key is no part of it: that is looked at on each access, so changing it needs no flush.
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

    /** A TLB that never hits and is never filled, for a task that is on no CPU. */
    public static final Tlb NONE = new Tlb();

    /** For reads: page address with the space's short name and the key in the low twelve bits. */
    public final long[] readTags = new long[SIZE];

    /** For writes, likewise. */
    public final long[] writeTags = new long[SIZE];

    /** Native address of the frame minus the page's address. */
    public final long[] deltas = new long[SIZE];

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
    public int active;

    /** An empty TLB. */
    public Tlb() {
        Arrays.fill(readTags, EMPTY);
        Arrays.fill(writeTags, EMPTY);
        contexts[KERNEL_NAME] = KERNEL;
    }

    /** The place of an address. */
    public static int slot(long address) {
        return (int) (address >>> Geometry.PAGE_SHIFT) & SIZE - 1;
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
        int i = slot(page);
        long tag = page | (long) key << KEY_SHIFT | active;
        deltas[i] = frameAddress - page;
        readTags[i] = tag;
        writeTags[i] = write ? tag : EMPTY;
    }

    /** Remembers a translation of a kernel address, which is good for reads and writes of every task on the CPU. */
    void fillKernel(long page, long frameAddress) {
        int i = slot(page);
        deltas[i] = frameAddress - page;
        readTags[i] = page | KERNEL_NAME;
        writeTags[i] = page | KERNEL_NAME;
    }

    /** The native address of a kernel address, or -1 if the TLB does not hold its page. */
    long lookupKernel(long address) {
        int i = slot(address);
        return readTags[i] == (address & Geometry.PAGE_MASK | KERNEL_NAME) ? address + deltas[i] : -1;
    }

    /** Notes the generation of the frame behind a translation just filled. Controlled mode only. */
    void noteGeneration(long page, int generation) {
        generations[slot(page)] = generation;
    }

    /** The generation noted with a translation. Controlled mode only. */
    int generation(long page) {
        return generations[slot(page)];
    }

    @Override
    public void invalidate(long context, long start, long end) {
        if (context == 0) {
            invalidateAll();
            return;
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
                    }
                }
                return;
            }
        }
    }

    /** As {@link #forget} for a range of more pages than there are places. */
    private void forgetAll(int name, long start, long end) {
        for (int i = 0; i < SIZE; i++) {
            long page = readTags[i] & Geometry.PAGE_MASK;
            boolean inside = Long.compareUnsigned(page, start) >= 0
                    && (Long.compareUnsigned(page, end) < 0 || Long.compareUnsigned(end, start) <= 0);
            if ((readTags[i] & ~Geometry.PAGE_MASK) == name && inside) {
                readTags[i] = EMPTY;
                writeTags[i] = EMPTY;
            }
        }
    }

    private void forget(int name, long start, long end) {
        for (long page = start; page < end; page += Geometry.PAGE_SIZE) {
            int i = slot(page);
            if ((readTags[i] & ~KEY_MASK) == (page | name)) {
                readTags[i] = EMPTY;
                writeTags[i] = EMPTY;
            }
        }
    }

    @Override
    public void invalidateAll() {
        Arrays.fill(readTags, EMPTY);
        Arrays.fill(writeTags, EMPTY);
    }

    @Override
    public FlushSink fresh() {
        return new Tlb();
    }

    /** Calls {@code use} with each translation held for a space; for audits while nothing runs. */
    public void forEach(long context, Use use) {
        for (int name = 0; name < names; name++) {
            if (contexts[name] != context) {
                continue;
            }
            for (int i = 0; i < SIZE; i++) {
                if (readTags[i] != EMPTY && (readTags[i] & NAME_MASK) == name) {
                    long page = readTags[i] & Geometry.PAGE_MASK;
                    int key = (int) (readTags[i] & KEY_MASK) >>> KEY_SHIFT;
                    use.translation(page, page + deltas[i], writeTags[i] == readTags[i], key);
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
