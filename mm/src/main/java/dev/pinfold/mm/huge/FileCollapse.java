package dev.pinfold.mm.huge;

import static dev.pinfold.mm.abi.Page.HPAGE_PMD_ORDER;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.file.CacheCollapse;
import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.huge.Collapse.Scan;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCollapse;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;

/**
 * 2 MiB of shared memory become huge: {@code mm/khugepaged.c} for files.
 *
 * <p>First the file's pages become one folio ({@link CacheCollapse}), which needs no mmap lock, for the folio locks keep faults
 * away. Every mapping that has no private copies then loses its empty leaf table, so that its next fault finds room for a huge
 * entry. At last the caller's own mapping gets one.
 */
final class FileCollapse {
    private static final Site MAPPINGS =
            Site.lock("collapse.file: i_mmap lock over taking empty leaf tables from who maps the file");
    private static final Site MAP = Site.lock("collapse.file: mmap lock over mapping the huge folio");

    private FileCollapse() {}

    /**
     * Makes the pages from {@code index} on huge and maps them at {@code start}.
     *
     * <p>Preconditions: inside a call, no lock held, the cursor is closed; the caller has a reference to the file.
     */
    static Scan region(TaskContext t, Space space, ShmemMapping m, long index, long start) {
        CacheCollapse.Result result = CacheCollapse.look(m, t, index);
        if (result == CacheCollapse.Result.DONE) {
            int folio = t.kernel().frames().allocNow(Zone.MOVABLE, HPAGE_PMD_ORDER, t.cpuId());
            if (folio < 0) {
                return Scan.ALLOC_FAIL;
            }
            result = CacheCollapse.run(m, t, index, folio);
            if (result == CacheCollapse.Result.DONE) {
                retract(t, m, index);
                t.kernel().frames().unlock(folio);
            }
            t.kernel().frames().put(folio, t.cpuId());
        }
        return switch (result) {
            case DONE, ALREADY -> map(t, space, start);
            case TRUNCATED -> Scan.TRUNCATED;
            case LOCKED -> Scan.PAGE_LOCK;
            case IN_USE -> Scan.PAGE_COUNT;
            case FILLED -> Scan.PAGE_FILLED;
            case NO_ROOM, UNFILLED -> Scan.FAIL;
        };
    }

    /** {@code retract_page_tables}. Preconditions: the folio is locked, so that its pages come into no table. */
    private static void retract(TaskContext t, ShmemMapping m, long index) {
        RmapWalk.file(m.iMmapLock(), m.iMmap(), index, 1, MAPPINGS, (vma, at, end) -> {
            if (vma.anonVma() == null && covers(vma, at)) {
                TableCollapse.freeEmpty(t.cursor(), vma.tables(), at);
            }
            return true;
        });
    }

    private static boolean covers(Mapped vma, long at) {
        return (at & ~PMD_MASK) == 0 && at + PMD_SIZE <= vma.end();
    }

    /** {@code collapse_pte_mapped_thp}: a huge entry in the place of a table that maps the pages of the folio, or nothing. */
    private static Scan map(TaskContext t, Space space, long start) {
        space.readLock(MAP);
        Scan result = mapLocked(t, space, start);
        space.readUnlock();
        return result;
    }

    private static Scan mapLocked(TaskContext t, Space space, long start) {
        Vma vma = space.lookup(start);
        if (vma == null) {
            return Scan.VMA_CHECK;
        }
        if (Pte.huge(vma.tables().entry(start))) {
            return Scan.PMD_MAPPED;
        }
        if (!(vma.mapping() instanceof ShmemMapping m)
                || !Eligibility.fits(vma, start)
                || !Eligibility.forCollapse(vma)) {
            return Scan.VMA_CHECK;
        }
        int folio = m.lookupLocked(vma.pageIndex(start), t.cpuId());
        if (folio < 0) {
            return Scan.PAGE_NULL;
        }
        Scan result = t.kernel().frames().order(folio) == HPAGE_PMD_ORDER
                ? replace(t, vma, m, folio, start)
                : Scan.PAGE_COMPOUND;
        m.unlockPut(folio, t.cpuId());
        return result;
    }

    private static Scan replace(TaskContext t, Vma vma, ShmemMapping m, int folio, long start) {
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, start + PMD_SIZE, TableCursor.WRITE | TableCursor.HUGE_PART);
        Scan result = Scan.SUCCEED;
        if (c.next()) {
            result = c.huge() ? Scan.PMD_MAPPED : clear(c, folio);
        } else if (c.failed()) {
            result = Scan.ALLOC_FAIL;
        }
        c.close();
        if (result != Scan.SUCCEED) {
            return result;
        }
        TableCollapse.freeEmpty(t.cursor(), vma.tables(), start);
        VmFault f = t.beginFault(start, Access.READ).in(vma, false);
        boolean mapped = FileHuge.map(f, m, folio, false);
        f.end();
        return mapped ? Scan.SUCCEED : Scan.FAIL;
    }

    /** Clears a table all of whose entries are of the folio; the faults that follow wait for its lock. */
    private static Scan clear(TableCursor c, int folio) {
        for (int i = c.first(); i < c.limit(); i++) {
            long e = c.get(i);
            if (!Pte.none(e) && !Pte.present(e)) {
                return Scan.PTE_NON_PRESENT;
            }
            boolean its = Pte.counted(e) && Pte.pfn(e) == folio + i;
            if (!Pte.none(e) && !Guard.COLLAPSE_TABLE_OF_FOLIO.holds(its)) {
                return Scan.FAIL;
            }
        }
        for (int i = c.first(); i < c.limit(); i++) {
            if (!Pte.none(c.get(i))) {
                long old = c.exchange(i, 0);
                c.flushLater(c.address(i));
                Zap.passOn(c, Pte.pfn(old), old);
                c.unmapLater(Pte.pfn(old));
            }
        }
        return Scan.SUCCEED;
    }
}
