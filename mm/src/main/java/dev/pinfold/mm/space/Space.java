package dev.pinfold.mm.space;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.MmSeq;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.SeqCount;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.TableOwner;
import dev.pinfold.mm.table.WalkSpace;
import dev.pinfold.mm.table.WalkVma;
import org.jspecify.annotations.Nullable;

/**
 * An address space: {@code mm_struct}. Its VMAs, its page tables, what it counts and the locks over them.
 *
 * <p>Locks, outermost first: the mmap lock (shape of the space), then a VMA's lock, then the locks of reverse maps,
 * then those of tables. The mmap lock for writing is taken and left through {@link #writeLock}, {@link #writeUnlock} and
 * {@link #downgrade} only, since leaving it releases every VMA lock taken under it.
 */
public final class Space implements TableOwner, WalkSpace {
    private static final Site LOCK_VMA = Site.lock("space.vma: VMA lock of a lock-free lookup");
    private static final Site WRITE_VMA = Site.lock("space.vma: VMA lock before a VMA changes");

    /** Limit on VMAs, {@code sysctl_max_map_count}. */
    public static final int MAX_MAP_COUNT = 65530;

    private final Kernel kernel;
    /** Where the next mapping and the heap go. Changes only before the space is used, see {@link #place}. */
    private Layout layout;

    private final RwSemaphore mmapLock = new RwSemaphore(LockClass.MMAP_LOCK);
    private final MmSeq seq = new MmSeq();
    private final VmaTree vmas = new VmaTree();
    private final @Nullable PageTables tables;
    private final SpinLock anonLock = new SpinLock(LockClass.PAGE_TABLE);
    private final SeqCount writeProtectSeq = new SeqCount();
    private final IntCell users = new IntCell(1);
    private final IntCell pinned = new IntCell(0);
    private final IntCell hugePagesOff = new IntCell(HugePages.ON);

    /** Pages mapped and their kinds. Guarded by the mmap lock for writing. */
    long totalVm;

    long dataVm;
    long stackVm;
    long execVm;
    long lockedVm;
    /** Of those, pages of no locked mapping: MREMAP_DONTUNMAP unlocks what it leaves and forgets to count. */
    long lockedForNothing;

    int mapCount;

    /** Flags that every new mapping gets: VM_LOCKED and VM_LOCKONFAULT after mlockall. Guarded as the counters. */
    long defFlags;

    /** The heap, in bytes; from {@code startBrk} to {@code brk}. Guarded as the counters. */
    long startBrk;

    long brk;

    /** Whether a fork has happened since the space began. Guarded as the counters. */
    private boolean sharesTables;

    /** Where the search for pages to give up goes on. Guarded by nothing: an old value will do. */
    private final LongCell reclaimHand = new LongCell(0);

    /** The protection keys given out. Guarded as the counters. */
    private Pkeys pkeys;

    /** An address of the first stack, which is named [stack]; 0 if there is none. */
    long startStack;

    private Space(Kernel kernel, Layout layout, int cpu) {
        this.kernel = kernel;
        this.layout = layout;
        this.tables = PageTables.create(
                kernel.frames(), kernel.epoch(), kernel.cpus(), layout.levels(), kernel.nextSpaceId(), this, cpu);
        this.pkeys = new Pkeys(kernel.pkeys());
        this.startBrk = layout.heapStart();
        this.brk = layout.heapStart();
    }

    /** An empty space with one user, or null if there is no frame for its tables. */
    public static @Nullable Space create(Kernel kernel, Layout layout, int cpu) {
        Space space = new Space(kernel, layout, cpu);
        return space.tables == null ? null : space;
    }

    public Kernel kernel() {
        return kernel;
    }

    public Layout layout() {
        return layout;
    }

    /**
     * Gives a space that is still to be filled another layout, as a replayed log demands it.
     *
     * <p>Preconditions: only one task uses the space, and it is in no call but this; where the heap's start changes,
     * there is no heap yet.
     */
    public void place(Layout newLayout) {
        layout = newLayout;
        if (brk == startBrk) {
            startBrk = newLayout.heapStart();
            brk = startBrk;
        }
    }

    @Override
    public PageTables tables() {
        PageTables own = tables;
        if (own == null) {
            throw new AssertionError("a space without tables");
        }
        return own;
    }

    public VmaTree vmas() {
        return vmas;
    }

    public MmSeq seq() {
        return seq;
    }

    public SeqCount writeProtectSeq() {
        return writeProtectSeq;
    }

    /** The process's own switch for huge pages: {@link HugePages#ON} and its like. */
    public int hugePagesOff() {
        return hugePagesOff.getAcquire();
    }

    /** Preconditions: the mmap lock is held for writing, or nobody else uses the space yet. */
    public void setHugePagesOff(int state) {
        hugePagesOff.setRelease(state);
    }

