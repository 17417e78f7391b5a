package dev.pinfold.mm.kmap;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.sync.Words;
import dev.pinfold.mm.table.Pte;
import java.util.function.IntConsumer;

/**
 * The leaf tables of the kernel's own page table that ever change: those of the slots and of the pool. All CPUs use them; an
 * entry of a slot is written by the task on the slot's CPU, one of the pool under the pool's lock. Entries are read by who
 * translates, at any time. What lies above them is made with the machine and never changes.
 */
final class KernelTables {
    private static final int ENTRIES = 512;
    private static final long BITS = Pte.PRESENT | Pte.WRITE | Pte.ACCESSED | Pte.DIRTY | Pte.NX;

    private final Frames frames;
    private final int[] tables;
    /** Table of the first slot is 0; that of the pool's first place is this. */
    private final int poolTable;

    /** Tables for so many slots and places; none at all where both are 0. */
    KernelTables(Frames frames, int slots, int places) {
        this.frames = frames;
        poolTable = (slots + ENTRIES - 1) / ENTRIES;
        tables = new int[poolTable + (places + ENTRIES - 1) / ENTRIES];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = frames.allocZeroed(Zone.NORMAL, 0, 0);
            if (tables[i] < 0) {
                throw new IllegalStateException("no memory for the kernel's page tables");
            }
            frames.set(tables[i], FrameFlags.RESERVED);
        }
    }

    long slotEntry(int slot) {
        return entry(slot / ENTRIES, slot % ENTRIES);
    }

    long poolEntry(int place) {
        return entry(poolTable + place / ENTRIES, place % ENTRIES);
    }

    private long entry(int table, int index) {
        return frames.address(tables[table]) + (long) index * Long.BYTES;
    }

    static long get(long entry) {
        return Words.getLongAcquire(entry);
    }

    /** For audits and checks: no step of any task. */
    static long peek(long entry) {
        return Words.peekLong(entry);
    }

    static void set(long entry, long pte) {
        Words.setLongRelease(entry, pte);
    }

    /** A kernel's entry for a frame. */
    static long pte(int pfn) {
        return Pte.of(pfn, BITS);
    }

    long frameAddress(long pte) {
        return frames.address(Pte.pfn(pte));
    }

    /** Calls {@code use} with each frame that is a table. */
    void forEachTable(IntConsumer use) {
        for (int pfn : tables) {
            use.accept(pfn);
        }
    }

    /** Gives the tables back; nothing is mapped any more. */
    void free() {
        for (int pfn : tables) {
            frames.clear(pfn, FrameFlags.RESERVED);
            frames.put(pfn, 0);
        }
    }
}
