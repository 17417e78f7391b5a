package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.TableWords;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.sync.Words;
import org.jspecify.annotations.Nullable;

/**
 * The page tables of one address space: the tree under its PGD, and what is shared by all who use it.
 *
 * <p>Tables are frames. An entry changes under the lock of the table it lies in, whatever its level; tables nearer to
 * the root are locked first. (Linux has one page_table_lock for all levels above the PMD.) A reader without locks is inside the epoch, for a table that was unhooked is freed only after every such
 * reader has left.
 *
 * <p>A leaf table may hang in several trees after a fork. While it does, or may do, its PMD entry lacks
 * {@link Pte#WRITE}, which forbids writes through all of its entries whatever they say; see {@link LeafSharing}.
 * References and map counts belong to the entries of tables, not to trees: a page in a table that two trees share is
 * counted once.
 */
public final class PageTables {
    private static final Site INSTALL_UPPER =
            Site.lock("tables: lock of an upper table over installing one below, against another that does so");
    private static final Site INSTALL_LEAF =
            Site.lock("tables: PMD lock over installing a leaf table, against another that installs one there");

    private final Frames frames;
    private final Epoch epoch;
    private final int levels;
    private final int root;
    private final TlbContext context;
    private final Notifiers notifiers;
    private final IntCell tracked = new IntCell(0);
    private final TableOwner owner;
    private final LongCell tables = new LongCell(1);

    private PageTables(Frames frames, Epoch epoch, int levels, int root, TlbContext context, TableOwner owner) {
        this.frames = frames;
        this.epoch = epoch;
        this.levels = levels;
        this.root = root;
        this.context = context;
        this.notifiers = new Notifiers(context);
        this.owner = owner;
    }

    /**
     * Builds empty tables.
     *
     * @param levels 4 or 5
     * @param contextId the identity by which TLBs know the space; not 0, never reused
     * @param cpu the CPU that asks, for its cache of frames
     * @return the tables, or {@code null} if there is no frame for the root
     */
    public static @Nullable PageTables create(
            Frames frames, Epoch epoch, Cpus cpus, int levels, long contextId, TableOwner owner, int cpu) {
        if (levels != 4 && levels != 5) {
            throw new IllegalArgumentException("levels: " + levels + ", expected 4 or 5");
        }
        int root = allocTable(frames, cpu);
        return root < 0 ? null : new PageTables(frames, epoch, levels, root, new TlbContext(cpus, contextId), owner);
    }

    static int allocTable(Frames frames, int cpu) {
        int pfn = frames.allocZeroed(Zone.NORMAL, 0, cpu);
        if (pfn >= 0) {
            frames.set(pfn, FrameFlags.TABLE);
        }
        return pfn;
    }

    static void freeTable(Frames frames, int pfn, int cpu) {
        frames.clear(pfn, FrameFlags.TABLE);
        frames.put(pfn, cpu);
    }

    /** What TLBs know of this space. */
    public TlbContext context() {
        return context;
    }

    /** Says whether somebody learns of stores by dirty bits; false if it was so before. */
    public boolean trackStores(boolean track) {
        return tracked.cas(track ? 0 : 1, track ? 1 : 0);
    }

    /** Whether somebody learns of stores by dirty bits, so that entries which move have to say so one by one. */
    public boolean tracksStores() {
        return tracked.getAcquire() != 0;
    }

    /** What keeps translations of this space elsewhere. */
    public Notifiers notifiers() {
        return notifiers;
    }

    public Frames frames() {
        return frames;
    }

    /** The epoch that readers without locks are inside. */
    public Epoch epoch() {
        return epoch;
    }

    public TableOwner owner() {
        return owner;
    }

    /** Page-table pages in this tree, the root included; a shared leaf table counts in each tree. */
    public long tableCount() {
        return tables.get();
    }

    public int levels() {
        return levels;
    }

    int root() {
        return root;
    }

    void countTables(int delta) {
        tables.getAndAdd(delta);
    }

    /** Native address of one entry of a table. */
    long slot(int table, int index) {
        return frames.address(table) + index * 8L;
    }

