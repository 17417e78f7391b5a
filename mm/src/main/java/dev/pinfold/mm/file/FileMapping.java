package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.IntervalTree;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;

/**
 * A file's contents as memory sees them: {@code struct address_space}, and of the inode the size and its lock.
 *
 * <p>Pages are counted in units of 4 KiB. The cache holds one reference on each of its pages. What guards what:
 *
 * <ul>
 *   <li>{@code i_rwsem}: writes, changes of the size and of the seals, one at a time.
 *   <li>{@code invalidate_lock}: held to write while pages are removed for good, to read while one is brought in.
 *   <li>folio lock: that a page stays in the file, and changes of its state.
 *   <li>{@code i_mmap} lock: the tree of mappings.
 *   <li>{@code i_pages}: changes of the index and its tags; lookups take no lock ({@link #lookup}).
 * </ul>
 *
 * <p>The size is written under {@code i_rwsem} and read without: who relies on it holds the folio lock and looks at it
 * again, since truncation lowers it before it takes the pages away.
 */
public abstract class FileMapping implements FolioOwner {
    /** The page that has this flag starts reading ahead when it is reached ({@code PG_readahead}). */
    static final int READAHEAD = FrameFlags.FIRST_OWNER_BIT;

    /** With a page that a fault asked for: the file has read ahead, and the fault is to start anew. */
    public static final long AHEAD_OF_FAULT = 1L << 32;

    private static final Site LOOKUP_RETRY = Site.await("file.lookup: wait until a frozen page is gone or back");
    private static final Site FIND_LOCKED = Site.lock("file.lookup: folio lock so that the page stays in the file");
    private static final Site ADD_FOLIO = Site.lock("file.add: folio lock of a page nobody has filled yet");
    private static final Site ADD = Site.lock("file.add: i_pages over an insertion");
    private static final Site REMOVE = Site.lock("file.remove: i_pages over a removal");
    private static final Site RECLAIM = Site.lock("file.reclaim: i_pages over the removal of a clean page");
    private static final Site MIGRATE = Site.lock("file.migrate: i_pages over the change of a page's frame");
    private static final Site UNMAP = Site.lock("file.unmap: i_mmap lock over a walk of the mappings");
    private static final Site WRITEBACK_END = Site.await("file.writeback: wait until a page has been written");

    protected final Frames frames;
    final PageTree pages = new PageTree();
    final SpinLock iPages = new SpinLock(LockClass.I_PAGES);

    private final int ownerId;
    private final RwSemaphore iRwsem = new RwSemaphore(LockClass.I_RWSEM);
    private final RwSemaphore invalidateLock = new RwSemaphore(LockClass.INVALIDATE_LOCK);
    private final RwSemaphore iMmapLock = new RwSemaphore(LockClass.I_MMAP);
    private final IntervalTree<Mapped> iMmap = new IntervalTree<>();
    /** Shared mappings that may be made writable; negative while such are denied ({@code i_mmap_writable}). */
    private final IntCell writableMaps = new IntCell(0);

    private final LongCell size = new LongCell(0);

    /** What is told of stores through mappings; null while nobody tracks them. */
    private final RefCell<StoreTracker> tracker = new RefCell<>(null);

    protected FileMapping(Frames frames) {
        this.frames = frames;
        ownerId = frames.owners().register(this);
    }

    // --- what it is -------------------------------------------------------------------------------------------------

    @Override
    public final int ownerId() {
        return ownerId;
    }

    /** Whether this is shared memory (tmpfs, memfd, shared anonymous), whose cache is the only store. */
    public abstract boolean isShmem();

    /** Whether the file's blocks are a device's memory and are mapped themselves ({@code vma_is_fsdax}). */
    public boolean isFsDax() {
        return false;
    }

    /** What the borders of its mappings must be multiples of, in bytes ({@code vm_ops->may_split}, {@code pagesize}). */
    public long alignment() {
        return PAGE_SIZE;
    }

    /** What mappings without an address had better be aligned to, in bytes, as huge entries can then map them. */
    public long preferredAlignment() {
        return PMD_SIZE;
    }

    /** Whether the file was told that a page may be written now; for audits. */
    public boolean announced(int pfn, long index) {
        return frames.test(frames.head(pfn), FrameFlags.DIRTY | FrameFlags.WRITEBACK);
    }

