package dev.pinfold.mm.device;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Witness;
import java.util.BitSet;

/**
 * 2 MiB of a DAX file: its blocks, and the entries that say which of them may be mapped, dirty, or mapped as a hole. Linux
 * keeps such entries in the file's XArray, each with a lock bit; here one lock serves the entries of one huge page, so that
 * an entry of 2 MiB and those of 4 KiB in its place exclude each other by it alone.
 *
 * <p>Everything is guarded by {@link #lock}.
 */
public final class DaxChunk {
    /** Pages of 4 KiB in a huge page. */
    static final int PAGES = 512;

    private final Mutex lock = new Mutex(LockClass.DAX_ENTRY);
    private final Witness witness = new Witness();
    /** Which chunk of the file it is: its first page divided by 512. */
    final long number;
    /** The frame of each block; 0 for a hole. */
    final int[] blocks = new int[PAGES];
    /** Pages that may be mapped by entries of 4 KiB. */
    final BitSet entries = new BitSet();
    /** Of these, those that are mapped as holes: the page of zeros. */
    final BitSet zeros = new BitSet();
    /** Pages that were written since they were last cleaned. */
    final BitSet dirty = new BitSet();
    /** Pages that somebody may hold: mapped since the block was given, or read or written by a call. */
    final BitSet touched = new BitSet();
    /** Blocks that are allocated. */
    int allocated;
    /** All of it may be mapped by huge entries; its frames are then one folio, unless entries count nothing. */
    boolean huge;

    /** One of the blocks is broken, so the chunk is mapped page by page. */
    boolean poisoned;

    DaxChunk(long number) {
        this.number = number;
    }

    void lock(Site site) {
        lock.lock(site);
        witness.change();
    }

    void unlock() {
        lock.unlock();
    }

    /** The first page of the file that it covers. */
    long first() {
        return number * PAGES;
    }

    /** The first frame if all blocks are there, in a row, and aligned like a huge page; else -1. */
    int hugeFrame() {
        int head = blocks[0];
        if (allocated < PAGES || head % PAGES != 0) {
            return -1;
        }
        for (int i = 1; i < PAGES; i++) {
            if (blocks[i] != head + i) {
                return -1;
            }
        }
        return head;
    }
}