    /**
     * Notes for good that pages of this space have been pinned ({@code MMF_HAS_PINNED}): fork then looks for pins. Done
     * before the first pin is taken; orders it before what follows.
     */
    public void setHasPinned() {
        if (pinned.getAcquire() == 0) {
            int ignored = pinned.getAndSet(1);
        }
    }

    /** Whether {@link #setHasPinned} was ever called. */
    public boolean hasPinned() {
        return pinned.getVolatile() != 0;
    }

    // --- locks ------------------------------------------------------------------------------------------------------

    /** The mmap lock. For writing go through {@link #writeLock}. */
    public RwSemaphore mmapLock() {
        return mmapLock;
    }

    /** {@code mmap_write_lock}. */
    public void writeLock(Site site) {
        mmapLock.writeLock(site);
        seq.beginWrite();
    }

    /** {@code mmap_write_unlock}: every VMA lock taken for writing goes with it. */
    public void writeUnlock() {
        seq.endWrite();
        mmapLock.writeUnlock();
    }

    /** {@code mmap_write_downgrade}: as {@link #writeUnlock}, but the lock stays held for reading. */
    public void downgrade() {
        seq.endWrite();
        mmapLock.downgrade();
    }

    public void readLock(Site site) {
        mmapLock.readLock(site);
    }

    public void readUnlock() {
        mmapLock.readUnlock();
    }

    void assertWriteLocked() {
        mmapLock.assertWriteHeld();
    }

    /**
     * Finds the VMA that contains {@code address} and takes its lock for reading, without the mmap lock:
     * {@code lock_vma_under_rcu}. Null where there is none, or a writer has it, or it changed while it was looked at;
     * the caller then takes the mmap lock. Released by {@code vma.lock().readUnlock()}.
     */
    public @Nullable Vma lockVma(long address) {
        Vma vma = vmas.lookup(address);
        if (vma == null || !vma.lock().tryRead(LOCK_VMA, seq)) {
            return null;
        }
        // Between the lookup and the lock the VMA may have shrunk or moved: only now its range stands still.
        if (address < vma.start() || address >= vma.end()) {
            vma.lock().readUnlock();
            return null;
        }
        return vma;
    }

    /** {@code vma_start_write}: nobody faults in the VMA until the mmap lock is released. */
    void writeLockVma(Vma vma) {
        vma.lock().writeLock(WRITE_VMA, seq);
    }

    /** A VMA enters the tree and can be found: {@code vma_iter_store_new}. Preconditions: write-locked space. */
    void attach(Vma vma) {
        writeLockVma(vma);
        attachLocked(vma);
    }

    /** As {@link #attach}; the VMA is write-locked already, since locks of reverse maps are held now. */
    void attachLocked(Vma vma) {
        vma.lock().markAttached();
        vmas.store(vma.start(), vma.end(), vma);
        mapCount++;
    }

    /** {@code vma_link}: a complete new VMA enters the tree and its file's reverse map. */
    void insert(Vma vma) {
        attach(vma);
        FileLinks.link(vma);
    }

    // --- lookup -----------------------------------------------------------------------------------------------------

    /** The VMA that contains {@code address}. Preconditions: the mmap lock is held. */
    public @Nullable Vma lookup(long address) {
        return vmas.lookup(address);
    }

    /** The first VMA that ends above {@code address}. Preconditions: the mmap lock is held. */
    @Override
    public @Nullable Vma find(long address) {
        return vmas.find(address);
    }

    // --- anonymous memory -------------------------------------------------------------------------------------------

    /**
     * {@code anon_vma_prepare}: gives the VMA an anon_vma before its first anonymous folio. Preconditions: the mmap
     * lock is held, in any mode.
     */
    public void prepareAnon(Vma vma) {
        if (vma.anonVma() == null) {
            AnonVmas.prepare(vma, mergeableAnon(vma), kernel.frames().owners(), anonLock);
        }
    }

    /**
     * {@code find_mergeable_anon_vma}: the anon_vma of a neighbour that this VMA could merge with if protections
     * agreed, so that later they can. The one above is asked first.
     */
    private @Nullable AnonVma mergeableAnon(Vma vma) {
        Vma next = vmas.next(vma);
        if (next != null && anonCompatible(vma, next)) {
            AnonVma anon = next.anonVma();
            if (anon != null && next.anonSingular()) {
                return anon;
            }
        }
        Vma prev = vmas.prev(vma);
        if (prev != null && anonCompatible(prev, vma)) {
            AnonVma anon = prev.anonVma();
            if (anon != null && prev.anonSingular()) {
                return anon;
            }
        }
        return null;
    }

