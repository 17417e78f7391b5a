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
 */
public final class Tlb implements FlushSink {
    /** Entries; a power of two. */
    public static final int SIZE = 1024;

    private static final int SPACES = 64;
    private static final int SCAN_LIMIT = 64;

    /** No page has this tag: its low bits are no short name. */
    private static final long EMPTY = 0xfff;

    /** A TLB that never hits and is never filled, for a task that is on no CPU. */
    public static final Tlb NONE = new Tlb();

    /** For reads: page address with the space's short name in the low twelve bits. */
    public final long[] readTags = new long[SIZE];

    /** For writes, likewise. */
    public final long[] writeTags = new long[SIZE];

    /** Native address of the frame minus the page's address. */
    public final long[] deltas = new long[SIZE];

    /** Controlled mode: how often the frame had been freed when the translation was made. */
    private final int[] generations = new int[Sync.CONTROLLED ? SIZE : 0];

    /** Which address space each short name stands for; 0 is nobody's. */
    private final long[] contexts = new long[SPACES];

    private int nextName;

    /** An empty TLB. */
    public Tlb() {
        Arrays.fill(readTags, EMPTY);
        Arrays.fill(writeTags, EMPTY);
    }

    /** The place of an address. */
    public static int slot(long address) {
        return (int) (address >>> Geometry.PAGE_SHIFT) & SIZE - 1;
    }

    /** The short name of a space on this CPU (its ASID), from 0; may evict another space's translations. */
    public int name(long context) {
        for (int i = 0; i < SPACES; i++) {
            if (contexts[i] == context) {
                return i;
            }
        }
        int name = nextName;
        nextName = (nextName + 1) % SPACES;
        if (contexts[name] != 0) {
            forget(name);
        }
        contexts[name] = context;
        return name;
    }

    /** Remembers a translation. */
    public void fill(int name, long page, long frameAddress, boolean write) {
        int i = slot(page);
        long tag = page | name;
        deltas[i] = frameAddress - page;
        readTags[i] = tag;
        writeTags[i] = write ? tag : EMPTY;
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
        for (int name = 0; name < SPACES; name++) {
            if (contexts[name] == context) {
                if (end > start && end - start <= SCAN_LIMIT * Geometry.PAGE_SIZE) {
                    forget(name, start, end);
                } else {
                    forget(name);
                }
                return;
            }
        }
    }

    private void forget(int name, long start, long end) {
        for (long page = start; page < end; page += Geometry.PAGE_SIZE) {
            int i = slot(page);
            if (readTags[i] == (page | name)) {
                readTags[i] = EMPTY;
                writeTags[i] = EMPTY;
            }
        }
    }

    private void forget(int name) {
        for (int i = 0; i < SIZE; i++) {
            if ((readTags[i] & Geometry.PAGE_SIZE - 1) == name) {
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
        for (int name = 0; name < SPACES; name++) {
            if (contexts[name] != context) {
                continue;
            }
            for (int i = 0; i < SIZE; i++) {
                if ((readTags[i] & Geometry.PAGE_SIZE - 1) == name) {
                    long page = readTags[i] & Geometry.PAGE_MASK;
                    use.translation(page, page + deltas[i], writeTags[i] == readTags[i]);
                }
            }
        }
    }

    /** Receives what {@link #forEach} finds. */
    @FunctionalInterface
    public interface Use {
        void translation(long page, long frameAddress, boolean write);
    }
}
