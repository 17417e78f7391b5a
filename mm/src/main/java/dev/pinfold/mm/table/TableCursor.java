package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.TableWords;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Runner;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Words;
import org.jspecify.annotations.Nullable;

/**
 * A transaction over the entries of a range: the only way to change one.
 *
 * <p>{@link #open} a range and call {@link #next} for each leaf table in it, or {@link #openAt} for one entry. Between
 * two calls the cursor holds the lock of one leaf table and gives its entries by index. Frames and tables that are
 * unhooked go to {@link #unmapLater} and {@link #freeTableLater}; {@link #close} flushes the touched addresses first
 * and frees afterwards, in that order, always.
 *
 * <p>A huge entry is one entry that maps 2 MiB or 1 GiB: {@link #huge} says so and {@link #level} which, the only index is
 * {@link #first}. A caller that did not ask for huge entries ({@link #HUGE}, {@link #HUGE_PART}) never sees one: it is split first.
 *
 * <p>Locks that the caller holds: to read or clear, any of mmap lock, VMA lock and reverse-map locks; to install, mmap
 * or VMA lock. A cursor belongs to one task and is reused; it allocates nothing once its lists have grown.
 */
public final class TableCursor extends LockedTable {
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

    /** Or-ed to a mode: a huge entry that the range covers whole is handed out as it is. */
    public static final int HUGE = 8;
    /** Or-ed to a mode: a huge entry is handed out as it is, though the range covers only part of it. */
    public static final int HUGE_PART = 16;

    /** Or-ed to ZAP: entries that are notes of the kernel's stay, so a shared leaf table that has some is not let go. */
    public static final int KEEP_MARKERS = 32;

    /** Or-ed to a mode: no huge entry above the PMD level is handed out; it is split, as by Linux's walks that know none. */
    public static final int NO_PUD = 64;

    private static final int KIND = 7;

    private static final Site HUGE_ENTRY = Site.lock("cursor: table lock over reading and changing a huge entry");
    private static final Site LEAF = Site.lock("cursor: leaf table lock over reading and changing its entries");
    private final Frames frames;
    private final Runner runner;

    private @Nullable PageTables tables;
    private int mode;
    private long pos;
    private long end;
    private boolean failed;
    /** Whether this transaction counts as one whose flush is to come. */
    private boolean counted;
    /** The range whose translations nobody may use once this transaction has ended, whoever took the entries away. */
    private long promisedStart;

    private long promisedEnd;

    private final NotifierBracket told = new NotifierBracket();

    // The PMD table that pos was last found in.
    private int pmdTable = -1;
    private long pmdTableEnd;

    /** The level of the entry that {@link #upperSlot} gave last. */
    private int slotLevel;

    // The leaf table whose lock is held, or -1.
    private int leaf = -1;
    private long lockWord;
    private LockClass lockClass = LockClass.PTE_TABLE;
    /** The level of the locked table's entries: PTE, or that of the huge entry. */
    private int level;

    private boolean leafShared;
    /** Native address of the PMD entry of the locked leaf table, or 0 if others may have the table too. */
    private long leafPmd;
    /** Whether page walks change no entry of the locked leaf table. */
    private final TableHold hold = new TableHold();

    /** A leaf table that may be set aside for a huge entry, or -1. */
    private int spare = -1;
    /** Whether an entry of the locked leaf table was made empty. */
    private boolean emptied;
    /** What {@link #close} has to flush, and then to free. */
    private final Gather gather;

    /** A cursor for one task. */
    public TableCursor(Frames frames, Runner runner) {
        this.frames = frames;
        this.runner = runner;
        this.gather = new Gather(frames);
    }

    /** Begins a transaction over {@code [start, end)}; page-aligned. */
    public void open(PageTables tables, long start, long end, int mode) {
        open(tables, start, end, mode, (mode & KIND) == WRITE ? Notifier.Event.PROTECTION_VMA : Notifier.Event.CLEAR);
    }

    /** As {@link #open(PageTables, long, long, int)}, and says to notifiers what for. */
    public void open(PageTables tables, long start, long end, int mode, Notifier.Event event) {
        if (this.tables != null) {
            throw new IllegalStateException("cursor is open already");
        }
        this.tables = tables;
        this.mode = mode;
        this.pos = start;
        this.end = end;
        told.reason(event);
        failed = false;
        pmdTable = -1;
        boolean promises = (mode & KIND) == WRITE || (mode & KIND) == ZAP;
        promisedStart = start;
        promisedEnd = promises ? end : start;
        if ((mode & KIND) != READ && (mode & KIND) != ALLOC) {
            changes(tables);
            tell(tables, start, end);
        }
        if (Sync.CONTROLLED && start < end) {
            if ((mode & KIND) == ALLOC) {
                tables.owner().assertMayInstall(start);
            } else {
                tables.owner().assertMayTraverse(start);
            }
        }
    }