    /** The lock word of a PMD table or a leaf table. */
    long lockWord(int table) {
        return TableWords.lock(frames, table);
    }

    /** The table that an entry, given by its native address, lies in. */
    int tableOf(long slot) {
        return frames.pfn(slot);
    }

    /**
     * Finds the table of a level, PMD or higher, that covers an address.
     *
     * <p>Preconditions: inside the epoch, or under a lock that keeps tables from being freed.
     *
     * @return its frame; or {@code -l - 1} where the entry of level {@code l} on the way is empty or a huge one
     */
    int tableAt(long address, int level) {
        int table = root;
        for (int l = levels - 1; l > level; l--) {
            long e = Words.getLongAcquire(slot(table, Geometry.index(address, l)));
            if (!Pte.present(e) || isHuge(e, l)) {
                return -l - 1;
            }
            table = Pte.pfn(e);
        }
        return table;
    }

    /** A huge entry maps memory and points to no table. */
    private static boolean isHuge(long e, int level) {
        return level == Geometry.PUD && Pte.huge(e) && !Guard.HUGE_IS_NO_TABLE.holds(false);
    }

    /**
     * Finds the PMD table that covers an address, or less than 0 where a table above it is missing or a huge entry stands. It
     * stays as long as a mapping that it covers does, so who holds the mapping's lock need not look for it twice.
     *
     * <p>Preconditions: as {@link #entry}.
     */
    public int pmdTable(long address) {
        return tableAt(address, Geometry.PMD);
    }

    /** What {@link #tableOrCreate} gives when there is no frame for a table. */
    static final int NO_FRAME = -1;

    /** Like {@link #tableAt} but creates what is missing, up to a huge entry; {@link #NO_FRAME} for want of a frame. */
    int tableOrCreate(long address, int level, int cpu) {
        int table = root;
        for (int l = levels - 1; l > level; l--) {
            long slot = slot(table, Geometry.index(address, l));
            long e = Words.getLongAcquire(slot);
            if (!Pte.present(e)) {
                int fresh = allocTable(frames, cpu);
                if (fresh < 0) {
                    return NO_FRAME;
                }
                long lock = lockWord(table);
                TableLock.lock(lock, LockClass.PAGE_TABLE, INSTALL_UPPER);
                e = Words.getLongAcquire(slot);
                if (!Pte.present(e)) {
                    e = Pte.of(fresh, Pte.TABLE);
                    Words.setLongRelease(slot, e);
                    countTables(1);
                    fresh = -1;
                }
                TableLock.unlock(lock, LockClass.PAGE_TABLE);
                if (fresh >= 0) {
                    freeTable(frames, fresh, cpu);
                }
            }
            if (isHuge(e, l)) {
                return -l - 1;
            }
            table = Pte.pfn(e);
        }
        return table;
    }

    int pmdTableOrCreate(long address, int cpu) {
        return tableOrCreate(address, Geometry.PMD, cpu);
    }

    /**
     * Native address of the huge PUD entry that maps an address, or 0 if a table or nothing is there.
     *
     * <p>Preconditions: as {@link #tableAt}.
     */
    public long hugePud(long address) {
        int table = tableAt(address, Geometry.PUD);
        long slot = table < 0 ? 0 : slot(table, Geometry.index(address, Geometry.PUD));
        return slot != 0 && isHuge(Words.getLongAcquire(slot), Geometry.PUD) ? slot : 0;
    }

    /** Makes a leaf table for an empty PMD entry; false when there is no frame. Somebody else's table will do too. */
    boolean createLeaf(long pmdSlot, int cpu) {
        int fresh = allocTable(frames, cpu);
        if (fresh < 0) {
            return false;
        }
        long lock = lockWord(tableOf(pmdSlot));
        TableLock.lock(lock, LockClass.PAGE_TABLE, INSTALL_LEAF);
        boolean mine = Pte.none(Words.getLongAcquire(pmdSlot));
        if (mine) {
            Words.setLongRelease(pmdSlot, Pte.of(fresh, Pte.TABLE));
            countTables(1);
        }
        TableLock.unlock(lock, LockClass.PAGE_TABLE);
        if (!mine) {
            freeTable(frames, fresh, cpu);
        }
        return true;
    }

