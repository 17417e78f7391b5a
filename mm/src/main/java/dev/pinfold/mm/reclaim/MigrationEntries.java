package dev.pinfold.mm.reclaim;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A folio that is taken from all who map it, and what is put in the place of its entries afterwards: {@code
 * try_to_migrate} and {@code remove_migration_ptes}.
 *
 * <p>{@link #take} replaces each entry by a note, flushes, and then drops what the entry counted. A huge entry becomes one
 * note, or is split first. A task that needs a page waits until its note is gone. A note goes in one of four ways: back to a folio
 * ({@link #giveBack}), the same or another, or what became of it when it was split; to swap ({@link #toSwap}); to a device
 * ({@link #toDevice}); or to nothing ({@link #drop}). A note keeps what was noted of stores, whether the page could be
 * written and whether it was this space's alone.
 *
 * <p>From {@link #take} to the last of the four the folio lock is held, and {@link #close} ends it. Each walk holds the
 * reverse map's lock, which holds off those who move entries, and the lock of one table at a time. A fork may copy a note
 * meanwhile: the copy's mapping comes after its source's in the reverse map, so a walk finds both. Somebody may split the
 * note of a huge entry meanwhile: then there is one for each page.
 */
final class MigrationEntries implements AutoCloseable {
    /** For {@link #take}: a folio that is mapped where memory is locked stays. */
    static final int MLOCKED_STAYS = 1;
    /** For {@link #take}: huge entries become small ones first, so that each page has a note of its own. */
    static final int SPLIT_HUGE = 2;
    /** For {@link #take}: pins do not hold it, for what they hold is no use to anybody. */
    static final int BROKEN = 4;

    private static final Site ANON = Site.lock("detach: anon_vma lock over a page's entries and notes");
    private static final Site FILE = Site.lock("detach: i_mmap lock over a page's entries and notes");

    private final TaskContext t;
    private final Frames frames;
    private final int folio;
    /** The pages in question: all of the folio, or one. */
    private final int first;

    private final int pages;
    private final long index;
    private final @Nullable AnonVma anon;
    private final @Nullable FileMapping file;
    /** The caller holds the lock of the reverse map for writing. */
    private final boolean locked;
    /** The pages of a large folio that had entries. */
    private final boolean[] mapped;
    /** What {@link #replace} takes from one table: where, and the entries. */
    private final int[] places;

    private final long[] olds;

    /** A page that stays what it is, though it may be full of zeroes; -1 if there is none. */
    private int kept = -1;

    private int how;
    private boolean blocked;
    private boolean dirty;
    private int target;

    /**
     * Begins with a folio.
     *
     * <p>Preconditions: inside a call; the folio is locked, with a reference of the caller's; the task's cursor is closed; no
     * lock of a reverse map or of tables is held.
     */
    MigrationEntries(TaskContext t, int folio) {
        this(t, folio, folio, null);
    }

    /** As {@link #MigrationEntries(TaskContext, int)}, of one page that stays a part of its folio: the others keep their entries. */
    MigrationEntries(TaskContext t, int folio, int page) {
        this(t, folio, page, null);
    }

    /** As {@link #MigrationEntries(TaskContext, int)}, for who holds the lock of the folio's anon_vma for writing. */
    MigrationEntries(TaskContext t, int folio, AnonVma writeLocked) {
        this(t, folio, folio, writeLocked);
    }

    private MigrationEntries(TaskContext t, int folio, int first, @Nullable AnonVma writeLocked) {
        this.t = t;
        this.frames = t.kernel().frames();
        this.folio = folio;
        this.first = first;
        this.pages = first == folio ? 1 << frames.order(folio) : 1;
        this.mapped = new boolean[pages];
        this.places = new int[pages];
        this.olds = new long[pages];
        FolioOwner owner = frames.owner(folio);
        this.index = frames.index(folio) + (first - folio);
        this.locked = writeLocked != null;
        this.file = owner instanceof FileMapping f ? f : null;
        // It lives as long as somebody maps the folio. If it does not, nobody does and there is nothing to walk.
        this.anon = locked || owner instanceof AnonVma a && frames.test(folio, FrameFlags.ANON) && a.tryGet()
                ? (AnonVma) owner
                : null;
    }

    /** The reverse map of the folio's mappings if it is private memory. */
    @Nullable
    AnonVma anon() {
        return anon;
    }

    /** The file, if the folio is one's. */
    @Nullable
    FileMapping file() {
        return file;
    }

    /** The folio's number in its owner. */
    long index() {
        return index;
    }

    /** Whether an entry was dirty that {@link #take} replaced. */
    boolean dirty() {
        return dirty;
    }

    /** Says that a page does not become the page of zeros when the folio falls apart. */
    void keep(int page) {
        kept = page;
    }

    /** Which pages had an entry of their own that {@link #take} replaced. */
    boolean[] mapped() {
        return mapped;
    }

    /**
     * Takes the folio from who maps it. A pinned one stays, as a rule; if so some entries may have become notes already, and
     * the caller gives them back.
     *
     * @param how of {@link #MLOCKED_STAYS} and its like
     * @return whether nobody maps it any more
     */
    boolean take(int how) {
        this.how = how;
        blocked = false;
        walk(this::takeFrom);
        return !blocked && (first == folio ? frames.mapCount(folio) : FolioMaps.of(frames, first)) == 0;
    }

    private boolean takeFrom(Mapped vma, long start, long end) {
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        while (!blocked && c.next()) {
            blocked = (how & MLOCKED_STAYS) != 0 && (vma.flags() & VmFlags.VM_LOCKED) != 0 && mapsAny(c);
            if (blocked) {
                break;
            }
            // A huge entry that maps something else stays as it is: what the folio has lost there may be another's by
            // now.
            long e = c.huge() ? c.get() : 0;
            if ((how & SPLIT_HUGE) != 0 && Pte.present(e) && Pte.counted(e) && Pte.pfn(e) == folio) {
                c.split(Math.max(start, c.address(c.first())));
            } else {
                replace(c);
            }
        }
        c.close();
        return !blocked;
    }

    /** The entries of one table, or a huge one. Preconditions: the table is locked. */
    private void replace(TableCursor c) {
        int from = c.first();
        int limit = c.limit();
        long[] all = limit - from > 1 ? c.all() : null;
        boolean own = false;
        int taken = 0;
        for (int i = from; i < limit; i++) {
            long e = all == null ? c.get(i) : all[i];
            boolean exclusive = isOurs(e) && isExclusive(Pte.pfn(e));
            while (isOurs(e) && !c.cas(i, e, Pte.migration(e, exclusive))) {
                e = c.get(i);
            }
            if (isOurs(e)) {
                own |= exclusive;
                places[taken] = i;
                olds[taken++] = e;
            }
        }
        // First out of reach, then the look for pins: a pin without locks either sees the note or is seen here.
        if (own
                && (how & BROKEN) == 0
                && !Guard.DETACH_UNPINNED.holds(!frames.pins().maybePinned(frames, folio, 1))) {
            for (int i = 0; i < taken; i++) {
                c.exchange(places[i], olds[i]);
            }
            blocked = true;
            return;
        }
        for (int i = 0; i < taken; i++) {
            replaced(c, olds[i]);
        }
        if (taken > 0) {
            c.flushLater(c.address(places[0]));
            c.flushLater(c.address(places[taken - 1]));
        }
    }

    private boolean isExclusive(int page) {
        return anon != null && frames.test(page, FrameFlags.ANON_EXCLUSIVE);
    }

    private void replaced(TableCursor c, long e) {
        int page = Pte.pfn(e);
        frames.clear(page, FrameFlags.ANON_EXCLUSIVE);
        mapped[page - first] = true;
        dirty |= (e & (Pte.DIRTY | Pte.SAVED_DIRTY)) != 0;
        if (anon == null) {
            Zap.passOn(c, page, e);
        }
        c.unmapLater(page);
    }

    /** Whether an entry of the cursor's range maps a page of the folio. */
    private boolean mapsAny(TableCursor c) {
        for (int i = c.first(); i < c.limit(); i++) {
            if (isOurs(c.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurs(long e) {
        return Pte.present(e) && Pte.counted(e) && isOurs(Pte.pfn(e));
    }

    private boolean isOurs(int page) {
        return page >= first && page < first + pages;
    }

    /**
     * Lets everybody who mapped the folio map {@code to} instead: a folio as large, or the folio itself, or the pages that it
     * fell apart into.
     */
    void giveBack(int to) {
        target = to;
        walk(this::giveBackTo);
        wake();
        if (pages > 1 && frames.test(to, FrameFlags.HEAD)) {
            // Notes may have been taken away meanwhile, which no count told of.
            FolioMaps.queueIfPartlyMapped(frames, to);
        }
    }

    private boolean giveBackTo(Mapped vma, long start, long end) {
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        while (c.next()) {
            int from = c.first();
            int limit = c.limit();
            long[] all = limit - from > 1 ? c.all() : null;
            for (int i = from; i < limit; i++) {
                long note = all == null ? c.get(i) : all[i];
                if (isOurNote(note)) {
                    c.exchange(i, entry((Vma) vma, note, Pte.huge(note)));
                }
            }
        }
        c.close();
        return true;
    }

    private boolean isOurNote(long e) {
        return Pte.isMigration(e) && isOurs(Pte.pfn(e));
    }

    /** What takes a note's place, counted. Preconditions: its table is locked. */
    private long entry(Vma v, long note, boolean huge) {
        int page = target + (Pte.pfn(note) - first);
        // The rights are the mapping's as they are now, under the table's lock: mprotect comes here afterwards.
        long rights = PageProt.of(v) & ~Pte.WRITE;
        boolean apart = pages > 1 && !frames.test(page, FrameFlags.HEAD | FrameFlags.TAIL);
        if (apart
                && page != kept
                && !v.has(VmFlags.VM_LOCKED)
                && frames.contents().isZero(page)) {
            // A page that a split left full of zeroes: try_to_map_unused_to_zeropage.
            return Pte.of(frames.zeroPfn(), rights | Pte.SPECIAL | note & Pte.SOFT_DIRTY);
        }
        frames.get(frames.head(page));
        FolioMaps.add(frames, page, huge ? Geometry.PMD : Geometry.PTE, 1);
        if (Pte.noteExclusive(note)) {
            frames.set(page, FrameFlags.ANON_EXCLUSIVE);
        }
        long e = Pte.of(page, rights | Pte.keptByMigration(note));
        return Pte.writable(note) ? PageProt.mayWrite(v, e) : e;
    }

    /** Tasks that wait for a page of a folio wait at its head, which after a split is the page. */
    private void wake() {
        boolean apart = pages > 1 && !frames.test(folio, FrameFlags.HEAD);
        for (int i = 0; i < (apart ? pages : 1); i++) {
            Waits.wake(frames.memory().address(folio + i));
        }
    }

    /** Lets everybody who mapped the folio find its pages in slots of swap from {@code slot} on, which each of them counts. */
    void toSwap(int slot) {
        replaceNotes(
                note -> Pte.swap(slot + (Pte.pfn(note) - first), note),
                (note, n) -> frames.swap().dup(slot + (Pte.pfn(note) - first), n));
    }

    /** Lets everybody who mapped the page find it in a frame of a device, of which each of them holds a reference. */
    void toDevice(int to) {
        replaceNotes(note -> Pte.devicePrivate(to, note), (note, n) -> frames.addRefs(to, n));
    }

    /** Leaves nothing to who mapped the page. */
    void drop() {
        replaceNotes(note -> 0, (note, n) -> {});
    }

    /** Lets everybody who mapped the page learn that its memory has failed. */
    void poison() {
        replaceNotes(note -> Pte.hwpoison(Pte.pfn(note)), (note, n) -> {});
    }

    /** Counts what comes in the place of {@code n} notes in a row, of pages in a row. */
    @FunctionalInterface
    private interface Counter {
        void count(long firstNote, int n);
    }

    /** Preconditions: huge entries were split. */
    private void replaceNotes(LongUnaryOperator by, Counter counter) {
        walk((vma, start, end) -> {
            TableCursor c = t.cursor();
            c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
            while (c.next()) {
                int limit = c.limit();
                long[] all = limit - c.first() > 1 ? c.all() : null;
                for (int i = c.first(), n; i < limit; i += Math.max(n, 1)) {
                    long note = all == null ? c.get(i) : all[i];
                    n = isOurNote(note) ? 1 : 0;
                    while (n > 0
                            && i + n < limit
                            && all != null
                            && isOurNote(all[i + n])
                            && Pte.pfn(all[i + n]) == Pte.pfn(note) + n) {
                        n++;
                    }
                    if (n > 0) {
                        counter.count(note, n);
                        for (int k = 0; k < n; k++) {
                            c.exchange(i + k, by.applyAsLong(k == 0 || all == null ? note : all[i + k]));
                        }
                    }
                }
            }
            c.close();
            return true;
        });
        wake();
    }

    private void walk(RmapWalk.Visitor visitor) {
        if (anon != null && locked) {
            RmapWalk.anonLocked(anon, index, pages, visitor);
        } else if (anon != null) {
            RmapWalk.anon(anon, index, pages, ANON, visitor);
        } else if (file != null) {
            RmapWalk.file(file.iMmapLock(), file.iMmap(), index, pages, FILE, visitor);
        }
    }

    /** Ends it. No note is left. */
    @Override
    public void close() {
        if (anon != null && !locked) {
            anon.put();
        }
    }

    /** A folio's place in addresses: what {@code index} times the page size is, for messages. */
    @Override
    public String toString() {
        return "page " + folio + " at " + (index << PAGE_SHIFT) + (anon != null ? " of " + anon : "");
    }
}
