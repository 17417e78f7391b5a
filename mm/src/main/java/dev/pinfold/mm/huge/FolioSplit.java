package dev.pinfold.mm.huge;

import dev.pinfold.mm.Errno;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
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
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;

/**
 * A large folio of private memory falls apart into its pages: {@code split_huge_page}.
 *
 * <p>Under the anon_vma's lock it is taken from all who map it, page by page, with a note in each entry's place; who needs a
 * page waits for that to go. Then the count of references is frozen at the one that the splitter has, so that nobody gets
 * another: whoever held the folio holds a page of it and could not tell which afterwards, and the split fails. At last
 * everybody maps the pages again, those full of zeroes as the page of zeros.
 */
public final class FolioSplit {
    private static final Site FOLIO = Site.lock("split: folio lock of the folio that is split");
    private static final Site ANON = Site.lock("split: anon_vma lock over a folio's entries and notes");

    private final TaskContext t;
    private final Frames frames;
    private final int head;
    private final int pages;
    private final long index;

    /** The pages that somebody maps. */
    private final boolean[] wanted;

    private FolioSplit(TaskContext t, int head) {
        this.t = t;
        this.frames = t.kernel().frames();
        this.head = head;
        this.pages = 1 << frames.order(head);
        this.index = frames.index(head);
        this.wanted = new boolean[pages];
    }

    /**
     * Splits the folio that a page belongs to.
     *
     * <p>Preconditions: inside a call; no folio lock, no lock of a reverse map or of tables held; the cursor is closed.
     *
     * @return 0; -EAGAIN if somebody holds it; -EINVAL if it is no large folio of private memory
     */
    public static long of(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        if (page <= 0 || page >= frames.frames() || frames.isDevice(page) || !frames.tryGet(frames.head(page))) {
            return -Errno.EINVAL;
        }
        int head = frames.head(page);
        frames.lock(head, FOLIO);
        long result = locked(t, head);
        frames.unlock(head);
        frames.put(head, t.cpuId());
        return result;
    }

    /** As {@link #of}, by who has a reference; does not wait for the folio lock. */
    public static long tryNow(TaskContext t, int head) {
        Frames frames = t.kernel().frames();
        if (!frames.tryLock(head, FOLIO)) {
            return -Errno.EAGAIN;
        }
        long result = locked(t, head);
        frames.unlock(head);
        return result;
    }

    private static long locked(TaskContext t, int head) {
        Frames frames = t.kernel().frames();
        int flags = frames.flags(head);
        if ((flags & FrameFlags.HEAD) == 0
                || (flags & FrameFlags.ANON) == 0
                || !(frames.owner(head) instanceof AnonVma anon)
                || !anon.tryGet()) {
            return -Errno.EINVAL;
        }
        anon.writeLock(ANON);
        long result = new FolioSplit(t, head).split(anon);
        anon.writeUnlock();
        anon.put();
        return result;
    }

    private long split(AnonVma anon) {
        // A look before the trouble: every reference but the caller's is an entry's.
        if (frames.refCount(head) != 1 + frames.mapCount(head)) {
            return -Errno.EAGAIN;
        }
        RmapWalk.anonLocked(anon, index, pages, this::take);
        boolean done = frames.mapCount(head) == 0 && Guard.SPLIT_FROZEN.holds(frames.tryFreeze(head, 1));
        if (done) {
            FolioMaps.apart(frames, head, wanted, t.cpuId());
        }
        RmapWalk.anonLocked(anon, index, pages, this::giveBack);
        for (int i = 0; i < pages; i++) {
            Waits.wake(frames.memory().address(head + i));
        }
        for (int i = 1; done && i < pages; i++) {
            if (wanted[i]) {
                frames.put(head + i, t.cpuId());
            }
        }
        return done ? 0 : -Errno.EAGAIN;
    }

    private boolean take(Mapped vma, long start, long end) {
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        while (c.next()) {
            if (c.huge()) {
                // One that maps something else stays as it is, and ends the walk, as page_vma_mapped_walk has it.
                long e = c.get(c.first());
                if (!Pte.present(e) || !Pte.counted(e) || !isOurs(Pte.pfn(e))) {
                    break;
                }
                c.split(Math.max(start, c.address(c.first())));
                continue;
            }
            long[] all = c.all();
            for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                long e = all[i];
                while (Pte.present(e) && Pte.counted(e) && isOurs(Pte.pfn(e)) && !replace(c, i, e)) {
                    e = c.get(i);
                }
            }
        }
        c.close();
        return true;
    }

    private boolean isOurs(int page) {
        return page >= head && page < head + pages;
    }

    private boolean replace(TableCursor c, int i, long e) {
        int page = Pte.pfn(e);
        wanted[page - head] = true;
        boolean exclusive = frames.test(page, FrameFlags.ANON_EXCLUSIVE);
        if (!c.cas(i, e, Pte.migration(e, exclusive))) {
            return false;
        }
        frames.clear(page, FrameFlags.ANON_EXCLUSIVE);
        c.flushLater(c.address(i));
        Zap.passOn(c, page, e);
        c.unmapLater(page);
        return true;
    }

    private boolean giveBack(Mapped vma, long start, long end) {
        TableCursor c = t.cursor();
        Vma v = (Vma) vma;
        c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        while (c.next()) {
            if (c.huge()) {
                continue;
            }
            long[] all = c.all();
            for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                long note = all[i];
                if (Pte.isMigration(note) && isOurs(Pte.pfn(note))) {
                    c.exchange(i, entry(v, note));
                }
            }
        }
        c.close();
        return true;
    }

    /** What takes a note's place: the page, or ({@code try_to_map_unused_to_zeropage}) the page of zeros for one like it. */
    private long entry(Vma v, long note) {
        int page = Pte.pfn(note);
        long rights = PageProt.of(v) & ~Pte.WRITE;
        boolean apart = !frames.test(page, FrameFlags.HEAD | FrameFlags.TAIL);
        if (apart && !v.has(VmFlags.VM_LOCKED) && frames.contents().isZero(page)) {
            return Pte.of(frames.zeroPfn(), rights | Pte.SPECIAL | note & Pte.SOFT_DIRTY);
        }
        frames.get(frames.head(page));
        FolioMaps.add(frames, page, 1);
        if (Pte.noteExclusive(note)) {
            frames.set(page, FrameFlags.ANON_EXCLUSIVE);
        }
        long e = Pte.of(page, rights | Pte.keptByMigration(note));
        return Pte.writable(note) ? PageProt.mayWrite(v, e) : e;
    }
}