    /** From here on the transaction changes entries: who finds nothing to do must flush all the same until it closes. */
    private void changes(PageTables t) {
        if (!counted) {
            t.context().changeBegins();
            counted = true;
        }
    }

    /** A cursor that installs counts only from its first entry on that was not empty: {@link #set} needs no flush. */
    private void installsOver() {
        if (!counted && (mode & KIND) == ALLOC) {
            changes(tables());
        }
    }

    /** Begins a bracket for notifiers; one that another range has is ended first, after a flush. No lock is held. */
    private void tell(PageTables t, long from, long to) {
        if (told.open()) {
            gather.flush(t, runner.cpu());
            told.end();
        }
        told.begin(t, from, to);
    }

    /**
     * Begins a transaction over one page and locks its leaf table.
     *
     * @return true if the table exists now; false if it does not and, in ALLOC mode, cannot be made for want of frames
     */
    public boolean openAt(PageTables tables, long address, int mode) {
        return openAt(tables, address, mode, -1);
    }

    /** As {@link #openAt(PageTables, long, int)}, from what {@link PageTables#pmdTable} gave for the address. */
    public boolean openAt(PageTables tables, long address, int mode, int known) {
        long page = address & PAGE_MASK;
        open(tables, page, page + PAGE_SIZE, mode);
        pmdTable = known;
        pmdTableEnd = Geometry.next(page, Geometry.PUD);
        promisedEnd = promisedStart; // A fault promises nothing: who stores through an old translation came before it.
        return next();
    }

    PageTables tables() {
        PageTables t = tables;
        if (t == null) {
            throw new IllegalStateException("cursor is not open");
        }
        return t;
    }

    /** Lets the range of {@link #openAt} reach to {@code to}, inside the same leaf table. */
    void widen(long to) {
        end = to;
        limit = first + (int) (to - address(first) >>> PAGE_SHIFT);
        pos = to;
    }

    /** Continues the transaction over another range of the same tables; what was gathered stays gathered. */
    public void reopen(long start, long end) {
        unlockLeaf();
        pos = start;
        this.end = end;
        pmdTable = -1;
        if (told.misses(start, end)) {
            tell(tables(), start, end);
        }
    }

    /**
     * Goes to the next leaf table that overlaps the range and locks it; the last one is unlocked.
     *
     * @return false when there is none, or {@link #failed}
     */
    public boolean next() {
        PageTables t = tables();
        int kind = mode & KIND;
        unlockLeaf();
        if (gather.full()) {
            if (told.open()) {
                gather.flush(t, runner.cpu());
                told.again(t); // What is freed now was told to go, and has gone, everywhere.
            }
            gather.flushAndFree(t, runner.cpu());
        }
        while (pos < end) {
            long slot = upperSlot(t);
            if (slot == 0) {
                if (failed) {
                    return false;
                }
                continue;
            }
            int at = slotLevel;
            long pmd = Words.getLongAcquire(slot);
            long after = Math.min(end, Geometry.next(pos, at));
            if (at > Geometry.PMD && !Pte.huge(pmd)) {
                continue; // Cleared meanwhile, and perhaps a table by now.
            }
            if (Pte.none(pmd)) {
                if (kind != ALLOC) {
                    pos = after;
                } else if (!t.createLeaf(slot, runner.cpuId())) {
                    failed = true;
                    return false;
                }
                continue;
            }
            if (Pte.huge(pmd) && !Guard.HUGE_IS_NO_TABLE.holds(false)) {
                long span = Geometry.span(at);
                if (splits(at, after - pos == span)) {
                    changes(t);
                    if (kind == READ || kind == ALLOC) {
                        tell(t, pos & -span, (pos & -span) + span);
                    }
                    HugeLeaf.split(t, slot, at, pos & -span, gather);
                    // One that was cleared must be forgotten before small ones with other pages take its place.
                    gather.flush(t, runner.cpu());
                } else if (lockHuge(t, slot, at)) {
                    pos = after;
                    return true;
                }
                continue;
            }
            if (!Pte.writable(pmd) && kind != READ && kind != RMAP) {
                if (kind == ZAP && after - pos == PMD_SIZE) {
                    long from = pos;
                    pos = LeafSharing.letGo(this, slot, pos, Math.min(end, pmdTableEnd), (mode & KEEP_MARKERS) != 0);
                    if (pos > from) {
                        continue;
                    }
                }
                if (!LeafSharing.makeOwn(t, slot, runner.cpuId())) {
                    failed = true;
                    return false;
                }
                continue;
            }
            if (lockLeaf(t, slot, pmd)) {
                leafShared = !Pte.writable(pmd) && frames.refCount(leaf) > 1;
                leafPmd = Pte.writable(pmd) ? slot : 0;
                leafStart = pos & PMD_MASK;
                first = Geometry.index(pos, Geometry.PTE);
                limit = first + (int) (after - pos >>> PAGE_SHIFT);
                pos = after;
                return true;
            }
        }
        return false;
    }

