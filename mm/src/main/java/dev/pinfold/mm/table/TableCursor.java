package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Runner;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.WordLock;
import dev.pinfold.mm.sync.Words;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A transaction over the entries of a range: the only way to change one.
 *
 * <p>{@link #open} a range and call {@link #next} for each leaf table in it, or {@link #openAt} for one entry. Between
 * two calls the cursor holds the lock of one leaf table and gives its entries by index. Frames and tables that are
 * unhooked go to {@link #unmapLater} and {@link #freeTableLater}; {@link #close} flushes the touched addresses first
 * and frees afterwards, in that order, always.
 *
 * <p>Locks that the caller holds: to read or clear, any of mmap lock, VMA lock and reverse-map locks; to install, mmap
 * or VMA lock. A cursor belongs to one task and is reused; it allocates nothing once its lists have grown.
 */
public final class TableCursor {
    /** Read entries; tables that are shared stay so. */
    public static final int READ = 0;
    /** Change entries that exist; a shared leaf table is first made this tree's own. */
    public static final int WRITE = 1;
    /** Like WRITE, and tables that are missing are made. */
    public static final int ALLOC = 2;
    /** Clear entries: a shared leaf table that the range covers whole is let go, other shared ones are made own. */
    public static final int ZAP = 3;
    /** Change entries on behalf of a page, under reverse-map locks: in place, shared tables too. Never installs. */
    public static final int RMAP = 4;

    private static final Site LEAF = Site.lock("cursor: leaf table lock over reading and changing its entries");
    private static final Site LETTING_GO = Site.lock("cursor: PMD lock over letting go of a shared leaf table");
    private static final Site FLUSH = Site.flush("cursor: flush what was changed before anything is freed");
    private static final Site FLUSH_SHARED = Site.flush("cursor: flush every space after a change in a shared table");
    private static final Site GRACE = Site.await("cursor: wait for readers without locks before a page table is freed");

    private static final int BATCH = 4096;

    private final Frames frames;
    private final Runner runner;

    private @Nullable PageTables tables;
    private int mode;
    private long pos;
    private long end;
    private boolean failed;

    // The PMD table that pos was last found in.
    private int pmdTable = -1;
    private long pmdTableEnd;

    // The leaf table whose lock is held, or -1.
    private int leaf = -1;
    private boolean leafShared;
    private long leafStart;
    private long leafBase;
    private int first;
    private int limit;

    // What close() has to flush, and then to free.
    private long flushStart = Long.MAX_VALUE;
    private long flushEnd;
    private boolean flushAll;
    private int[] pages = new int[64];
    private int pageCount;
    private int[] deadTables = new int[16];
    private int deadTableCount;
    private int[] sharedTables = new int[16];
    private int sharedTableCount;

    /** A cursor for one task. */
    public TableCursor(Frames frames, Runner runner) {
        this.frames = frames;
        this.runner = runner;
    }

    /** Begins a transaction over {@code [start, end)}; page-aligned. */
    public void open(PageTables tables, long start, long end, int mode) {
        if (this.tables != null) {
            throw new IllegalStateException("cursor is open already");
        }
        this.tables = tables;
        this.mode = mode;
        this.pos = start;
        this.end = end;
        failed = false;
        pmdTable = -1;
        if (mode != READ) {
            tables.context().changeBegins();
        }
        if (Sync.CONTROLLED && start < end) {
            if (mode == ALLOC) {
                tables.owner().assertMayInstall(start);
            } else {
                tables.owner().assertMayTraverse(start);
            }
        }
    }

    /**
     * Begins a transaction over one page and locks its leaf table.
     *
     * @return true if the table exists now; false if it does not and, in ALLOC mode, cannot be made for want of frames
     */
    public boolean openAt(PageTables tables, long address, int mode) {
        long page = address & Geometry.PAGE_MASK;
        open(tables, page, page + Geometry.PAGE_SIZE, mode);
        return next();
    }

    private PageTables tables() {
        PageTables t = tables;
        if (t == null) {
            throw new IllegalStateException("cursor is not open");
        }
        return t;
    }

    /** Lets the range of {@link #openAt} reach to {@code to}, inside the same leaf table. */
    void widen(long to) {
        end = to;
        limit = first + (int) (to - address(first) >>> Geometry.PAGE_SHIFT);
        pos = to;
    }

    /** Continues the transaction over another range of the same tables; what was gathered stays gathered. */
    public void reopen(long start, long end) {
        unlockLeaf();
        pos = start;
        this.end = end;
        pmdTable = -1;
    }

    /**
     * Goes to the next leaf table that overlaps the range and locks it; the last one is unlocked.
     *
     * @return false when there is none, or {@link #failed}
     */
    public boolean next() {
        PageTables t = tables();
        unlockLeaf();
        if (pageCount >= BATCH) {
            flushAndFree(t);
        }
        while (pos < end) {
            long slot = pmdSlot(t);
            if (slot == 0) {
                if (failed) {
                    return false;
                }
                continue;
            }
            long pmd = Words.getLongAcquire(slot);
            long after = Math.min(end, Geometry.next(pos, Geometry.PMD));
            if (Pte.none(pmd)) {
                if (mode != ALLOC) {
                    pos = after;
                } else if (!t.createLeaf(slot, runner.cpuId())) {
                    failed = true;
                    return false;
                }
                continue;
            }
            if (!Pte.writable(pmd) && mode != READ && mode != RMAP) {
                if (mode == ZAP && after - pos == Geometry.PMD_SIZE && letGo(t, slot)) {
                    pos = after;
                    continue;
                }
                if (!LeafSharing.makeOwn(t, slot, runner.cpuId())) {
                    failed = true;
                    return false;
                }
                continue;
            }
            if (lockLeaf(t, slot, pmd)) {
                leafShared = !Pte.writable(pmd) && frames.refCount(leaf) > 1;
                leafStart = pos & Geometry.PMD_MASK;
                first = Geometry.index(pos, Geometry.PTE);
                limit = first + (int) (after - pos >>> Geometry.PAGE_SHIFT);
                pos = after;
                return true;
            }
        }
        return false;
    }

    /** Native address of the PMD entry for pos; 0 after skipping a hole, or when failed. */
    private long pmdSlot(PageTables t) {
        if (pmdTable < 0 || pos >= pmdTableEnd) {
            pmdTable = mode == ALLOC ? t.pmdTableOrCreate(pos, runner.cpuId()) : t.pmdTable(pos);
            if (pmdTable < 0) {
                if (mode == ALLOC) {
                    failed = true;
                } else {
                    pos = Math.min(end, Geometry.next(pos, -pmdTable - 1));
                }
                return 0;
            }
            pmdTableEnd = Geometry.next(pos, Geometry.PMD + 1);
        }
        return t.slot(pmdTable, Geometry.index(pos, Geometry.PMD));
    }

    private boolean lockLeaf(PageTables t, long slot, long pmd) {
        int table = Pte.pfn(pmd);
        WordLock.lock(t.lockWord(table), LockClass.PTE_TABLE, LEAF);
        long now = Words.getLongAcquire(slot);
        if (!Guard.LEAF_TABLE_UNCHANGED.holds((now & ~Pte.ACCESSED) == (pmd & ~Pte.ACCESSED))) {
            WordLock.unlock(t.lockWord(table), LockClass.PTE_TABLE);
            return false;
        }
        leaf = table;
        leafBase = frames.address(table);
        return true;
    }

    private void unlockLeaf() {
        if (leaf >= 0) {
            WordLock.unlock(frames.tableLockWord(leaf), LockClass.PTE_TABLE);
            leaf = -1;
        }
    }

    /** Unhooks a shared leaf table from this tree; false if it is not shared any more. */
    private boolean letGo(PageTables t, long slot) {
        long pmdLock = t.lockWord(t.tableOf(slot));
        WordLock.lock(pmdLock, LockClass.PAGE_TABLE, LETTING_GO);
        long pmd = Words.getLongAcquire(slot);
        boolean shared = Pte.present(pmd) && !Pte.writable(pmd) && frames.refCount(Pte.pfn(pmd)) > 1;
        if (shared) {
            Words.setLongRelease(slot, 0);
            t.countTables(-1);
            touched(pos & Geometry.PMD_MASK, (pos & Geometry.PMD_MASK) + Geometry.PMD_SIZE);
            if (sharedTableCount == sharedTables.length) {
                sharedTables = Arrays.copyOf(sharedTables, sharedTableCount * 2);
            }
            sharedTables[sharedTableCount++] = Pte.pfn(pmd);
        }
        WordLock.unlock(pmdLock, LockClass.PAGE_TABLE);
        return shared;
    }

    /** True if the last {@link #next} stopped for want of a frame for a table. */
    public boolean failed() {
        return failed;
    }

    /** True if a leaf table is locked, so that its entries may be used. */
    public boolean atTable() {
        return leaf >= 0;
    }

    /** Index of the range's first entry in the locked table. */
    public int first() {
        return first;
    }

    /** Index after the range's last entry in the locked table. */
    public int limit() {
        return limit;
    }

    /** The address that entry {@code i} of the locked table maps. */
    public long address(int i) {
        return leafStart + ((long) i << Geometry.PAGE_SHIFT);
    }

    /** True if the locked table hangs in other trees too (READ and RMAP modes only). */
    public boolean shared() {
        return leafShared;
    }

    /** The frames of the machine. */
    Frames frames() {
        return frames;
    }

    /** The frame of the locked table. */
    int leaf() {
        return leaf;
    }

    private long slot(int i) {
        return leafBase + ((long) i << 3);
    }

    public long get(int i) {
        return Words.getLongAcquire(slot(i));
    }

    /** Installs an entry into an empty slot. */
    public void set(int i, long entry) {
        Words.setLongRelease(slot(i), entry);
    }

    /** Replaces an entry and gives the old one, with every bit the CPU set until then. */
    public long exchange(int i, long entry) {
        return Words.getAndSetLong(slot(i), entry);
    }

    public boolean cas(int i, long old, long entry) {
        return Words.casLong(slot(i), old, entry);
    }

    /** The entry that {@link #openAt} locked. */
    public long get() {
        return get(first);
    }

    public void set(long entry) {
        set(first, entry);
    }

    public long exchange(long entry) {
        return exchange(first, entry);
    }

    public boolean cas(long old, long entry) {
        return cas(first, old, entry);
    }

    /** Notes that the translation of a page has changed in a way that TLBs must learn. */
    public void flushLater(long page) {
        touched(page, page + Geometry.PAGE_SIZE);
    }

    void touched(long start, long end) {
        flushStart = Math.min(flushStart, start);
        flushEnd = Math.max(flushEnd, end);
        flushAll |= leafShared && leaf >= 0;
    }

    /** Takes over the reference and the map count of an entry that was cleared; drops both after the flush. */
    public void unmapLater(int pfn) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount++] = pfn;
    }

    /** Takes over a table that was unhooked; frees it after the flush and after readers without locks have left. */
    void freeTableLater(int table) {
        if (deadTableCount == deadTables.length) {
            deadTables = Arrays.copyOf(deadTables, deadTableCount * 2);
        }
        deadTables[deadTableCount++] = table;
    }

    /** Flushes what was touched up to now while the lock of the current table is kept. */
    public void flushNow() {
        PageTables t = tables();
        if (flushAll) {
            t.context().flushEverywhere(runner.cpu(), FLUSH_SHARED);
        } else if (flushStart < flushEnd) {
            t.context().flush(runner.cpu(), flushStart, flushEnd, FLUSH);
        }
        flushStart = Long.MAX_VALUE;
        flushEnd = 0;
        flushAll = false;
    }

    private void flushAndFree(PageTables t) {
        flushNow();
        int cpu = runner.cpuId();
        for (int i = 0; i < pageCount; i++) {
            frames.addMapCount(pages[i], -1);
            frames.put(pages[i], cpu);
        }
        pageCount = 0;
        for (int i = 0; i < sharedTableCount; i++) {
            LeafSharing.drop(t, sharedTables[i], this, cpu);
        }
        sharedTableCount = 0;
        if (deadTableCount > 0) {
            t.epoch().synchronize(GRACE);
            for (int i = 0; i < deadTableCount; i++) {
                PageTables.freeTable(frames, deadTables[i], cpu);
            }
            deadTableCount = 0;
        }
    }

    /** Ends the transaction: unlocks, flushes, frees. */
    public void close() {
        PageTables t = tables();
        unlockLeaf();
        flushAndFree(t);
        if (mode != READ) {
            t.context().changeEnds();
        }
        tables = null;
    }
}
