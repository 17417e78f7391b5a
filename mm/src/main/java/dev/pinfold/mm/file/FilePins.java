package dev.pinfold.mm.file;

import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;
import java.util.HashSet;
import java.util.Set;

/** Whether a page of a file is pinned: {@code folio_maybe_dma_pinned} for those who have the file and not a process. */
final class FilePins {
    private static final Site COUNT = Site.lock("file.pins: i_mmap lock over counting the entries that map a page");

    private FilePins() {}

    /**
     * Whether a page of a file may be pinned.
     *
     * <p>Preconditions: no lock held but the folio's. A caller that needs no pin to come after the test has made the entries
     * read-only or empty before: a pin that is being taken looks at its entry once more.
     */
    static boolean maybePinned(FileMapping m, FileTask t, int pfn, long index) {
        int folio = m.frames.head(pfn);
        int entries = m.frames.pins().needsMappings() ? entries(m, t, folio, index - (pfn - folio)) : 0;
        return m.frames.pins().maybePinned(m.frames, folio, entries);
    }

    /** Entries that map a folio's first page; one in a table that several spaces use is one. */
    private static int entries(FileMapping m, FileTask t, int folio, long index) {
        Set<Long> slots = new HashSet<>();
        RmapWalk.file(m.iMmapLock(), m.iMmap(), index, 1, COUNT, (vma, start, end) -> {
            note(slots, vma, start, folio, t.cpuId());
            return true;
        });
        return slots.size();
    }

    private static void note(Set<Long> slots, Mapped vma, long address, int pfn, int cpu) {
        PageTables tables = vma.tables();
        tables.epoch().enter(cpu);
        long slot = tables.pmdSlot(address);
        int level = slot == 0 ? Geometry.PUD : Geometry.PMD;
        slot = slot == 0 ? tables.hugePud(address) : slot;
        long pmd = slot == 0 ? 0 : Words.getLongAcquire(slot);
        long e = pmd;
        if (Pte.present(pmd) && Pte.huge(pmd)) {
            e = PageTables.part(pmd, address, level);
        } else if (Pte.present(pmd)) {
            slot = tables.leafSlot(pmd, address);
            e = Words.getLongAcquire(slot);
        }
        if (Pte.present(e) && Pte.pfn(e) == pfn) {
            slots.add(slot);
        }
        tables.epoch().exit(cpu);
    }
}