    /** Whether a huge entry of a level is not for this transaction's user. */
    private boolean splits(int at, boolean whole) {
        return ((mode & HUGE_PART) == 0 && !(whole && (mode & HUGE) != 0))
                || (at > Geometry.PMD && (mode & NO_PUD) != 0);
    }

    /** Native address of the PMD entry for pos, or of the huge one above it; 0 after skipping a hole, or when failed. */
    private long upperSlot(PageTables t) {
        if (pmdTable < 0 || pos >= pmdTableEnd) {
            boolean create = (mode & KIND) == ALLOC;
            pmdTable = create ? t.pmdTableOrCreate(pos, runner.cpuId()) : t.pmdTable(pos);
            if (pmdTable < 0) {
                int empty = -pmdTable - 1;
                long pud = empty == Geometry.PUD ? t.hugePud(pos) : 0;
                if (pud != 0) {
                    slotLevel = Geometry.PUD;
                    return pud;
                }
                if (!create) {
                    pos = Math.min(end, Geometry.next(pos, empty));
                } else {
                    failed = pmdTable == PageTables.NO_FRAME; // Else a huge entry has just gone.
                }
                return 0;
            }
            pmdTableEnd = Geometry.next(pos, Geometry.PUD);
        }
        slotLevel = Geometry.PMD;
        return t.slot(pmdTable, Geometry.index(pos, Geometry.PMD));
    }

    private boolean lockLeaf(PageTables t, long slot, long pmd) {
        int table = Pte.pfn(pmd);
        TableLock.lock(t.lockWord(table), LockClass.PTE_TABLE, LEAF);
        long now = Words.getLongAcquire(slot);
        if (!Guard.LEAF_TABLE_UNCHANGED.holds((now & ~Pte.ACCESSED) == (pmd & ~Pte.ACCESSED))) {
            TableLock.unlock(t.lockWord(table), LockClass.PTE_TABLE);
            return false;
        }
        leaf = table;
        lockWord = t.lockWord(table);
        lockClass = LockClass.PTE_TABLE;
        leafBase = frames.address(table);
        return true;
    }

    /** Locks the table of a level and stands on its huge entry; false if it is none any more. */
    private boolean lockHuge(PageTables t, long slot, int at) {
        lockUpper(t, slot, at);
        if (!Guard.HUGE_ENTRY_UNCHANGED.holds(Pte.huge(Words.getLongAcquire(slot)))) {
            unlockLeaf();
            return false;
        }
        return true;
    }

    private void lockUpper(PageTables t, long slot, int at) {
        lockWord = t.lockWord(t.tableOf(slot));
        lockClass = LockClass.PAGE_TABLE;
        TableLock.lock(lockWord, lockClass, HUGE_ENTRY);
        level = at;
        leafShared = false;
        leafStart = pos & -Geometry.span(at);
        leafBase = slot;
        first = 0;
        limit = 1;
    }

    /**
     * Begins a transaction over one entry of a level, PMD or PUD, and locks it, whatever it is: empty, a table or a huge
     * entry. For those who install huge entries.
     *
     * @return false when a table above it is missing and there is no frame for it ({@link #failed}), or a huge entry
     *     stands above it
     */
    public boolean openHuge(PageTables tables, long address, int level) {
        long start = address & -Geometry.span(level);
        open(tables, start, start + Geometry.span(level), ALLOC | HUGE_PART);
        int table = tables.tableOrCreate(start, level, runner.cpuId());
        if (table < 0) {
            failed = table == PageTables.NO_FRAME;
            return false;
        }
        lockUpper(tables, tables.slot(table, Geometry.index(start, level)), level);
        pos = end;
        return true;
    }

    /** True if the entry at {@link #first} is a huge one. */
    public boolean huge() {
        return level > Geometry.PTE;
    }

    /** The level of the locked entries: {@link Geometry#PTE}, or that of the huge entry. */
    public int level() {
        return level;
    }

    /** Bytes that each of the locked entries maps. */
    public long span() {
        return Geometry.span(level);
    }

