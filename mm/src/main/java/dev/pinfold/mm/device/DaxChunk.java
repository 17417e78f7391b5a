package dev.pinfold.mm.device;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Witness;
import java.util.BitSet;

/**
 * 2 MiB of a DAX file, or 1 GiB of a device that is one file: its blocks, and the entries that say which of them may be
 * mapped, dirty, or mapped as a hole. Linux keeps such entries in the file's XArray, each with a lock bit; here one lock
 * serves the entries of one huge page, so that an entry of 2 MiB, or of 1 GiB, and smaller ones in its place exclude each
 * other by it alone. Of 1 GiB the blocks are always there, in a row, and one folio.
 *
 * <p>Everything is guarded by {@link #lock}.
 */
public final class DaxChunk {
    /** Pages of 4 KiB in a huge page. */
    static final int PAGES = 512;

    private final Mutex lock = new Mutex(LockClass.DAX_ENTRY);
    private final Witness witness = new Witness();
    /** Its first page in the file divided by 512. */
    final long number;
    /** The frame of each block; 0 for a hole. Of 1 GiB only the first. */
    final int[] blocks;
    /** Pages that it covers: 512, or 512 times as many. */
    private final int pages;
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

    /** Blocks that are broken: what contains one is mapped by smaller entries. */
    final BitSet broken = new BitSet();

    /** Of 1 GiB: which parts of 2 MiB smaller entries may have mapped, so that there is something on record of them. */
    final BitSet parts = new BitSet();

    /** A chunk of 2 MiB, all hole. */
    DaxChunk(long number) {
        this.number = number;
        this.pages = PAGES;
        this.blocks = new int[PAGES];
    }

    /** A chunk of 1 GiB, whose memory begins at a frame. */
    DaxChunk(long number, int head) {
        this.number = number;
        this.pages = PAGES * PAGES;
        this.blocks = new int[] {head};
    }

    /** Pages that it covers. */
    int pages() {
        return pages;
    }

    /** Whether it covers 1 GiB. */
    boolean isGiant() {
        return pages > PAGES;
    }

    /** The place of one of the file's pages in it. */
    int at(long page) {
        return (int) (page - first());
    }

    /** The frame of a block by its place; 0 for a hole. */
    int block(int i) {
        return isGiant() ? blocks[0] + i : blocks[i];
    }

    /** The number of the chunk behind it, if there is one. */
    long next() {
        return number + pages / PAGES;
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