    /** A mapping of the file comes into being. Under {@link #iMmapLock}. */
    public void linked() {}

    /** A mapping of the file has gone, with its entries. May come without a lock. */
    public void unlinked() {}

    /** The largest size the file can have, in bytes: {@code s_maxbytes}. */
    public abstract long maxBytes();

    /** Whether a clean page must be announced by {@link #pageMkwrite} before a shared mapping may write it. */
    public abstract boolean needsMkwrite();

    /** Whether shared mappings get pages read-only, so that their first store is a fault. */
    public final boolean announcesStores() {
        return needsMkwrite() || tracksStores();
    }

    // --- tracking of stores -----------------------------------------------------------------------------------------

    /** Has stores through mappings told to a tracker; false if somebody else is told already. */
    public final boolean track(StoreTracker t) {
        return tracker.cas(null, t);
    }

    /** Ends {@link #track}. */
    public final void untrack(StoreTracker t) {
        tracker.cas(t, null);
    }

    @Override
    public final boolean tracksStores() {
        return tracker.getVolatile() != null;
    }

    /** A fault is about to let stores to a page through. Called under the lock of the entry's table. */
    public final void becomesWritable(long index) {
        StoreTracker t = tracker.getVolatile();
        if (t != null) {
            t.becomesWritable(index);
        }
    }

    @Override
    public final void stored(long index, long count) {
        StoreTracker t = tracker.getVolatile();
        if (t != null) {
            t.stored(index, count);
        }
    }

    /** Bytes in the file. */
    public final long size() {
        return size.getAcquire();
    }

    /** Pages in the file, the last perhaps in part. */
    public final long sizePages() {
        return pagesOf(size());
    }

    static long pagesOf(long bytes) {
        return (bytes >>> PAGE_SHIFT) + ((bytes & PAGE_SIZE - 1) == 0 ? 0 : 1);
    }

    /** Preconditions: {@code i_rwsem} held for writing, or nobody knows the file yet. */
    protected final void setSize(long bytes) {
        size.setRelease(bytes);
    }

    /** Serialises writes and changes of the size. */
    public final RwSemaphore iRwsem() {
        return iRwsem;
    }

    /** Holds off faults while pages go for good. */
    public final RwSemaphore invalidateLock() {
        return invalidateLock;
    }

    /** Guards {@link #iMmap}. */
    public final RwSemaphore iMmapLock() {
        return iMmapLock;
    }

    /** The mappings of the file. Under {@link #iMmapLock}. */
    public final IntervalTree<Mapped> iMmap() {
        return iMmap;
    }

    /** Pages in the cache; exact only while nobody changes it. */
    public final long cachedPages() {
        return pages.count();
    }

    /** Calls {@code visitor} with every cached page; for audits, while nobody changes the cache. */
    public final void forEachPage(PageVisitor visitor) {
        for (long i = pages.next(0); i >= 0; i = pages.next(i + 1)) {
            visitor.page(i, pages.get(i));
        }
    }

    /** Receives what {@link #forEachPage} finds. */
    @FunctionalInterface
    public interface PageVisitor {
        void page(long index, int pfn);
    }

    /** Pages that the machine has promised for this file's contents; none where they have a store of their own. */
    public long promisedPages() {
        return 0;
    }

    // --- writable mappings ------------------------------------------------------------------------------------------

    /** One more shared mapping that may be made writable ({@code mapping_map_writable}). Returns 0 or -EPERM. */
    public final int mapWritable() {
        while (true) {
            int n = writableMaps.getAcquire();
            if (n < 0) {
                return -Errno.EPERM;
            }
            if (writableMaps.cas(n, n + 1)) {
                return 0;
            }
        }
    }

    /** One such mapping more, by who holds one already: a split or a fork ({@code mapping_allow_writable}). */
    public final void copyWritable() {
        writableMaps.getAndAdd(1);
    }

    /** One such mapping less. */
    public final void unmapWritable() {
        writableMaps.getAndAdd(-1);
    }

    /** Whether such a mapping exists. */
    public final boolean mappedWritable() {
        return writableMaps.getAcquire() > 0;
    }

    /** Denies such mappings from now on. Returns 0, or -EBUSY if one exists ({@code mapping_deny_writable}). */
    final int denyWritable() {
        while (true) {
            int n = writableMaps.getAcquire();
            if (n > 0) {
                return -Errno.EBUSY;
            }
            if (writableMaps.cas(n, n - 1)) {
                return 0;
            }
        }
    }

