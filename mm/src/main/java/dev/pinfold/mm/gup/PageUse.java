package dev.pinfold.mm.gup;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;
import java.util.HashSet;
import java.util.Set;

/**
 * Who maps a page, counted by a walk over its reverse map: what Linux reads off the page's counts, which here count a leaf
 * table that several spaces use only once.
 *
 * <p>Exact while nobody changes the page's mappings; else what was true of each mapping at some moment of the walk.
 */
public final class PageUse {
    private static final Site ANON = Site.lock("gup.use: anon_vma lock over counting a page's mappings");
    private static final Site FILE = Site.lock("gup.use: i_mmap lock over counting a page's mappings");

    private final TaskContext t;
    private final Frames frames;
    private final int page;
    /** Entries that were counted already, by where they stand. */
    private final Set<Long> slots = new HashSet<>();

    private int mappings;

    private PageUse(TaskContext t, int page) {
        this.t = t;
        this.frames = t.kernel().frames();
        this.page = page;
    }

    /** Counts the mappings of a page. Preconditions: inside a call, no lock held; somebody holds or maps the page. */
    public static PageUse of(TaskContext t, int page) {
        PageUse use = new PageUse(t, page);
        use.walk();
        return use;
    }

    /** Places where an address space maps the page ({@code page_mapcount}). */
    public int mappings() {
        return mappings;
    }

    /** Entries that map the page; one in a table that several spaces use is one. */
    public int entries() {
        return slots.size();
    }

    /** References to the page's folio, one for each place where it is mapped ({@code page_count}). */
    public int references() {
        return frames.refCount(frames.head(page)) + mappings - entries();
    }

    /** Whether the page may be pinned ({@code folio_maybe_dma_pinned}). */
    public static boolean maybePinned(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        int folio = frames.head(page);
        int entries = frames.pins().needsMappings() ? of(t, folio).entries() : 0;
        return frames.pins().maybePinned(frames, folio, entries);
    }

    private void walk() {
        int folio = frames.head(page);
        FolioOwner owner = folio == frames.zeroPfn() ? null : frames.owner(folio);
        long index = frames.index(folio) + (page - folio);
        if (owner instanceof AnonVma anon && frames.test(folio, FrameFlags.ANON)) {
            RmapWalk.anon(anon, index, 1, ANON, this::look);
        } else if (owner instanceof FileMapping file) {
            RmapWalk.file(file.iMmapLock(), file.iMmap(), index, 1, FILE, this::look);
        }
    }

    private boolean look(Mapped vma, long start, long end) {
        PageTables tables = vma.tables();
        int cpu = t.cpuId();
        tables.epoch().enter(cpu);
        long slot = tables.pmdSlot(start);
        int level = slot == 0 ? Geometry.PUD : Geometry.PMD;
        slot = slot == 0 ? tables.hugePud(start) : slot;
        long pmd = slot == 0 ? 0 : Words.getLongAcquire(slot);
        if (Pte.present(pmd) && Pte.huge(pmd)) {
            note(slot, PageTables.part(pmd, start, level));
        } else if (Pte.present(pmd)) {
            long leaf = tables.leafSlot(pmd, start);
            note(leaf, Words.getLongAcquire(leaf));
        }
        tables.epoch().exit(cpu);
        return true;
    }

    private void note(long slot, long e) {
        if (Pte.present(e) && Pte.pfn(e) == page) {
            mappings++;
            slots.add(slot);
        }
    }
}
