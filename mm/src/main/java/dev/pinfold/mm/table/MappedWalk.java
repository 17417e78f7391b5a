package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

/**
 * Finds the entries of one mapping that map pages of one folio: {@code page_vma_mapped_walk}. It is pulled:
 *
 * <pre>{@code
 * for (walk.open(vma, pfn, pages, pgoff, MappedWalk.SYNC); walk.next(); ) {
 *     ... walk.entry(), walk.address(), walk.huge(), walk.cas(...)
 * }
 * walk.close();
 * }</pre>
 *
 * <p>Between two calls of {@link #next} the lock of the entry's table is held, so what it maps stays mapped there. The
 * caller holds a lock that keeps the mapping: a reverse map's, in the usual case. Changed entries are flushed by {@link
 * #close} at the latest. Allocates nothing.
 */
public final class MappedWalk {
    /** Look at every entry under its lock; without it an entry that looks wrong from outside is passed over. */
    public static final int SYNC = 1;

    private final TableCursor cursor;
    private PageTables tables;
    private int pfn;
    private long pages;
    private int flags;
    private long pos;
    private long end;
    private int index;
    private boolean atTable;

    /** A walk of one task, which may be used again and again. */
    @SuppressWarnings("NullAway.Init") // tables: set by open
    public MappedWalk(TableCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Begins at the first address where the folio may be mapped.
     *
     * @param pfn the folio's first frame
     * @param pages its frames
     * @param pgoff the page offset of its first frame in what the mapping maps
     * @param flags {@link #SYNC} or 0
     */
    public void open(WalkVma vma, int pfn, long pages, long pgoff, int flags) {
        this.pfn = pfn;
        this.pages = pages;
        this.flags = flags;
        long first = Math.max(pgoff, vma.pgoff());
        long last = Math.min(pgoff + pages, vma.pgoff() + (vma.end() - vma.start() >>> PAGE_SHIFT));
        pos = vma.start() + (first - vma.pgoff() << PAGE_SHIFT);
        end = last <= first ? pos : pos + (last - first << PAGE_SHIFT);
        tables = vma.tables();
        atTable = false;
        cursor.open(tables, pos, end, TableCursor.RMAP | TableCursor.HUGE_PART);
    }

    /** Goes to the next entry that maps a page of the folio and locks its table; false if there is none. */
    public boolean next() {
        while (true) {
            if (atTable) {
                index++;
            } else if (!nextTable()) {
                return false;
            }
            for (int limit = cursor.limit(); index < limit; index++) {
                if (matches(cursor.get(index), cursor.level())) {
                    return true;
                }
            }
            atTable = false;
        }
    }

    private boolean nextTable() {
        if ((flags & SYNC) == 0) {
            while (pos < end && !matches(tables.entry(pos), Geometry.PTE)) {
                pos += PAGE_SIZE;
            }
            cursor.reopen(pos, end);
        }
        if (!cursor.next()) {
            return false;
        }
        index = cursor.first();
        atTable = true;
        pos = Math.min(end, Geometry.next(cursor.address(index), Math.max(Geometry.PMD, cursor.level())));
        return true;
    }

    private boolean matches(long e, int level) {
        if (!Pte.present(e)) {
            return false;
        }
        long from = Pte.pfn(e);
        long to = from + Geometry.pages(level);
        return to > pfn && from < pfn + pages;
    }

    /** The entry found; a huge one as it stands in its table. */
    public long entry() {
        return cursor.get(index);
    }

    /** The address it maps. */
    public long address() {
        return cursor.address(index);
    }

    /** True if it is a huge entry. */
    public boolean huge() {
        return cursor.huge();
    }

    /** Replaces the entry if it is still {@code old}: the CPU may have set bits since. */
    public boolean cas(long old, long entry) {
        return cursor.cas(index, old, entry);
    }

    /** Notes that TLBs must forget what the entry said. */
    public void flushLater() {
        cursor.flushLater(cursor.address(index));
    }

    /** Ends the walk, wherever it stands; flushes. */
    public void close() {
        cursor.close();
    }
}