    /** Takes one {@link #denyWritable} back. */
    final void allowWritable() {
        writableMaps.getAndAdd(1);
    }

    // --- the cache --------------------------------------------------------------------------------------------------

    /**
     * The frame of page {@code index} with a reference to its folio for the caller, or -1 if the page is not cached. Takes no
     * lock ({@code filemap_get_entry}): takes a reference unless the count is zero, then looks whether the page is still
     * the same one, and of the same folio.
     */
    public final int lookup(long index, int cpu) {
        while (true) {
            int pfn = pages.get(index);
            if (pfn < 0) {
                return PageTree.NONE;
            }
            int folio = frames.head(pfn);
            if (!frames.tryGet(folio)) {
                Waits.spin(LOOKUP_RETRY, frames.memory().address(pfn), () -> changed(index, pfn, folio));
            } else if (Guard.PAGE_CACHE_SLOT_UNCHANGED.holds(pages.get(index) == pfn && frames.head(pfn) == folio)) {
                return pfn;
            } else {
                frames.put(folio, cpu);
            }
        }
    }

    private boolean changed(long index, int pfn, int folio) {
        return pages.get(index) != pfn || frames.head(pfn) != folio || frames.refCount(folio) > 0;
    }

    /** As {@link #lookup}, and its folio locked and still in the file. */
    public final int lookupLocked(long index, int cpu) {
        while (true) {
            int pfn = lookup(index, cpu);
            if (pfn < 0) {
                return pfn;
            }
            frames.lock(frames.head(pfn), FIND_LOCKED);
            if (Guard.FOLIO_STILL_IN_FILE.holds(owns(pfn, index))) {
                return pfn;
            }
            unlockPut(pfn, cpu);
        }
    }

    /** Whether a frame is this file's page {@code index}. Stable under the folio lock. */
    public final boolean owns(int pfn, long index) {
        int folio = frames.head(pfn);
        return frames.ownerId(folio) == ownerId && frames.index(folio) + (pfn - folio) == index;
    }

    /** Whether page {@code index} is cached with valid contents: what {@code mincore} tells of it. */
    public final boolean incore(long index) {
        int pfn = pages.get(index);
        return pfn >= 0 && frames.test(frames.head(pfn), FrameFlags.UPTODATE);
    }

    /** Drops lock and reference of the folio that a page is part of. */
    public final void unlockPut(int pfn, int cpu) {
        int folio = frames.head(pfn);
        frames.unlock(folio);
        frames.put(folio, cpu);
    }

    /**
     * A new page in the cache: locked, with a reference for the caller beside the cache's, contents undefined.
     *
     * @return the frame, -ENOMEM, or -EEXIST if somebody else was faster
     */
    final int addNew(long index, int cpu) {
        int pfn = frames.alloc(Zone.MOVABLE, 0, cpu);
        if (pfn < 0) {
            return -Errno.ENOMEM;
        }
        frames.lock(pfn, ADD_FOLIO);
        frames.setOwner(pfn, this, index);
        frames.get(pfn);
        iPages.lock(ADD);
        boolean added = pages.insert(index, pfn);
        iPages.unlock();
        if (!added) {
            frames.setOwner(pfn, null, 0);
            frames.unlock(pfn);
            frames.putRefs(pfn, 2, cpu);
            return -Errno.EEXIST;
        }
        return pfn;
    }

    /**
     * Takes a folio out of the cache. Preconditions: locked and in the file, not mapped, a reference held.
     *
     * @param index of its first page
     */
    final void removeLocked(int folio, long index, int cpu) {
        frames.assertLocked(folio);
        iPages.lock(REMOVE);
        int count = 1 << frames.order(folio);
        int was = pages.get(index);
        if (was != folio) {
            throw new AssertionError("page %d of the file was frame %d, not %d".formatted(index, was, folio));
        }
        pages.removeRun(index, count);
        frames.setOwner(folio, null, index);
        iPages.unlock();
        frames.clear(folio, FrameFlags.DIRTY | READAHEAD);
        removed(count);
        frames.put(folio, cpu);
    }

    /** {@code madvise(MADV_PAGEOUT)}: drops what is clean of a range of pages and that nobody maps or uses. */
    public final void pageOut(FileTask t, long first, long count) {
        CacheReclaim.clean(this, t.cpuId(), first, first + count, count);
    }