    /**
     * Reads the entry that maps an address, without locks.
     *
     * <p>Preconditions: inside the epoch, or under a lock that keeps tables from being freed.
     *
     * @return the leaf entry as it stood, 0 if a table is missing on the way; in a table that is shared it reads as
     *     not writable; of a huge entry, or the note in the place of one, the part that is the page's, with {@link
     *     Pte#HUGE}
     */
    public long entry(long address) {
        return entry(pmdTable(address), address);
    }

    /** As {@link #entry(long)}, from what {@link #pmdTable} gave. */
    public long entry(int pmdTable, long address) {
        if (pmdTable < 0) {
            long pud = pmdTable == -Geometry.PUD - 1 ? hugePud(address) : 0;
            return pud == 0 ? 0 : part(Words.getLongAcquire(pud), address, Geometry.PUD);
        }
        long pmd = Words.getLongAcquire(slot(pmdTable, Geometry.index(address, Geometry.PMD)));
        if (Pte.huge(pmd)) {
            return part(pmd, address, Geometry.PMD);
        }
        if (!Pte.present(pmd)) {
            return 0;
        }
        long e = Words.getLongAcquire(slot(Pte.pfn(pmd), Geometry.index(address, Geometry.PTE)));
        return Pte.writable(pmd) ? e : e & ~Pte.WRITE;
    }

    /**
     * Native address of the PMD entry that covers an address, or 0 if a table above it is missing, which may be for a {@link
     * #hugePud}. For walkers that only read, without locks, with {@link #leafSlot}.
     *
     * <p>Preconditions: as {@link #entry}.
     */
    public long pmdSlot(long address) {
        int pmdTable = pmdTable(address);
        return pmdTable < 0 ? 0 : slot(pmdTable, Geometry.index(address, Geometry.PMD));
    }

    /** Whether an address has a leaf table that is this tree's own. Without locks. */
    boolean hasOwnLeaf(long address) {
        long slot = pmdSlot(address);
        long pmd = slot == 0 ? 0 : Words.getLongAcquire(slot);
        return Pte.present(pmd) && !Pte.huge(pmd) && Pte.writable(pmd);
    }

    /** Whether a level's entry is empty, without even a table below: then a huge one may come. Without locks. */
    public boolean isNone(long address, int level) {
        int table = tableAt(address, level);
        return table < 0 || Pte.none(Words.getLongAcquire(slot(table, Geometry.index(address, level))));
    }

    /** Native address of the leaf entry for an address, in the table that a PMD entry points to. */
    public long leafSlot(long pmd, long address) {
        return slot(Pte.pfn(pmd), Geometry.index(address, Geometry.PTE));
    }

    /** What an entry of a level says of one of its pages. */
    public static long part(long entry, long address, int level) {
        return entry + (address & Geometry.span(level) - 1 & PAGE_MASK);
    }

    /** As {@link #entry}, unannounced: for checks that are no step of any task. */
    long peek(long address) {
        int table = root;
        long rights = Pte.WRITE;
        for (int level = levels - 1; level >= Geometry.PTE; level--) {
            long e = Words.peekLong(slot(table, Geometry.index(address, level)));
            rights &= e;
            if (level == Geometry.PTE) {
                return rights == 0 ? e & ~Pte.WRITE : e;
            }
            if (level <= Geometry.PUD && Pte.huge(e)) {
                return part(e, address, level);
            }
            if (!Pte.present(e)) {
                return 0;
            }
            table = Pte.pfn(e);
        }
        throw new AssertionError("no leaf level");
    }

    /**
     * Waits a moment, as whoever holds a leaf table ({@link TableCursor#hold}) does so for microseconds. The caller, who must
     * not be inside the epoch, looks again.
     */
    public void awaitOpen(long address) {
        Waits.forBits(Sync.CONTROLLED ? peekPmdSlot(address) : 0, Pte.HELD);
    }

    private long peekPmdSlot(long address) {
        int table = root;
        for (int level = levels - 1; level > Geometry.PMD; level--) {
            table = Pte.pfn(Words.peekLong(slot(table, Geometry.index(address, level))));
        }
        return slot(table, Geometry.index(address, Geometry.PMD));
    }

