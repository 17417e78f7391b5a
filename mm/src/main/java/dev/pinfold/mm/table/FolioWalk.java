package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.Frames;

/**
 * Looks up the page at one address and keeps it there: {@code folio_walk_start} and {@code folio_walk_end}.
 *
 * <p>Preconditions: the mmap lock or the VMA's lock is held. Until {@link #end} the lock of the entry's table is held, so
 * the page stays mapped, and whoever needs it longer takes a reference first.
 */
public final class FolioWalk {
    /** Also finds the pages of zeros, which no folio is counted for. */
    public static final int ZEROPAGE = 1;

    private final TableCursor cursor;
    private long entry;
    private boolean huge;

    /** A walk of one task, which may be used again and again. */
    public FolioWalk(TableCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Finds the page that an address is mapped to.
     *
     * @return its frame, and then {@link #end} is owed; -1 if there is none
     */
    public int start(PageTables tables, long address, int flags) {
        boolean there = cursor.openAt(tables, address, TableCursor.READ | TableCursor.HUGE_PART);
        long e = there ? cursor.get() : 0;
        if (!Pte.present(e) || (Pte.special(e) && (flags & ZEROPAGE) == 0)) {
            cursor.close();
            return -1;
        }
        huge = cursor.huge();
        entry = huge ? PageTables.part(e, address, cursor.level()) : e;
        return Pte.pfn(entry);
    }

    /** The entry found; of a huge one the part that maps the page. */
    public long entry() {
        return entry;
    }

    /** True if a huge entry maps the page. */
    public boolean huge() {
        return huge;
    }

    /** The folio that the page belongs to, by its first frame. */
    public int folio(Frames frames) {
        return frames.head(Pte.pfn(entry));
    }

    /** Lets the entry's table go. */
    public void end() {
        cursor.close();
    }
}