    /**
     * Takes a page out of the cache if it is clean and only the cache and the caller use it ({@code remove_mapping}):
     * the count is frozen first, so that nobody gets at the page between the test and the removal.
     *
     * <p>Preconditions: folio locked and in the file, not mapped, a reference held.
     */
    final boolean removeClean(int pfn, long index) {
        frames.assertLocked(pfn);
        iPages.lock(RECLAIM);
        if (!frames.tryFreeze(pfn, 2)) {
            iPages.unlock();
            return false;
        }
        boolean clean = Guard.RECLAIM_STILL_CLEAN.holds(!frames.test(pfn, FrameFlags.DIRTY | FrameFlags.WRITEBACK));
        int count = 1 << frames.order(pfn);
        if (clean) {
            pages.removeRun(index, count);
            frames.clear(pfn, READAHEAD);
            frames.setOwner(pfn, null, index);
        }
        frames.unfreeze(pfn, clean ? 1 : 2);
        iPages.unlock();
        if (clean) {
            removed(count);
        }
        return clean;
    }

    /**
     * Puts another folio, as large, in the place of one, with its contents and its state ({@code folio_migrate_mapping}), unless
     * somebody but the cache and the caller uses it.
     *
     * <p>Preconditions: both folios locked, the caller has a reference to each; {@code from} is page {@code index} of the
     * file and mapped by nobody, {@code to} is nobody's.
     */
    public final boolean replacePage(int from, int to, long index) {
        frames.assertLocked(from);
        iPages.lock(MIGRATE);
        boolean mine = owns(from, index) && Guard.MIGRATION_FROZEN.holds(frames.tryFreeze(from, 2));
        if (mine) {
            int count = 1 << frames.order(from);
            frames.contents().copy(from, to, count);
            frames.set(to, frames.flags(from) & FrameFlags.MOVED);
            frames.setOwner(to, this, index);
            frames.get(to);
            pages.replaceRun(index, count, to);
            frames.setOwner(from, null, index);
            frames.unfreeze(from, 1);
        }
        iPages.unlock();
        return mine;
    }

    /** Told how many pages left the cache. */
    void removed(long count) {}

    /** Page after the last that a folio keeps when it falls apart: behind the size only what {@code fallocate} put there. */
    long keptPages() {
        return sizePages();
    }

    /**
     * Marks a page's contents as newer than the store's ({@code folio_mark_dirty}). The caller holds a reference, or
     * the lock of the table that maps the page.
     */
    public abstract void markDirty(int pfn);

    /**
     * Told that a device has written a page whose pin goes now ({@code unpin_user_pages_dirty_lock}).
     *
     * <p>Preconditions: a pin is held, no lock. May sleep.
     */
    public void unpinnedDirty(FileTask t, int folio) {
        markDirty(folio);
    }

    /** Waits while a folio is being written. Preconditions: folio locked, so that no new writing begins. */
    public final void waitWriteback(int pfn) {
        if (frames.test(pfn, FrameFlags.WRITEBACK)) {
            Waits.await(WRITEBACK_END, frames.address(pfn), () -> !frames.test(pfn, FrameFlags.WRITEBACK));
        }
    }

    // --- unmapping --------------------------------------------------------------------------------------------------

    /**
     * Removes the entries that map pages {@code first} to {@code first + count}, everywhere ({@code
     * unmap_mapping_pages}). A fault may bring them back at once unless the page is gone by then.
     *
     * @param evenCows also private copies of those pages, which truncation takes too; hole punching leaves them
     */
    public final void unmapRange(FileTask t, long first, long count, boolean evenCows) {
        if (count <= 0) {
            return;
        }
        long last = first + count - 1 < first ? Long.MAX_VALUE : first + count - 1;
        int how = Zap.FROM_FILE | (evenCows ? Zap.EVEN_COWS : 0);
        TableCursor c = t.cursor();
        iMmapLock.readLock(UNMAP);
        for (Mapped m = iMmap.first(first, last); m != null; m = iMmap.next(m, first, last)) {
            long from = Math.max(first, m.pgoff());
            long to = Math.min(last, m.pgoff() + m.pages() - 1);
            long start = m.start() + (from - m.pgoff() << PAGE_SHIFT);
            Zap.range(c, m.tables(), start, start + (to - from + 1 << PAGE_SHIFT), how);
        }
        iMmapLock.readUnlock();
    }

