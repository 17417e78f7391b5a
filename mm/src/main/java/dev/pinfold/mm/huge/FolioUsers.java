package dev.pinfold.mm.huge;

import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * Whether one space alone maps a large folio of private memory, wherever in it its pages lie: the question that {@code
 * folio_maybe_mapped_shared} answers. Linux keeps two spaces and their counts with each folio; here entries are counted
 * when somebody asks, because a leaf table that two spaces share has no single owner.
 */
public final class FolioUsers {
    private static final Site ANON = Site.lock("large folio: anon_vma lock over the count of its entries in a space");

    private static final Site FILE = Site.lock("large folio: i_mmap lock over the count of its entries in a space");

    private FolioUsers() {}

    /** Whether nobody else mapped the folio when this was called. Preconditions: as {@link #count}. */
    static boolean only(TaskContext t, Vma vma, int folio) {
        int mappings = t.kernel().frames().mapCount(folio);
        return count(t, vma, folio) == mappings;
    }

    /**
     * How many entries of a mapping's space map the folio. Where that is as many as all spaces together had before, nobody
     * else has had one since: the mmap lock or the VMA's lock keeps fork away, so entries of this space can only have gone
     * meanwhile, and then they would be fewer.
     *
     * <p>Preconditions: inside a call, the mmap lock or the lock of a VMA that maps the folio is held, and a reference to
     * the folio; no lock of a reverse map or of tables; the cursor is closed.
     */
    public static int count(TaskContext t, Vma vma, int folio) {
        Frames frames = t.kernel().frames();
        int pages = 1 << frames.order(folio);
        int[] here = {0};
        RmapWalk.Visitor visitor = (m, start, end) -> {
            if (m.tables() == vma.tables()) {
                here[0] += count(t.cursor(), m, start, end, folio, pages);
            }
            return true;
        };
        FolioOwner owner = frames.owner(folio);
        if (owner instanceof ShmemMapping file) {
            RmapWalk.file(file.iMmapLock(), file.iMmap(), frames.index(folio), pages, FILE, visitor);
        } else if (owner instanceof AnonVma anon && anon.tryGet()) {
            RmapWalk.anon(anon, frames.index(folio), pages, ANON, visitor);
            anon.put();
        } else {
            return -1;
        }
        return here[0];
    }

    private static int count(TableCursor c, Mapped m, long start, long end, int folio, int pages) {
        int found = 0;
        c.open(m.tables(), start, end, TableCursor.READ | TableCursor.HUGE_PART);
        while (c.next()) {
            for (int i = c.first(); i < c.limit() && !c.shared(); i++) {
                long e = c.get(i);
                boolean maps = Pte.present(e) && Pte.counted(e) && Pte.pfn(e) >= folio && Pte.pfn(e) < folio + pages;
                found += maps ? 1 : 0;
            }
        }
        c.close();
        return found;
    }
}
