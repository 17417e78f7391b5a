package dev.pinfold.mm.dirty;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.FileTask;
import dev.pinfold.mm.file.StoreTracker;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;
import org.jspecify.annotations.Nullable;

/**
 * Tells which pages of a range of a file have been stored to through shared mappings, and chooses by itself how it learns
 * of them.
 *
 * <ul>
 *   <li>{@link Mode#PAGETABLE}: pages stay writable, and each scan cleans and records dirty entries. Costs a look at every
 *       entry a scan, and a fault only for a page's first store ever.
 *   <li>{@link Mode#MKWRITE}: each scan takes the right to write from the pages stored to since the last. Costs a fault a page
 *       and scan, and nothing for pages that nobody stores to.
 * </ul>
 *
 * <p>More than {@value #TRIGGERS} scans in a row that find nothing change to the second; as many that find more than {@value
 * #PERCENT} % of the pages change to the first. The rule, and the sizes, are those of the vmwgfx driver, which this follows;
 * unlike it, pages are kept and handed over one by one, so no range that grew for one reader swallows what belongs to
 * another.
 *
 * <p>What it promises: a store that came before a {@link #scan} began is in what was gathered when the scan returns; one
 * that comes later is found by the next. Pages are in the set only if they were stored to since they were drained, except
 * that a page stored to while it is unmapped may be found twice.
 *
 * <p>Scans and drains are made by one task at a time. Every dirty bit of the file's shared mappings belongs to the tracker:
 * who cleans them besides takes stores from it.
 */
public final class FileDirtyTracker implements StoreTracker {
    /** How stores are found. */
    public enum Mode {
        PAGETABLE,
        MKWRITE
    }

    /** Files of fewer pages begin in {@link Mode#PAGETABLE}. */
    static final long LARGE = 512;

    static final int TRIGGERS = 2;
    static final int PERCENT = 10;

    private static final Site NOTE = Site.lock("dirty.tracker: lock over noting a page that becomes writable");
    private static final Site NOTE_STORED = Site.lock("dirty.tracker: lock over noting a store whose entry is gone");
    private static final Site TAKE = Site.lock("dirty.tracker: lock over taking what was noted");

    private final SharedMappings mappings;
    private final FileMapping file;
    private final long first;
    private final long pages;

    private final RefCell<Mode> mode = new RefCell<>(Mode.PAGETABLE);
    private final SpinLock lock = new SpinLock(LockClass.STORES);

    /** Pages noted since the last scan, a bit each. Guarded by {@link #lock}. */
    private final long[] noted;

    /** The first and the last word of {@link #noted} in use. Guarded by {@link #lock}. */
    private int notedFrom;

    private int notedTo;

    private final Witness witness = new Witness();
    private final long[] taken;
    private final PageBlocks gathered = new PageBlocks();
    private final DirtyRange range = new DirtyRange();
    private int inARow;

    private FileDirtyTracker(SharedMappings mappings, FileMapping file, long first, long pages) {
        this.mappings = mappings;
        this.file = file;
        this.first = first;
        this.pages = pages;
        int words = (int) (pages + 63 >>> 6);
        noted = new long[words];
        taken = new long[words];
        notedFrom = words;
    }

    /**
     * Begins to track pages {@code [first, first + pages)} of a file. Stores made before may show as if they came later.
     *
     * <p>Preconditions: inside a call, no lock of a reverse map or of tables held.
     *
     * @return the tracker, or {@code null} if somebody tracks the file already
     */
    public static @Nullable FileDirtyTracker open(
            FileTask t, SharedMappings mappings, FileMapping file, long first, long pages) {
        FileDirtyTracker tracker = new FileDirtyTracker(mappings, file, first, pages);
        if (!file.track(tracker)) {
            return null;
        }
        if (pages >= LARGE) {
            tracker.notifyWrites(t);
        } else {
            // What is writable by now was made so without a word, and stays so: its stores show in its dirty bits.
            tracker.clean(t, tracker.gathered);
        }
        return tracker;
    }

    /** Ends the tracking; pages that are read-only for its sake become writable by a fault. */
    public void close() {
        file.untrack(this);
    }

    public Mode mode() {
        return mode.getAcquire() == Mode.PAGETABLE ? Mode.PAGETABLE : Mode.MKWRITE;
    }

    /**
     * Gathers what was stored to since the last scan.
     *
     * @return pages found
     */
    public long scan(FileTask t) {
        return mode() == Mode.PAGETABLE ? scanEntries(t) : scanNotes(t);
    }

    /** Looks whether there is anything to drain. */
    public boolean isEmpty() {
        return gathered.size() == 0;
    }