    /** {@code anon_vma_compatible}: {@code b} follows {@code a} and differs at most in what mprotect changes. */
    private static boolean anonCompatible(Vma a, Vma b) {
        return a.end() == b.start()
                && a.file() == b.file()
                && ((a.flags() ^ b.flags()) & ~(VmFlags.VM_ACCESS_FLAGS | VmFlags.VM_STICKY)) == 0
                && b.pgoff() == a.pgoff() + a.pages();
    }

    // --- users and counters -----------------------------------------------------------------------------------------

    /** One more task uses the space: {@code mm_users}. */
    public void get() {
        users.getAndAdd(1);
    }

    /** As {@link #get} unless the last user has gone: {@code mmget_not_zero}. */
    public boolean tryGet() {
        while (true) {
            int n = users.getAcquire();
            if (n == 0) {
                return false;
            }
            if (users.cas(n, n + 1)) {
                return true;
            }
        }
    }

    /** One task fewer; true for the last, which has to tear the space down. */
    public boolean put() {
        return users.getAndAdd(-1) == 1;
    }

    public int users() {
        return users.get();
    }

    /** Pages mapped. */
    public long totalVm() {
        return totalVm;
    }

    /** Pages locked. */
    public long lockedVm() {
        return lockedVm;
    }

    /** Pages that count as locked though no locked mapping has them. */
    public long lockedForNothing() {
        return lockedForNothing;
    }

    /** Pages private and writable. */
    public long dataVm() {
        return dataVm;
    }

    public int mapCount() {
        return mapCount;
    }

    public long brk() {
        return brk;
    }

    /** Flags that every new mapping gets. */
    public long defFlags() {
        return defFlags;
    }

    /** {@code mlockall}: what every new mapping gets from now on. Preconditions: the mmap lock is held for writing. */
    public void setDefFlags(long flags) {
        defFlags = flags;
    }

    /** Whether new mappings are locked, so that their pages have to be brought in. */
    public boolean locksNewMappings() {
        return (defFlags & VmFlags.VM_LOCKED) != 0;
    }

    /** Counts so many more pages as locked, or fewer. Preconditions: the mmap lock is held for writing. */
    public void addLocked(long pages) {
        lockedVm += pages;
    }

    /** Where the search for pages to give up goes on. */
    public long reclaimHand() {
        return reclaimHand.getAcquire();
    }

    public void setReclaimHand(long address) {
        reclaimHand.setRelease(address);
    }

    public void setStartStack(long address) {
        startStack = address;
    }

    /** The protection keys given out. Preconditions: the mmap lock is held for writing. */
    public Pkeys pkeys() {
        return pkeys;
    }

    /** Takes over the parent's keys at fork. */
    void copyPkeys(Space parent) {
        pkeys = parent.pkeys.copy();
    }

    // --- tables shared by fork --------------------------------------------------------------------------------------

    /** From now on leaf tables may hang in another space too. Preconditions: the mmap lock is held for writing. */
    void noteShared() {
        sharesTables = true;
    }

    /**
     * Makes the leaf tables of {@code [start, end)} this space's own, so that changing their entries cannot fail for
     * want of a frame. Nothing to do before the first fork. Preconditions: the mmap lock is held.
     *
     * @return false if a frame was wanting
     */
    public boolean ownTables(TaskContext t, long start, long end) {
        if (!sharesTables) {
            return true;
        }
        TableCursor c = t.cursor();
        c.open(tables(), start, end, TableCursor.WRITE | TableCursor.HUGE_PART); // huge ones are its own
        boolean more = true;
        while (more) {
            more = c.next();
        }
        boolean done = !c.failed();
        c.close();
        return done;
    }

    // --- what the tables demand -------------------------------------------------------------------------------------

    @Override
    public void assertMayTraverse(long address) {
        // Any one of mmap lock, VMA lock and a reverse map's lock will do; the last is not ours to see.
    }

    @Override
    public void assertMayInstall(long address) {
        if (Sync.CONTROLLED && !mmapLock.isHeldByCurrent()) {
            Vma vma = vmas.peek(address);
            if (vma == null) {
                throw new AssertionError("installs at %x, where no VMA is".formatted(address));
            }
            vma.lock().assertHeld(seq);
        }
    }

    @Override
    public void assertMayFreeTables() {
        mmapLock.assertHeld();
    }

    // --- what walkers assert ----------------------------------------------------------------------------------------

    @Override
    public void assertMmapLocked() {
        mmapLock.assertHeld();
    }

    @Override
    public void assertMmapWriteLocked() {
        mmapLock.assertWriteHeld();
    }

    @Override
    public void writeLockVma(WalkVma vma) {
        writeLockVma((Vma) vma);
    }

    @Override
    public void assertVmaWriteLocked(WalkVma vma) {
        ((Vma) vma).lock().assertWriteHeld(seq);
    }

    @Override
    public void assertVmaLocked(WalkVma vma) {
        ((Vma) vma).lock().assertHeld(seq);
    }
}