    /** Says whether reading ahead starts when this page is reached: it is then not mapped before it is asked for. */
    public boolean startsReadahead(int pfn) {
        return frames.test(pfn, READAHEAD);
    }

    // --- what each kind does in its own way
    // ---------------------------------------------------------------------------

    /**
     * The page for a fault ({@code filemap_fault}, {@code shmem_fault}): valid, locked, in the file and within its
     * size, with a reference.
     *
     * @param file through which it is mapped, which keeps the state of reading ahead
     * @param vmFlags the mapping's VM_ flags, for advice on reading ahead
     * @return the frame, with {@link #AHEAD_OF_FAULT} where that is so; -ENOMEM; otherwise a SIGBUS is due: -EFAULT
     *     beyond the end, -ENOSPC, -EIO
     */
    public abstract long fault(FileTask t, OpenFile file, long index, long vmFlags, long vmPgoff, long vmPages);

    /**
     * Announces that a page is about to become writable through a shared mapping ({@code page_mkwrite}).
     *
     * <p>Preconditions: a reference, no folio lock.
     *
     * @return 0 with the folio locked, dirty and in the file; -EAGAIN if the page left the file: repeat the fault;
     *     otherwise a SIGBUS is due (-ENOSPC, -EIO)
     */
    public abstract int pageMkwrite(FileTask t, int pfn, long index);

    /**
     * The page for a read call, valid and with a reference but not locked.
     *
     * @param wanted pages that the call still wants from here on, for reading ahead
     * @return the frame, -1 for a hole that reads as zeros, or another negative errno below -1: -ENOMEM, -EIO
     */
    public abstract int readPage(FileTask t, OpenFile file, long index, long wanted);

    /**
     * Before the kernel touches the bytes of a page of the file by its own address: opens what protects them.
     *
     * @return false if the access is refused all the same; then nothing may be touched
     */
    public boolean kernelAccess(FileTask t, int pfn, boolean write) {
        return true;
    }

    /** Ends {@link #kernelAccess}, also one that was refused. */
    public void kernelAccessEnd(FileTask t) {}

    /** Whether a task keeps its CPU during {@link #kernelAccess}, so that no fault can be handled meanwhile. */
    public boolean kernelAccessKeepsCpu() {
        return false;
    }

    /** Drops the reference to a page that {@link #readPage} gave. */
    public void putPage(int pfn, int cpu) {
        frames.put(frames.head(pfn), cpu);
    }

    /**
     * The page that a write call is about to change, locked and with a reference ({@code write_begin}).
     *
     * <p>Preconditions: {@code i_rwsem} held for writing.
     *
     * @param to the byte in the page after the last that the call wants to change
     * @param fills whether every byte of the page will change for sure
     * @return the frame, or -errno
     */
    public abstract int writeBegin(FileTask t, long index, int to, boolean fills);

    /**
     * Ends what {@link #writeBegin} began: the page holds {@code copied} new bytes at {@code position} (0 if the user's
     * memory could not be read), is dirty and within the size; unlocks and drops the reference.
     */
    public abstract void writeEnd(FileTask t, int pfn, long position, int copied);

    /** Sets the size for {@code ftruncate}. Preconditions: {@code i_rwsem} held for writing. Returns 0 or -errno. */
    protected abstract long truncateLocked(FileTask t, long newSize);

    /** {@code fallocate} with arguments that are sound. Preconditions: {@code i_rwsem} held for writing. */
    protected abstract long fallocateLocked(FileTask t, int mode, long offset, long length);

    /**
     * Writes the dirty pages from {@code first} to {@code last} (inclusive) to the store and waits ({@code
     * vfs_fsync_range}). Returns 0 or -EIO.
     */
    public abstract long sync(FileTask t, long first, long last);

    /** The first byte of data ({@code hole} false) or of a hole at or after {@code offset}; -ENXIO if there is none. */
    protected abstract long seek(long offset, boolean hole);

    /** Frees everything when the machine ends; a store keeps what was written to it. */
    protected void close(FileTask t) {
        Truncation.pages(this, t, 0, Long.MAX_VALUE);
        frames.owners().release(ownerId);
    }

    /** Frees everything: the last name, descriptor and mapping are gone ({@code evict_inode}). */
    protected void evict(FileTask t) {
        close(t);
    }
}