    /** True if the leaf table that covers an address hangs in other trees too. Preconditions: as {@link #entry}. */
    public boolean leafShared(long address) {
        int pmdTable = pmdTable(address);
        if (pmdTable < 0) {
            return false;
        }
        long pmd = Words.getLongAcquire(slot(pmdTable, Geometry.index(address, Geometry.PMD)));
        return Pte.present(pmd) && !Pte.huge(pmd) && !Pte.writable(pmd) && frames.refCount(Pte.pfn(pmd)) > 1;
    }

    /**
     * Whether a small range has no leaf table, and those above it serve others too: then there is nothing to clear and
     * nothing to free. A range of more than one leaf table's size is never found bare.
     *
     * <p>Preconditions: the mmap lock is held.
     *
     * @param floor end of what is mapped below the range
     * @param ceiling start of what is mapped above it, 0 if nothing is
     */
    public boolean isBare(long start, long end, long floor, long ceiling) {
        long region = Geometry.span(Geometry.PMD + 1);
        long above = (start & -region) + region;
        if (end > Geometry.next(start, Geometry.PMD)
                || floor <= (start & -region) && (ceiling == 0 || ceiling >= above)) {
            return false;
        }
        int pmdTable = pmdTable(start);
        return pmdTable >= 0 && Pte.none(Words.getLongAcquire(slot(pmdTable, Geometry.index(start, Geometry.PMD))));
    }

    /**
     * Frees the tables that only covered a range which nothing maps any more (free_pgtables). Tables that also cover
     * addresses below {@code floor} or from {@code ceiling} on stay.
     *
     * <p>Preconditions: entries in the range are gone; the VMA is out of the reverse maps; the cursor is open on these
     * tables, and frees what it is given after its flush.
     *
     * @param ceiling 0 means no upper bound
     */
    public void freeTables(TableCursor cursor, long start, long end, long floor, long ceiling) {
        if (start < end) {
            freeBelow(cursor, root, levels - 1, start, end, floor, ceiling);
        }
    }

    private void freeBelow(TableCursor cursor, int table, int level, long start, long end, long floor, long ceiling) {
        long span = Geometry.span(level);
        for (long a = start; a < end; a = Geometry.next(a, level)) {
            long slot = slot(table, Geometry.index(a, level));
            long e = Words.getLongAcquire(slot);
            if (!Pte.present(e) || isHuge(e, level)) {
                continue;
            }
            long child = a & -span;
            if (level > Geometry.PMD) {
                freeBelow(cursor, Pte.pfn(e), level - 1, a, Math.min(end, child + span), floor, ceiling);
            }
            if (child >= floor && (ceiling == 0 || child + span <= ceiling)) {
                Words.setLongRelease(slot, 0);
                countTables(-1);
                cursor.freeTableLater(Pte.pfn(e));
            }
        }
    }

    /** Frees the root. Preconditions: every other table is gone and no CPU translates through this tree. */
    public void destroy(int cpu) {
        tables.set(0);
        freeTable(frames, root, cpu);
    }

    /**
     * Calls {@code visitor} with every table and every entry that is not empty, with none if the tree was destroyed; nothing
     * may run meanwhile.
     */
    public void audit(TableVisitor visitor) {
        if (tables.peek() != 0) {
            audit(visitor, root, levels - 1, 0, true);
        }
    }

    private void audit(TableVisitor visitor, int table, int level, long base, boolean writable) {
        visitor.table(table, level, base, !writable);
        if (level == Geometry.PMD) {
            HugeLeaf.eachAside(this, table, visitor);
        }
        for (int i = 0; i < Geometry.ENTRIES; i++) {
            long e = Words.peekLong(slot(table, i));
            if (Pte.none(e)) {
                continue;
            }
            long address = base + i * Geometry.span(level);
            if (level == Geometry.PTE || (level <= Geometry.PUD && Pte.huge(e))) {
                visitor.entry(address, e, level, !writable);
            } else {
                audit(visitor, Pte.pfn(e), level - 1, address, Pte.writable(e));
            }
        }
    }
}
