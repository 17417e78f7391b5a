package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.FrameFlags;

/**
 * What an open file remembers of the order in which it is read, and what is read ahead because of it ({@code struct
 * file_ra_state}, {@code mm/readahead.c}). All of it can be seen through {@code mincore}, so the rules are Linux's; pages
 * that Linux reads in the background are there at once here.
 *
 * <p>The state is a hint: tasks that share an open file may mix it up, as in Linux, and lose nothing but foresight.
 * Units are pages.
 */
final class Readahead {
    private static final int LOTS_OF_MISSES = 100;

    /** The most that is read at once: {@code ra_pages}. */
    private final int most;

    private long start;
    private long size;
    private long asyncSize;
    private int mmapMisses;
    /** Byte after the last one read; -1 before the first read. */
    private long previous = -1;

    Readahead(int most) {
        this.most = most;
    }

    /** A read ended before this byte. */
    void readUpTo(long position) {
        previous = position;
    }

    /** Reads ahead after a read call missed page {@code index}, of {@code wanted} pages ({@code page_cache_sync_ra}). */
    void missed(DiskMapping m, FileTask t, long index, long wanted) {
        if (most == 0) {
            return;
        }
        boolean sequel = Long.compareUnsigned(index - (previous >>> PAGE_SHIFT), 1) <= 0;
        if (index == 0 || wanted > most || sequel) {
            start = index;
            size = firstSize(wanted);
            asyncSize = size > wanted ? size - wanted : size >> 1;
            m.readPages(t, start, size, asyncSize);
            return;
        }
        // Pages cached directly before this one speak for a stream that is read in order.
        long run = 0;
        while (run < most && run < index && m.pages.get(index - 1 - run) >= 0) {
            run++;
        }
        if (run <= wanted) {
            m.readPages(t, index, wanted, 0);
            return;
        }
        if (run == index) {
            run *= 2;
        }
        start = index;
        size = Math.min(run + wanted, most);
        asyncSize = 1;
        m.readPages(t, start, size, asyncSize);
    }

    /** Reads on when a page with the mark is reached ({@code page_cache_async_ra}). */
    void reachedMark(DiskMapping m, FileTask t, int pfn, long index, long wanted) {
        if (most == 0 || m.frames.test(pfn, FrameFlags.WRITEBACK)) {
            return;
        }
        m.frames.clear(pfn, FileMapping.READAHEAD);
        if (index == start + size - asyncSize) {
            start += size;
            size = nextSize();
        } else {
            long next = index + 1;
            while (next - index <= most && m.pages.get(next) >= 0) {
                next++;
            }
            if (next - index > most) {
                return;
            }
            start = next;
            size = next - index + wanted;
            size = nextSize();
        }
        asyncSize = size;
        m.readPages(t, start, size, asyncSize);
    }

    /**
     * Reads around a page that a fault missed ({@code do_sync_mmap_readahead}). Says whether it did: the address space
     * is let go of meanwhile, and the fault starts anew.
     */
    boolean faultMissed(DiskMapping m, FileTask t, long index, long vmFlags, long vmPgoff, long vmPages) {
        if ((vmFlags & VmFlags.VM_RAND_READ) != 0 || most == 0) {
            return false;
        }
        if ((vmFlags & VmFlags.VM_SEQ_READ) != 0) {
            missed(m, t, index, most);
            return true;
        }
        if (mmapMisses < LOTS_OF_MISSES * 10) {
            mmapMisses++;
        }
        if (mmapMisses > LOTS_OF_MISSES) {
            return false;
        }
        if ((vmFlags & VmFlags.VM_EXEC) != 0) {
            start = Math.max(index, vmPgoff);
            size = Math.min(start + most, vmPgoff + vmPages) - start;
            asyncSize = 0;
        } else {
            start = Math.max(0, index - most / 2);
            size = most;
            asyncSize = most / 4;
        }
        m.readPages(t, start, size, asyncSize);
        return true;
    }

    /** A fault found its page cached ({@code do_async_mmap_readahead}). Says whether it read ahead, as above. */
    boolean faultFound(DiskMapping m, FileTask t, int pfn, long index, long vmFlags) {
        if ((vmFlags & VmFlags.VM_RAND_READ) != 0 || most == 0) {
            return false;
        }
        if (mmapMisses > 0) {
            mmapMisses--;
        }
        if (m.frames.test(pfn, FileMapping.READAHEAD)) {
            reachedMark(m, t, pfn, index, most);
            return true;
        }
        return false;
    }

    /** The most pages at once, at least {@code count} if one request asks for so many. */
    int most() {
        return most;
    }

    private long firstSize(long wanted) {
        long up = Long.highestOneBit(wanted);
        if (up < wanted) {
            up <<= 1;
        }
        if (up <= most / 32) {
            return up * 4;
        }
        return up <= most / 4 ? up * 2 : most;
    }

    private long nextSize() {
        if (size < most / 16) {
            return size * 4;
        }
        return size <= most / 2 ? size * 2 : most;
    }
}
