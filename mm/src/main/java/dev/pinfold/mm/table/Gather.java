package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Cpu;
import dev.pinfold.mm.sync.Padded;
import dev.pinfold.mm.sync.Site;
import java.util.Arrays;

/**
 * What a transaction has unhooked and not yet given back: mmu_gather. First every CPU forgets the touched addresses, then
 * pages and tables go. Grows to what one batch needs and allocates nothing after that.
 */
final class Gather extends Padded {
    private static final Site FLUSH = Site.flush("gather: flush what was changed before anything is freed");
    private static final Site FLUSH_SHARED =
            Site.flush("gather: flush every space after a change in a table that several use");
    private static final Site GRACE = Site.await("gather: wait for readers without locks before a page table is freed");

    private static final int BATCH = 4096;

    private final Frames frames;
    private long start = Long.MAX_VALUE;
    private long end;
    private boolean everywhere;
    /** CPUs that may remember a translation of the range; bit i for CPU i. */
    private long cpus;

    private boolean uncounted;
    /** Pages that one entry less maps, as {@link #note} says. */
    private int[] pages = new int[64];

    private int pageCount;
    /** Frames stored to, of files that somebody tracks, as {@link #note} says. */
    private int[] stored = new int[16];

    private int storedCount;
    private int[] tables = new int[16];
    private int tableCount;
    private int[] sharedTables = new int[16];
    private int sharedTableCount;

    Gather(Frames frames) {
        this.frames = frames;
    }

    /**
     * Notes addresses that TLBs must forget; of every space if the change was made in a table that several use.
     *
     * @param byCpus the CPUs that may remember any of them, bit i for CPU i
     */
    void touched(long from, long to, boolean ofEverySpace, long byCpus) {
        cpus |= byCpus;
        start = Math.min(start, from);
        end = Math.max(end, to);
        everywhere |= ofEverySpace;
    }

    /** An entry was cleared that counted no page. */
    void uncounted() {
        uncounted = true;
    }

    /** Whether {@link #uncounted} was called since this was asked last. */
    boolean takeUncounted() {
        boolean was = uncounted;
        uncounted = false;
        return was;
    }

    /** The first page that an entry of a level maps. One of a huge entry is a multiple of 512, which leaves room. */
    private static int note(int page, int level) {
        return level == Geometry.PTE ? page : ~(page + level);
    }

    private static int levelOf(int noted) {
        return noted >= 0 ? Geometry.PTE : ~noted & Geometry.ENTRIES - 1;
    }

    private static int pageOf(int noted) {
        return noted >= 0 ? noted : ~noted & -Geometry.ENTRIES;
    }

    /** What an entry of a level maps no more, from {@code page} on. Its map count and a reference go after the flush. */
    void page(int page, int level) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount++] = note(page, level);
    }

    /** What was stored to through an entry of a level that is gone: its file is told once more after the flush. */
    void stored(int page, int level) {
        if (storedCount == stored.length) {
            stored = Arrays.copyOf(stored, storedCount * 2);
        }
        stored[storedCount++] = note(page, level);
    }

    private void tellStored() {
        for (int i = 0; i < storedCount; i++) {
            int page = pageOf(stored[i]);
            int head = frames.head(page);
            FolioOwner owner = frames.owner(head);
            if (owner != null) {
                owner.stored(frames.index(head) + (page - head), Geometry.pages(levelOf(stored[i])));
            }
        }
        storedCount = 0;
    }

    /** Drops what was noted from {@code i} on: one entry's, or that of a row of entries that map a folio; gives how many. */
    private int unmap(int i, int cpu) {
        int page = pageOf(pages[i]);
        int head = frames.head(page);
        int row = 1;
        int flags = frames.flags(head);
        if (levelOf(pages[i]) == 0 && (flags & FrameFlags.HEAD) != 0) {
            int most = Math.min(pageCount - i, head + FrameFlags.pages(flags) - page);
            while (row < most && pages[i + row] == pages[i] + row) {
                row++;
            }
            FolioMaps.removeRow(frames, head, page, row);
        } else {
            FolioMaps.add(frames, page, levelOf(pages[i]), -1);
        }
        frames.putRefs(head, row, cpu);
        return row;
    }

    /** A table that is unhooked and that no other tree has. */
    void table(int table) {
        if (tableCount == tables.length) {
            tables = Arrays.copyOf(tables, tableCount * 2);
        }
        tables[tableCount++] = table;
    }

    /** A leaf table that is unhooked from this tree and that others have, or had a moment ago. */
    void sharedTable(int table) {
        if (sharedTableCount == sharedTables.length) {
            sharedTables = Arrays.copyOf(sharedTables, sharedTableCount * 2);
        }
        sharedTables[sharedTableCount++] = table;
    }

    /** True if so much has been gathered that it should go before more comes. */
    boolean full() {
        return pageCount >= BATCH;
    }

    void flush(PageTables t, Cpu cpu) {
        flush(t, cpu, FLUSH);
    }

    void flush(PageTables t, Cpu cpu, Site site) {
        if (everywhere) {
            t.context().flushEverywhere(cpu, FLUSH_SHARED);
        } else if (start < end) {
            t.context().flush(cpu, start, end, cpus, site);
        }
        start = Long.MAX_VALUE;
        end = 0;
        everywhere = false;
        cpus = 0;
        if (storedCount > 0) {
            tellStored();
        }
    }

    /** Flushes, and then gives everything back. Preconditions: no lock that spins is held. */
    void flushAndFree(PageTables t, Cpu cpu) {
        flush(t, cpu);
        free(t, cpu);
    }

    /** Gives everything back. Preconditions: nothing was touched since the last flush; no lock that spins is held. */
    void free(PageTables t, Cpu cpu) {
        for (int i = 0; i < pageCount; ) {
            i += unmap(i, cpu.id());
        }
        pageCount = 0;
        for (int i = 0; i < sharedTableCount; i++) {
            LeafSharing.drop(t, sharedTables[i], this, cpu.id());
        }
        sharedTableCount = 0;
        if (tableCount > 0) {
            t.epoch().synchronize(GRACE);
            for (int i = 0; i < tableCount; i++) {
                PageTables.freeTable(frames, tables[i], cpu.id());
            }
            tableCount = 0;
        }
    }
}