    /**
     * Splits the huge entry that the cursor stands on, which maps an anonymous folio ({@code split_huge_pmd_locked}), and
     * continues at {@code from}: {@link #next} stands on its table, if nobody clears that before.
     */
    public void split(long from) {
        HugeLeaf.splitLocked(tables(), leafBase);
        reopen(from, end);
    }

    /** Sets a leaf table aside for the anonymous huge entry that is installed here. */
    public void deposit(int leafTable) {
        HugeLeaf.deposit(tables(), tables().tableOf(leafBase), leafTable);
    }

    /** Gets a leaf table that {@link #deposit()} may set aside; false if there is no frame for it. No lock is held. */
    public boolean prepareDeposit() {
        if (spare < 0) {
            spare = PageTables.allocTable(frames, runner.cpuId());
        }
        return spare >= 0;
    }

    /** As {@link #deposit(int)}, with what {@link #prepareDeposit} got; {@link #close} frees what was not used. */
    public void deposit() {
        deposit(spare);
        spare = -1;
    }

    /** Gives back the leaf table that was set aside for an anonymous huge entry that was cleared here. */
    public void dropDeposit() {
        PageTables.freeTable(frames, HugeLeaf.withdraw(tables(), tables().tableOf(leafBase)), runner.cpuId());
    }

    /**
     * Has processors note nothing in the locked leaf table until it is unlocked or something is flushed: changing its entries
     * then takes no atomic operation. Does nothing where it does not pay, or others may have the table too.
     *
     * <p>Preconditions: the mmap lock or the VMA's lock is held, so that no fork shares the table.
     *
     * @param count how many entries are about to change
     */
    public void hold(int count) {
        if (count >= TableHold.WORTH && leaf >= 0 && leafPmd != 0) {
            tables().owner().assertMayInstall(address(first));
            hold.begin(tables(), leafPmd);
        }
    }

    private void unlockLeaf() {
        if (lockWord != 0) {
            hold.end();
            if (emptied) {
                emptied = false;
                if (leaf >= 0) {
                    long count = TableWords.emptied(frames, leaf);
                    Words.setInt(count, Words.getInt(count) + 1);
                }
            }
            TableLock.unlock(lockWord, lockClass);
            lockWord = 0;
            leaf = -1;
            level = Geometry.PTE;
        }
    }

    /** True if the last {@link #next} stopped for want of a frame for a table. */
    public boolean failed() {
        return failed;
    }

    /** True if a leaf table or a huge entry is locked, so that its entries may be used. */
    public boolean atTable() {
        return lockWord != 0;
    }

    /** True if the locked table hangs in other trees too (READ and RMAP modes only). */
    public boolean shared() {
        return leafShared;
    }

    int cpuId() {
        return runner.cpuId();
    }

    /** The frame of the locked leaf table. Preconditions: not {@link #huge}. */
    public int table() {
        return leaf;
    }

    /**
     * A number that stays the same as long as the locked leaf table is the same and none of its entries was made empty.
     * Preconditions: not {@link #huge}.
     */
    public long stamp() {
        return (long) frames.generation(leaf) << 32 | Words.getInt(TableWords.emptied(frames, leaf)) & 0xffff_ffffL;
    }

    /** The frames of the machine. */
    Frames frames() {
        return frames;
    }

    /** What is flushed, and then freed, when the transaction ends. */
    Gather gather() {
        return gather;
    }

    /** The frame of the locked table. */
    int leaf() {
        return leaf;
    }

    /** Installs an entry into an empty slot. */
    public void set(int i, long entry) {
        Words.setLongRelease(slot(i), entry);
    }

    /** Installs entries into {@code n} empty slots in a row, for frames in a row; {@code first} is the first of them. */
    public void setRun(int i, int n, long first) {
        Words.setLongs(slot(i), n, first, PAGE_SIZE);
    }

    /** Replaces an entry and gives the old one, with every bit the CPU set until then. */
    public long exchange(int i, long entry) {
        installsOver();
        emptied |= !Pte.present(entry);
        if (hold.on()) {
            long old = get(i);
            set(i, entry);
            return old;
        }
        return Words.getAndSetLong(slot(i), entry);
    }

    /**
     * Clears an entry that was read as {@code seen} a moment ago; gives what it was when it went, with every bit the CPU set
     * until then. If the table is held, what was seen since is what it was.
     */
    public long clear(int i, long seen) {
        if (hold.on()) {
            emptied = true;
            set(i, 0);
            return seen;
        }
        long old = exchange(i, 0);
        return Guard.MARKS_OF_REPLACED_ENTRY.holds(old == seen) ? seen : old;
    }

