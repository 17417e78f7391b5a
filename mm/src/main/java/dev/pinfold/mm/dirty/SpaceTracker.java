package dev.pinfold.mm.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Notifier;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Incremental checkpoints of a space's private memory: which pages changed since an earlier checkpoint, exactly, while other
 * tasks go on storing. Shared mappings belong to their files, whose stores {@link FileDirtyTracker} finds.
 *
 * <p>A page was stored to if its entry is dirty, or <em>soft-dirty</em>: that bit keeps the news where the dirty bit is taken
 * away for another reason, or the page comes from elsewhere. A checkpoint takes both bits, leaves {@link
 * Pte#SAVED_DIRTY} for reclaim, and flushes before it returns, so that the next store is noted anew. The bits are the space's own: a leaf table that is
 * shared since a fork is copied before bits in it are taken, and a child has its parent's news in its own entries.
 *
 * <p>What is not stored to but disappears (MADV_DONTNEED, munmap, truncation of a privately mapped file) is found by what was
 * there before: for each leaf table the tracker keeps which pages were present, and a stamp that changes when an entry is
 * made empty or the table is another. As long as the stamp stands only dirty bits are looked for, many entries at a time.
 *
 * <p>Used by one task at a time. What a device writes by DMA into a page pinned for it is no store and is not found.
 */
public final class SpaceTracker {
    private static final Site SCAN = Site.lock("checkpoint: mmap lock over the scan, so that mappings stay");

    private static final long NEWS = Pte.DIRTY | Pte.SOFT_DIRTY;
    /** Entries that are looked at in one step. */
    private static final int LINE = 8;

    private final Space space;
    private final Frames frames;

    /** What is known of leaf tables from the checkpoint before, and what this one finds; both in order of address. */
    private Regions known = new Regions();

    private Regions found = new Regions();

    private PageBlocks written = new PageBlocks();
    private PageBlocks dropped = new PageBlocks();

    /** What a scan finds to be gone; counts when it has come to its end. */
    private final PageBlocks gone = new PageBlocks();

    /** Pages of the table at hand that were stored to. */
    private final long[] news = new long[Geometry.ENTRIES / Long.SIZE];

    private boolean anyNews;

    /** Entries of the table at hand, from the first to the last whose bits were taken. */
    private int takenFrom = Geometry.ENTRIES;

    private int takenTo;
    private boolean interrupted;
    private @Nullable Checkpoint last;

    private SpaceTracker(Space space) {
        this.space = space;
        this.frames = space.kernel().frames();
    }

    /** Begins to track a space; {@code null} if somebody does already. */
    public static @Nullable SpaceTracker open(Space space) {
        // What moves or collapses tables asks under the mmap lock for writing; the first checkpoint waits for that
        // lock.
        return space.tables().trackStores(true) ? new SpaceTracker(space) : null;
    }

    /** Ends the tracking. */
    public void close() {
        space.tables().trackStores(false);
    }

    /** How a checkpoint ended. */
    public record Outcome(long error, @Nullable Checkpoint checkpoint) {}

    /**
     * Takes a checkpoint.
     *
     * <p>Preconditions: inside a call; no lock held; the task's cursors are closed.
     *
     * @param previous an earlier checkpoint of this tracker, whose changes since are wanted; {@code null} for all pages
     *     that are there
     * @return the checkpoint; or -EINVAL if {@code previous} is not of this tracker, or -ENOMEM if there is no frame to copy a
     *     shared table: then nothing is lost, and the next checkpoint has what this one found
     */
    public Outcome checkpoint(TaskContext t, @Nullable Checkpoint previous) {
        boolean done = scan(t);
        if (!done) {
            return new Outcome(-Errno.ENOMEM, null);
        }
        Regions spare = known;
        known = found;
        found = spare;
        Checkpoint c = new Checkpoint(written, dropped);
        written = new PageBlocks();
        dropped = new PageBlocks();
        Checkpoint before = last;
        if (before != null) {
            before.follow(c);
        }
        last = c;
        if (previous == null) {
            PageBlocks all = new PageBlocks();
            known.presentInto(all);
            c.answer(all, new PageBlocks());
        } else if (previous != before && !c.since(previous)) {
            return new Outcome(-Errno.EINVAL, null);
        }
        return new Outcome(0, c);
    }

    // --- the scan ---------------------------------------------------------------------------------------------------

    /** Goes over all private mappings. False for want of a frame: {@link #known} stands, bits taken are in the sets. */
    private boolean scan(TaskContext t) {
        found.begin();
        known.rewind();
        gone.clear();
        TableCursor c = t.cursor();
        space.readLock(SCAN);
        c.open(
                space.tables(),
                0,
                Long.MAX_VALUE & PAGE_MASK,
                TableCursor.RMAP | TableCursor.HUGE_PART,
                Notifier.Event.PROTECTION_VMA);
        boolean done = true;
        for (Vma v = space.find(0); v != null && done; v = space.find(v.end())) {
            if (!v.has(VmFlags.VM_SHARED | VmFlags.VM_PFNMAP)) {
                done = mapping(t, c, v);
            }
        }
        c.close();
        space.readUnlock();
        if (!done) {
            interrupted = true;
            return false;
        }
        known.skipTo(Long.MAX_VALUE, gone);
        found.end(gone);
        gone.forEach(dropped::add);
        if (interrupted) {
            // An earlier scan ended early, and what it took may have gone since.
            interrupted = false;
            gone.forEach(written::remove);
        }
        return true;
    }

    private boolean mapping(TaskContext t, TableCursor c, Vma v) {
        boolean files = !v.isAnonymous();
        c.reopen(v.start(), v.end());
        while (c.next()) {
            if (c.huge()) {
                hugeEntry(c, v);
                continue;
            }
            long start = c.address(c.first());
            long end = c.address(c.limit());
            region(start >>> PMD_SHIFT, c.table(), c.stamp());
            if (!c.shared() || c.linesWithAny(NEWS) == 0) {
                table(c, files);
                continue;
            }
            // News in a table that other spaces have too: it is copied, and the news taken from the copy.
            c.reopen(end, v.end());
            TableCursor own = t.cursor2();
            own.open(v.tables(), start, end, TableCursor.WRITE | TableCursor.HUGE_PART, Notifier.Event.PROTECTION_VMA);
            boolean there = own.next();
            if (there) {
                found.restamp(own.table(), own.stamp());
                table(own, files);
            }
            boolean failed = own.failed();
            own.close();
            if (failed) {
                return false;
            }
        }
        return true;
    }

    /** Comes to a leaf table, once or once for each mapping that shares it: finds what is known of it. */
    private void region(long key, int table, long stamp) {
        if (found.at(key)) {
            return;
        }
        known.skipTo(key, gone);
        found.add(key, table, stamp, known, known.take(key));
    }

    /** Takes the news from the entries of the cursor's table. */
    private void table(TableCursor c, boolean files) {
        boolean same = found.sameTable();
        long lines = same ? c.linesWithAny(NEWS) : -1L;
        int first = c.first();
        int limit = c.limit();
        if (lines != 0) {
            c.hold(2 * Long.bitCount(lines));
            long untouched = ~lines;
            for (int line = first / LINE, end = (limit + LINE - 1) / LINE; line < end; ) {
                line += Long.numberOfTrailingZeros(~(untouched >>> line));
                if (line < end) {
                    line(c, Math.max(first, line * LINE), Math.min(limit, line * LINE + LINE), files);
                    line++;
                }
            }
        }
        if (same) {
            found.keep(first, limit);
        }
        if (takenFrom < takenTo) {
            c.touched(c.address(takenFrom), c.address(takenTo));
            takenFrom = Geometry.ENTRIES;
            takenTo = 0;
        }
        if (anyNews) {
            anyNews = false;
            written.addBlock(c.address(first) >>> PMD_SHIFT, news);
            Arrays.fill(news, 0);
        }
    }

    /** Entries of one word of a set. */
    private void line(TableCursor c, int from, int to, boolean files) {
        long there = 0;
        long changed = 0;
        for (int i = from; i < to; i++) {
            long e = c.get(i);
            if (isThere(e, files)) {
                there |= 1L << i;
                if (takeNews(c, i, e)) {
                    changed |= 1L << i;
                    takenFrom = Math.min(takenFrom, i);
                    takenTo = i + 1;
                }
            }
        }
        int w = from >>> 6;
        found.setPresentIn(w, there);
        changed |= there & ~found.wasPresentIn(w);
        if (changed != 0) {
            news[w] |= changed;
            anyNews = true;
        }
    }

    /** Whether an entry has a page that is the space's own. */
    private boolean isThere(long e, boolean files) {
        // A page in swap, on a device, or on its way to another frame, is there; its entry says whether it was stored
        // to.
        return Pte.holdsPage(e)
                && !(Pte.present(e) && Pte.special(e))
                && (!files || Pte.isSwap(e) || frames.test(frames.head(Pte.pfn(e)), FrameFlags.ANON));
    }

    /** Takes the bits that say that a page was stored to; whether one was set, so that TLBs must learn of it. */
    private static boolean takeNews(TableCursor c, int i, long entry) {
        long e = entry;
        while ((e & NEWS) != 0) {
            if (c.cas(i, e, e & ~NEWS | (Pte.dirty(e) ? Pte.SAVED_DIRTY : 0))) {
                return true;
            }
            e = c.get(i);
        }
        return false;
    }

    private void hugeEntry(TableCursor c, Vma v) {
        long base = c.address(c.first());
        long key = base >>> PMD_SHIFT;
        region(key, Regions.HUGE, 0);
        long e = c.get();
        // A folio on its way to other frames is there, as a page would be.
        if (!Pte.holdsPage(e) || Pte.special(e) || !frames.test(frames.head(Pte.pfn(e)), FrameFlags.ANON)) {
            return;
        }
        boolean changed = takeNews(c, c.first(), e);
        if (changed) {
            c.flushLater(c.address(c.first()));
        }
        int from = (int) (Math.max(base, v.start()) - base >>> PAGE_SHIFT);
        int to = (int) (Math.min(base + PMD_SIZE, v.end()) - base >>> PAGE_SHIFT);
        for (int i = from; i < to; i++) {
            found.setPresent(i);
            if (changed || !found.wasPresent(i)) {
                written.add((base >>> PAGE_SHIFT) + i);
            }
        }
    }
}
