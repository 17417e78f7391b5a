package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.SwapSlots;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFlags;
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
 * A page of one frame that is taken from all who map it, and what is put in the place of its entries afterwards: {@code
 * try_to_migrate} and {@code remove_migration_ptes}.
 *
 * <p>{@link #take} replaces each entry by a note, flushes, and then drops what the entry counted. Who needs the page waits
 * until the note is gone. It goes in one of four ways: back to a frame ({@link #giveBack}), the same or another; to swap
 * ({@link #toSwap}); to a device ({@link #toDevice}); or to nothing ({@link #drop}). A note keeps what was noted of stores, whether the page could be written
 * and whether it was this space's alone.
 *
 * <p>From {@link #take} to the last of the four the folio lock is held, and {@link #close} ends it. Each walk holds the
 * reverse map's lock, which holds off those who move entries, and the lock of one leaf table at a time. A fork may copy a note
 * meanwhile: the copy's mapping comes after its source's in the reverse map, so a walk finds both.
 */
final class Detached implements AutoCloseable {
    private static final Site ANON = Site.lock("detach: anon_vma lock over a page's entries and notes");
    private static final Site FILE = Site.lock("detach: i_mmap lock over a page's entries and notes");

    private final TaskContext t;
    private final Frames frames;
    private final int page;
    private final long index;
    private final @Nullable AnonVma anon;
    private final @Nullable FileMapping file;

    private boolean mlockedStays;
    private boolean pinnedStays;
    private boolean blocked;
    private boolean dirty;
    private int target;

    /**
     * Begins with a page.
     *
     * <p>Preconditions: inside a call; the page is a folio of its own, locked, with a reference of the caller's; the task's
     * cursor is closed; no lock of a reverse map or of tables is held.
     */
    Detached(TaskContext t, int page) {
        this.t = t;
        this.frames = t.kernel().frames();
        this.page = page;
        FolioOwner owner = frames.owner(page);
        this.index = frames.index(page);
        this.file = owner instanceof FileMapping f ? f : null;
        // It lives as long as somebody maps the page. If it does not, nobody does and there is nothing to walk.
        this.anon = owner instanceof AnonVma a && frames.test(page, FrameFlags.ANON) && a.tryGet() ? a : null;
    }

    /** The reverse map of the page's mappings if it is private memory. */
    @Nullable
    AnonVma anon() {
        return anon;
    }

    /** The file, if the page is one's. */
    @Nullable
    FileMapping file() {
        return file;
    }

    /** The page's number in its owner. */
    long index() {
        return index;
    }

    /** Whether an entry was dirty that {@link #take} replaced. */
    boolean dirty() {
        return dirty;
    }

    /**
     * Takes the page from who maps it. Pinned pages stay, and mlocked ones if that is asked; if so some entries may have
     * become notes already, and the caller gives them back.
     *
     * @return whether nobody maps it any more
     */
    boolean take(boolean mlockedPagesStay) {
        return take(mlockedPagesStay, true);
    }

    /** As {@link #take}, of a page whose memory has failed: pins do not hold it, for what they hold is no use to anybody. */
    boolean takeBroken() {
        return take(false, false);
    }

    private boolean take(boolean mlocked, boolean pinned) {
        mlockedStays = mlocked;
        pinnedStays = pinned;
        blocked = false;
        walk(this::takeFrom);
        return !blocked && frames.mapCount(page) == 0;
    }

    private boolean takeFrom(Mapped vma, long start, long end) {
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        if (c.next() && !c.huge()) {
            int i = c.first();
            long e = c.get(i);
            while (Pte.present(e) && Pte.pfn(e) == page && Pte.counted(e) && !blocked) {
                blocked = mlockedStays && (vma.flags() & VmFlags.VM_LOCKED) != 0;
                if (!blocked && replace(c, i, e)) {
                    break;
                }
                e = c.get(i);
            }
        }
        c.close();
        return !blocked;
    }

    /** One entry; false to look at it again. Preconditions: its table is locked. */
    private boolean replace(TableCursor c, int i, long e) {
        boolean exclusive = anon != null && frames.test(page, FrameFlags.ANON_EXCLUSIVE);
        if (!c.cas(i, e, Pte.migration(e, exclusive))) {
            return false;
        }
        // First out of reach, then the look for pins: a pin without locks either sees the note or is seen here.
        if (exclusive
                && pinnedStays
                && !Guard.DETACH_UNPINNED.holds(!frames.pins().maybePinned(frames, page, 1))) {
            c.exchange(i, e);
            blocked = true;
            return true;
        }
        frames.clear(page, FrameFlags.ANON_EXCLUSIVE);
        dirty |= (e & (Pte.DIRTY | Pte.SAVED_DIRTY)) != 0;
        c.flushLater(c.address(i));
        Zap.passOn(c, page, e);
        c.unmapLater(page);
        return true;
    }

    /** Lets everybody who mapped the page map {@code to} instead, which may be the page itself. */
    void giveBack(int to) {
        target = to;
        walk(this::giveBackTo);
        Waits.wake(frames.address(page));
    }

    private boolean giveBackTo(Mapped vma, long start, long end) {
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        long note = noteAt(c);
        if (note != 0) {
            frames.get(target);
            frames.addMapCount(target, 1);
            if (Pte.noteExclusive(note)) {
                frames.set(target, FrameFlags.ANON_EXCLUSIVE);
            }
            // The rights are the mapping's as they are now, under the table's lock: mprotect comes here afterwards.
            Vma v = (Vma) vma;
            long e = Pte.of(target, PageProt.of(v) & ~Pte.WRITE | Pte.keptByMigration(note));
            c.exchange(c.first(), Pte.writable(note) ? PageProt.mayWrite(v, e) : e);
        }
        c.close();
        return true;
    }

    /** The note for the page in the cursor's first table, which is then locked; 0 if there is none. */
    private long noteAt(TableCursor c) {
        if (c.next() && !c.huge()) {
            long e = c.get(c.first());
            return Pte.isMigration(e) && Pte.pfn(e) == page ? e : 0;
        }
        return 0;
    }

    /** Lets everybody who mapped the page find it in a slot of swap, which each of them counts. */
    void toSwap(int slot) {
        SwapSlots swap = frames.swap();
        replaceNotes(note -> {
            swap.dup(slot);
            return Pte.swap(slot, note);
        });
    }

    /** Lets everybody who mapped the page find it in a frame of a device, of which each of them holds a reference. */
    void toDevice(int to) {
        replaceNotes(note -> {
            frames.get(to);
            return Pte.devicePrivate(to, note);
        });
    }

    /** Leaves nothing to who mapped the page. */
    void drop() {
        replaceNotes(note -> 0);
    }

    /** Lets everybody who mapped the page learn that its memory has failed. */
    void poison() {
        replaceNotes(note -> Pte.hwpoison(page));
    }

    private void replaceNotes(LongUnaryOperator by) {
        walk((vma, start, end) -> {
            TableCursor c = t.cursor();
            c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
            long note = noteAt(c);
            if (note != 0) {
                c.exchange(c.first(), by.applyAsLong(note));
            }
            c.close();
            return true;
        });
        Waits.wake(frames.address(page));
    }

    private void walk(RmapWalk.Visitor visitor) {
        if (anon != null) {
            RmapWalk.anon(anon, index, 1, ANON, visitor);
        } else if (file != null) {
            RmapWalk.file(file.iMmapLock(), file.iMmap(), index, 1, FILE, visitor);
        }
    }

    /** Ends it. No note is left. */
    @Override
    public void close() {
        if (anon != null) {
            anon.put();
        }
    }

    /** A page's place in addresses: what {@code index} times the page size is, for messages. */
    @Override
    public String toString() {
        return "page " + page + " at " + (index << Geometry.PAGE_SHIFT) + (anon != null ? " of " + anon : "");
    }
}
