package dev.pinfold.mm.device;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FileTask;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import org.jspecify.annotations.Nullable;

/**
 * Cleaning a DAX file: {@code dax_writeback_mapping_range}. The bytes are where they belong already; what has to be found out
 * is who writes them next. So every mapping of a dirty page becomes read-only, and only then is the page clean.
 */
final class DaxWriteback {
    private static final Site CLEAN = Site.lock("dax.writeback: chunk lock over cleaning");
    private static final Site PROTECT = Site.lock("dax.writeback: i_mmap lock while mappings become read-only");

    private DaxWriteback() {}

    /** Cleans the pages from {@code first} to {@code last} (inclusive). */
    static void range(DaxMapping m, FileTask t, long first, long last) {
        DaxChunk c = m.nextChunk(first / DaxChunk.PAGES);
        while (c != null && c.first() <= last) {
            c.lock(CLEAN);
            int from = c.huge ? 0 : (int) Math.max(0, first - c.first());
            int to = c.huge ? c.pages() : (int) Math.min(DaxChunk.PAGES - 1, last - c.first()) + 1;
            for (int i = c.dirty.nextSetBit(from); i >= 0 && i < to; i = c.dirty.nextSetBit(i)) {
                int end = Math.min(to, c.dirty.nextClearBit(i));
                protect(m, t, c.first() + i, c.first() + end);
                c.dirty.clear(i, end);
            }
            c.unlock();
            c = next(m, c);
        }
    }

    private static @Nullable DaxChunk next(DaxMapping m, DaxChunk c) {
        return m.nextChunk(c.next());
    }

    /** Makes the pages {@code [first, end)} read-only and clean in every shared mapping, and flushes. */
    private static void protect(DaxMapping m, FileTask t, long first, long end) {
        m.iMmapLock().readLock(PROTECT);
        for (Mapped v = m.iMmap().first(first, end - 1);
                v != null;
                v = m.iMmap().next(v, first, end - 1)) {
            if ((v.flags() & VmFlags.VM_SHARED) == 0) {
                continue;
            }
            TableCursor c = t.cursor();
            long from = Math.max(first, v.pgoff());
            long to = Math.min(end, v.pgoff() + v.pages());
            long start = v.start() + (from - v.pgoff() << PAGE_SHIFT);
            long stop = start + (to - from << PAGE_SHIFT);
            c.open(v.tables(), start, stop, TableCursor.RMAP | TableCursor.HUGE_PART);
            while (c.next()) {
                for (int i = c.first(); i < c.limit(); i++) {
                    long e = c.get(i);
                    while (Pte.present(e) && (Pte.writable(e) || Pte.dirty(e))) {
                        if (c.cas(i, e, e & ~(Pte.WRITE | Pte.DIRTY))) {
                            c.flushLater(c.address(i));
                            break;
                        }
                        e = c.get(i);
                    }
                }
            }
            c.close();
        }
        m.iMmapLock().readUnlock();
    }
}