    /**
     * Hands over pages {@code [from, to)} that were gathered, and forgets exactly those.
     *
     * @param from page of the file
     * @param into gets pages of the file
     * @return how many
     */
    public long drain(long from, long to, PageSet into) {
        PageBlocks out = new PageBlocks();
        gathered.forEach(p -> {
            if (p >= from && p < to) {
                out.add(p);
            }
        });
        out.forEach(p -> {
            gathered.remove(p);
            into.add(p);
        });
        return out.size();
    }

    // --- scans ------------------------------------------------------------------------------------------------------

    private long scanEntries(FileTask t) {
        PageBlocks found = new PageBlocks();
        clean(t, found);
        // After the cleaning: an entry that went meanwhile has told, before it was missed.
        take(found);
        found.forEach(gathered::add);
        boolean quiet = found.size() == 0;
        if (turns(quiet)) {
            notifyWrites(t);
        }
        return found.size();
    }

    private long scanNotes(FileTask t) {
        PageBlocks found = new PageBlocks();
        take(found);
        if (found.size() == 0) {
            inARow = 0;
            return 0;
        }
        found.forEach(gathered::add);
        long from = first + firstOf(found);
        long to = first + lastOf(found) + 1;
        long protectedAgain = mappings.wpSharedMappingRange(t, file, from, to - from);
        if (turns(100 * protectedAgain > PERCENT * pages)) {
            // From here on dirty bits count. Those set by now speak of stores that are gathered, or noted when their
            // page
            // became writable; as long as pages are noted they may go.
            clean(t, new PageBlocks());
            mode.setVolatile(Mode.PAGETABLE);
        } else {
            // A page that is read-only and dirty could become writable without a word, by mprotect.
            mappings.cleanRecordSharedMappingRange(t, file, from, to - from, first, new PageBlocks(), new DirtyRange());
        }
        return found.size();
    }

    /** Counts scans in a row of which the same can be said; true when there have been enough, and then begins anew. */
    private boolean turns(boolean again) {
        inARow = again ? inARow + 1 : 0;
        if (inARow > TRIGGERS) {
            inARow = 0;
            return true;
        }
        return false;
    }

    /** Has every store from here on noted; what was stored before is gathered. */
    private void notifyWrites(FileTask t) {
        mode.setVolatile(Mode.MKWRITE);
        boolean late = Guard.PROTECTED_BEFORE_CLEANED.holds(false);
        if (!late) {
            mappings.wpSharedMappingRange(t, file, first, pages);
        }
        clean(t, gathered);
        if (late) {
            mappings.wpSharedMappingRange(t, file, first, pages);
        }
    }

    private void clean(FileTask t, PageBlocks into) {
        range.reset();
        PageBlocks bits = new PageBlocks();
        mappings.cleanRecordSharedMappingRange(t, file, first, pages, first, bits, range);
        bits.forEach(p -> into.add(first + p));
    }

    /** Takes what was noted, as pages of the file. */
    private void take(PageBlocks into) {
        lock.lock(TAKE);
        witness.change();
        int from = notedFrom;
        int to = notedTo;
        for (int w = from; w < to; w++) {
            taken[w] = noted[w];
            noted[w] = 0;
        }
        notedFrom = noted.length;
        notedTo = 0;
        lock.unlock();
        for (int w = from; w < to; w++) {
            for (long left = taken[w]; left != 0; left &= left - 1) {
                into.add(first + w * 64L + Long.numberOfTrailingZeros(left));
            }
        }
    }

    private long firstOf(PageBlocks set) {
        long[] least = {Long.MAX_VALUE};
        set.forEach(p -> least[0] = Math.min(least[0], p));
        return least[0] - first;
    }

    private long lastOf(PageBlocks set) {
        long[] most = {0};
        set.forEach(p -> most[0] = Math.max(most[0], p));
        return most[0] - first;
    }

    // --- what is told -----------------------------------------------------------------------------------------------

    @Override
    public void becomesWritable(long index) {
        // Under the table's lock: a scan that takes the right to write again comes before, and then this is of its next
        // interval, or after, and then the mode it set is seen here.
        if (mode.getVolatile() == Mode.MKWRITE) {
            note(NOTE, index, 1);
        }
    }

    @Override
    public void stored(long from, long count) {
        note(NOTE_STORED, from, count);
    }

    private void note(Site site, long from, long count) {
        long a = Math.max(from, first) - first;
        long b = Math.min(from + count, first + pages) - first;
        if (a >= b) {
            return;
        }
        lock.lock(site);
        witness.change();
        for (long p = a; p < b; p++) {
            noted[(int) (p >>> 6)] |= 1L << (p & 63);
        }
        notedFrom = Math.min(notedFrom, (int) (a >>> 6));
        notedTo = Math.max(notedTo, (int) (b - 1 >>> 6) + 1);
        lock.unlock();
    }
}