    /**
     * Replaces an entry if it is still {@code old}; returns whether it was. It is never empty in between, where a reader
     * without locks would take it for one that maps nothing.
     */
    public boolean cas(int i, long old, long entry) {
        installsOver();
        emptied |= !Pte.present(entry);
        if (hold.on()) {
            boolean still = get(i) == old;
            if (still) {
                set(i, entry);
            }
            return still;
        }
        long was = Guard.CHANGED_IN_PLACE.holds(false) && Words.casLong(slot(i), old, 0) ? 0 : old;
        boolean same = Words.casLong(slot(i), was, entry);
        if (!Guard.ENTRY_AS_READ.holds(same)) {
            return false;
        }
        if (!same) {
            set(i, entry);
        }
        return true;
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

    /** Notes that the translation of a page, or of the huge entry, has changed in a way that TLBs must learn. */
    public void flushLater(long page) {
        touched(page, page + span());
    }

    /**
     * As {@link #flushLater(long)}, for an entry that has just been cleared and whose old value names the CPUs that may
     * remember it: no other CPU is asked.
     */
    void flushLater(long page, long old) {
        touched(page, page + span(), huge() ? -1 : Pte.users(old));
    }

    /** Notes that translations of a range have changed. */
    public void touched(long start, long end) {
        touched(start, end, -1);
    }

    /** As {@link #touched(long, long)}, for translations that no CPUs but those of a mask remember. */
    void touched(long start, long end, long cpus) {
        // Reverse-map locks do not hold off a fork, which may have shared the table since it was locked here: then its
        // count says so.
        boolean may = leafShared || (mode & KIND) == RMAP;
        gather.touched(start, end, may && leaf >= 0 && (leafShared || frames.refCount(leaf) > 1), cpus);
    }

    /** Takes over the reference and the map count of an entry that was cleared; drops both after the flush. */
    public void unmapLater(int pfn) {
        gather.page(pfn, level);
    }

    /** Takes over a table that was unhooked; frees it after the flush and after readers without locks have left. */
    void freeTableLater(int table) {
        gather.table(table);
    }

    /**
     * Flushes now if entries were cleared that counted no page ({@code tlb_end_vma} of memory without counts): before their
     * mapping leaves the reverse map, since nothing else keeps their frames from others.
     */
    public void flushUncounted() {
        if (gather.takeUncounted() && !Guard.UNCOUNTED_FLUSHED_FIRST.holds(false)) {
            flushNow();
        }
    }

    /** When this transaction has ended no translation of its range is used, also of what others have cleared there. */
    void promise() {
        promisedEnd = end;
    }

    /** Flushes what was touched up to now while the lock of the current table is kept. */
    public void flushNow() {
        hold.end(); // A flush waits for accesses, one of which may wait for this.
        gather.flush(tables(), runner.cpu());
    }

    /** As {@link #flushNow()}, at a site of its own. */
    void flushNow(Site site) {
        gather.flush(tables(), runner.cpu(), site);
    }

    /** Ends the transaction: unlocks, flushes, frees. */
    public void close() {
        PageTables t = tables();
        closeKeeping();
        freeKept(t);
    }

    /**
     * As {@link #close}, but what was unhooked stays for {@link #freeKept}. Nobody reaches it any more, so that can wait until
     * the caller has given back the locks that others wait for.
     */
    public void closeKeeping() {
        PageTables t = tables();
        unlockLeaf();
        if (promisedStart < promisedEnd
                && !Guard.CHANGE_FLUSHES_FOR_OTHERS.holds(!t.context().flushPendingNested())) {
            // What somebody else has cleared and not flushed yet looked like nothing to do (tlb_finish_mmu).
            gather.touched(promisedStart, promisedEnd, false, -1);
        }
        if (told.open()) {
            if (!Guard.FLUSHED_BEFORE_NOTIFIED.holds(false)) {
                gather.flush(t, runner.cpu());
            }
            told.end();
        }
        if (counted && Guard.PENDING_UNTIL_FLUSHED.holds(false)) {
            t.context().changeEnds();
            counted = false;
        }
        gather.flush(t, runner.cpu());
        if (counted) {
            t.context().changeEnds();
            counted = false;
        }
        tables = null;
    }

    /**
     * Frees what transactions over these tables have kept.
     *
     * <p>Preconditions: the cursor is closed.
     */
    public void freeKept(PageTables t) {
        gather.free(t, runner.cpu());
        if (spare >= 0) {
            PageTables.freeTable(frames, spare, runner.cpuId());
            spare = -1;
        }
    }
}
