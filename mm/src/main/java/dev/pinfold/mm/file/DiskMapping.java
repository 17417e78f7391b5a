package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A file on a disk, cached: {@code mm/filemap.c} over what ext4 does. Its pages come from a {@link BackingStore} and go
 * back there by writeback.
 *
 * <p>A page is dirty from the moment somebody may change it. Through a shared mapping that is {@link #pageMkwrite}; so a
 * page that is clean is writable nowhere, and writeback makes it so before it clears the mark ({@link Writeback}).
 */
public final class DiskMapping extends FileMapping {
    /** The largest file of ext4 with 4 KiB blocks, in bytes. */
    static final long MAX_BYTES = 0xffff_ffffL << PAGE_SHIFT;

    private static final Site FAULT = Site.lock("disk.fault: invalidate_lock while a page is brought in for a fault");
    private static final Site READ = Site.lock("disk.read: invalidate_lock while a page is brought in for a read");
    private static final Site AHEAD = Site.lock("disk.readahead: invalidate_lock while pages are brought in ahead");
    private static final Site MKWRITE = Site.lock("disk.mkwrite: invalidate_lock while a page becomes writable");
    private static final Site MKWRITE_FOLIO = Site.lock("disk.mkwrite: folio lock from the mark to the entry");
    private static final Site TAG = Site.lock("disk.dirty: i_pages over the dirty tag");
    private static final Site SHRINK = Site.lock("disk.truncate: invalidate_lock over lowering the size");

    final BackingStore store;
    final BlockMap blocks = new BlockMap();
    private final Quota quota;
    private final WritebackPinned writebackPinned;

    /**
     * A file of {@code bytes} bytes.
     *
     * @param pinned what writing back does with pinned pages
     * @param written whether the store's contents count as data up to the size; else the file is one hole
     */
    DiskMapping(Frames frames, BackingStore store, Quota quota, WritebackPinned pinned, long bytes, boolean written) {
        super(frames);
        this.store = store;
        this.quota = quota;
        this.writebackPinned = pinned;
        setSize(bytes);
        if (written) {
            blocks.write(0, pagesOf(bytes));
        }
    }

    @Override
    public boolean isShmem() {
        return false;
    }

    @Override
    public long maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public boolean needsMkwrite() {
        return true;
    }

    WritebackPinned writebackPinned() {
        return writebackPinned;
    }

    // --- bringing pages in
    // --------------------------------------------------------------------------------------------

    /** Fills a locked page from the store. Returns 0 or -EIO. */
    private int fill(int pfn, long index) {
        long at = frames.address(pfn);
        if (blocks.isData(index)) {
            try {
                store.read(index << PAGE_SHIFT, at, (int) PAGE_SIZE);
            } catch (IOException e) {
                return -Errno.EIO;
            }
        } else {
            Bytes.zero(at, PAGE_SIZE);
        }
        frames.set(pfn, FrameFlags.UPTODATE);
        return 0;
    }

    /**
     * Reads {@code count} pages from {@code first} on that are not cached ({@code page_cache_ra_unbounded}), as far as
     * the file reaches and while memory is plenty. Page {@code count - ahead} of them gets the mark that asks for more.
     */
    void readPages(FileTask t, long first, long count, long ahead) {
        long end = Math.min(first + count, sizePages());
        if (first >= end) {
            return;
        }
        long mark = ahead > 0 ? first + count - ahead : -1;
        // Reading ahead must not eat the memory that somebody needs now.
        int spare = frames.freeFrames() - frames.frames() / 8;
        invalidateLock().readLock(AHEAD);
        for (long i = first; i < end && spare > 0; i++, spare--) {
            if (pages.get(i) >= 0) {
                continue;
            }
            int pfn = addNew(i, t.cpuId());
            if (pfn == -Errno.ENOMEM) {
                break;
            }
            if (pfn >= 0) {
                if (i == mark) {
                    frames.set(pfn, READAHEAD);
                }
                fill(pfn, i);
                unlockPut(pfn, t.cpuId());
            }
        }
        invalidateLock().readUnlock();
    }

    /** {@code madvise(MADV_WILLNEED)}: brings in what is not cached of a range of pages. */
    public void willNeed(FileTask t, OpenFile file, long first, long count) {
        readPages(t, first, Math.min(count, file.readahead().most()), 0);
    }

    /**
     * The page, valid, locked and with a reference, made if it is not cached. Preconditions: the invalidate lock is
     * held, so that truncation cannot pass between the look at the block map and the page.
     */
    private int getLocked(FileTask t, long index) {
        int cpu = t.cpuId();
        while (true) {
            int pfn = lookupLocked(index, cpu);
            if (pfn < 0) {
                pfn = addNew(index, cpu);
                if (pfn == -Errno.EEXIST) {
                    continue;
                }
                if (pfn < 0) {
                    return pfn;
                }
            }
            if (!frames.test(pfn, FrameFlags.UPTODATE)) {
                int r = fill(pfn, index);
                if (r < 0) {
                    unlockPut(pfn, cpu);
                    return r;
                }
            }
            return pfn;
        }
    }

    @Override
    public long fault(FileTask t, OpenFile file, long index, long vmFlags, long vmPgoff, long vmPages) {
        if (index >= sizePages()) {
            return -Errno.EFAULT;
        }
        int seen = lookup(index, t.cpuId());
        boolean ahead;
        if (seen >= 0) {
            ahead = file.readahead().faultFound(this, t, seen, index, vmFlags);
            frames.put(seen, t.cpuId());
        } else {
            ahead = file.readahead().faultMissed(this, t, index, vmFlags, vmPgoff, vmPages);
        }
        invalidateLock().readLock(FAULT);
        try {
            int pfn = getLocked(t, index);
            // The size may have been lowered since we looked; the page was then brought in for nobody.
            if (pfn >= 0 && !Guard.FAULT_WITHIN_FILE.holds(index < sizePages())) {
                unlockPut(pfn, t.cpuId());
                return -Errno.EFAULT;
            }
            return pfn >= 0 && ahead ? pfn | AHEAD_OF_FAULT : pfn;
        } finally {
            invalidateLock().readUnlock();
        }
    }

    @Override
    public int readPage(FileTask t, OpenFile file, long index, long wanted) {
        int cpu = t.cpuId();
        Readahead ra = file.readahead();
        int pfn = lookup(index, cpu);
        if (pfn < 0) {
            ra.missed(this, t, index, wanted);
            pfn = lookup(index, cpu);
        }
        if (pfn >= 0) {
            if (frames.test(pfn, READAHEAD)) {
                ra.reachedMark(this, t, pfn, index, wanted);
            }
            if (frames.test(pfn, FrameFlags.UPTODATE)) {
                return pfn;
            }
            frames.put(pfn, cpu);
        }
        invalidateLock().readLock(READ);
        try {
            pfn = getLocked(t, index);
            if (pfn >= 0) {
                frames.unlock(pfn);
            }
            return pfn;
        } finally {
            invalidateLock().readUnlock();
        }
    }

    // --- making pages dirty
    // -------------------------------------------------------------------------------------------

    @Override
    public void markDirty(int pfn) {
        if (frames.testAndSet(pfn, FrameFlags.DIRTY)) {
            return;
        }
        iPages.lock(TAG);
        long index = frames.index(pfn);
        if (frames.ownerId(pfn) == ownerId()) {
            pages.setTag(index, true);
        }
        iPages.unlock();
    }

    /** Makes a block exist that is about to hold data. False if the disk is full. */
    boolean allocate(long index) {
        if (!blocks.isData(index)) {
            if (!blocks.isUnwritten(index) && !quota.take(1)) {
                return false;
            }
            blocks.write(index, index + 1);
        }
        return true;
    }

    /**
     * A device has written a page and its pin is about to be dropped. Unless the page stayed dirty while it was pinned, the
     * file has cleaned it and may have given its blocks away since: a mere mark would be dropped by the next writing back,
     * so the file is asked again, or hears nothing at all.
     */
    @Override
    public void unpinnedDirty(FileTask t, int pfn) {
        if (frames.test(pfn, FrameFlags.DIRTY)) {
            return;
        }
        if (writebackPinned.asksOnUnpin() && !Guard.UNPIN_ASKS_FILE.holds(false)) {
            // Gone from the file, or no room: then there is nowhere to write it.
            if (pageMkwrite(t, pfn, frames.index(pfn)) == 0) {
                frames.unlock(pfn);
            }
        }
    }

    @Override
    public int pageMkwrite(FileTask t, int pfn, long index) {
        invalidateLock().readLock(MKWRITE);
        try {
            frames.lock(pfn, MKWRITE_FOLIO);
            if (!Guard.FOLIO_STILL_IN_FILE.holds(owns(pfn, index)) || index >= sizePages()) {
                frames.unlock(pfn);
                return -Errno.EAGAIN;
            }
            if (!allocate(index)) {
                frames.unlock(pfn);
                return -Errno.ENOSPC;
            }
            markDirty(pfn);
            return 0;
        } finally {
            invalidateLock().readUnlock();
        }
    }

    @Override
    public int writeBegin(FileTask t, long index, int to, boolean fills) {
        iRwsem().assertWriteHeld();
        int cpu = t.cpuId();
        while (true) {
            int pfn = lookupLocked(index, cpu);
            if (pfn < 0) {
                pfn = addNew(index, cpu);
                if (pfn == -Errno.EEXIST) {
                    continue;
                }
                if (pfn < 0) {
                    return pfn;
                }
            }
            int r = 0;
            if (!fills && !frames.test(pfn, FrameFlags.UPTODATE)) {
                r = fill(pfn, index);
            }
            if (r == 0 && !allocate(index)) {
                r = -Errno.ENOSPC;
            }
            if (r < 0) {
                unlockPut(pfn, cpu);
                return r;
            }
            return pfn;
        }
    }

    @Override
    public void writeEnd(FileTask t, int pfn, long position, int copied) {
        long old = size();
        frames.set(pfn, FrameFlags.UPTODATE);
        markDirty(pfn);
        if (position + copied > old) {
            setSize(position + copied);
        }
        unlockPut(pfn, t.cpuId());
        if (position > old) {
            zeroExposed(t, old, position);
        }
    }

    /**
     * Makes page {@code index} cached, though not valid, where it is not cached yet. ext4 leaves such pages behind when
     * it zeroes a part of a block: {@code mincore} does not count them and reading ahead goes around them.
     */
    void touch(FileTask t, long index) {
        if (pages.get(index) < 0) {
            int pfn = addNew(index, t.cpuId());
            if (pfn >= 0) {
                unlockPut(pfn, t.cpuId());
            }
        }
    }

    /**
     * Zeroes what a mapping stored beyond the old end of the file in its last page, now that the file reaches farther
     * ({@code pagecache_isize_extended}).
     */
    private void zeroExposed(FileTask t, long oldSize, long newSize) {
        int in = offsetInPage(oldSize);
        if (in == 0) {
            return;
        }
        int pfn = lookupLocked(oldSize >>> PAGE_SHIFT, t.cpuId());
        if (pfn >= 0) {
            int to = (int) Math.min(PAGE_SIZE, newSize - oldSize + in);
            Bytes.zero(frames.address(pfn) + in, to - in);
            unlockPut(pfn, t.cpuId());
        } else {
            touch(t, oldSize >>> PAGE_SHIFT);
        }
    }

    // --- the size
    // -----------------------------------------------------------------------------------------------------

    @Override
    protected long truncateLocked(FileTask t, long newSize) {
        long old = size();
        if (newSize > old) {
            setSize(newSize);
            zeroExposed(t, old, old + PAGE_SIZE); // To the end of its block, however little the file grows.
            return storeSize(newSize);
        }
        invalidateLock().writeLock(SHRINK);
        try {
            setSize(newSize);
            Truncation.cache(this, t, newSize);
            free(pagesOf(newSize), Long.MAX_VALUE);
            if ((newSize & PAGE_SIZE - 1) != 0) {
                touch(t, newSize >>> PAGE_SHIFT);
            }
            return storeSize(newSize);
        } finally {
            invalidateLock().writeUnlock();
        }
    }

    long storeSize(long bytes) {
        try {
            store.setSize(bytes);
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        }
    }

    /** Makes blocks holes. */
    void free(long first, long end) {
        long before = quota.limit() == Quota.UNLIMITED ? 0 : blocks.allocated();
        blocks.free(first, end);
        if (before != 0) {
            quota.give(before - blocks.allocated());
        }
    }

    /** Allocates blocks without writing them. False if the disk is full. */
    boolean preallocate(long first, long end) {
        if (quota.limit() == Quota.UNLIMITED) {
            blocks.allocate(first, end);
            return true;
        }
        long before = blocks.allocated();
        if (!quota.take(end - first)) {
            return false;
        }
        blocks.allocate(first, end);
        quota.give(end - first - (blocks.allocated() - before));
        return true;
    }

    /** Sets a size that an allocation reaches beyond the old one. Preconditions: {@code i_rwsem} held for writing. */
    long extend(FileTask t, long newSize) {
        long old = size();
        if (newSize <= old) {
            return 0;
        }
        setSize(newSize);
        zeroExposed(t, old, newSize);
        return storeSize(newSize);
    }

    @Override
    protected long fallocateLocked(FileTask t, int mode, long offset, long length) {
        return DiskAllocation.fallocate(this, t, mode, offset, length);
    }

    @Override
    public long sync(FileTask t, long first, long last) {
        long r = Writeback.range(this, t, first, last);
        try {
            store.sync();
        } catch (IOException e) {
            return -Errno.EIO;
        }
        return r;
    }

    @Override
    protected long seek(long offset, boolean hole) {
        long size = size();
        if (offset < 0 || offset >= size) {
            return -Errno.ENXIO;
        }
        long i = offset >>> PAGE_SHIFT;
        if (hole) {
            while (i < sizePages() && holdsData(i)) {
                i++;
            }
        } else {
            i = blocks.nextAllocated(i);
            while (i < sizePages() && !holdsData(i)) {
                i = blocks.nextAllocated(i + 1);
            }
            if (i >= sizePages()) {
                return -Errno.ENXIO;
            }
        }
        return Math.min(Math.max(offset, i << PAGE_SHIFT), size);
    }

    /** Whether {@code SEEK_DATA} takes a block for data: written, or unwritten with a valid page over it. */
    private boolean holdsData(long block) {
        return blocks.isData(block) || (blocks.isUnwritten(block) && incore(block));
    }

    @Override
    protected void close(FileTask t) {
        super.close(t);
        closeStore(false);
    }

    @Override
    protected void evict(FileTask t) {
        super.close(t);
        free(0, Long.MAX_VALUE);
        closeStore(true);
    }

    private void closeStore(boolean delete) {
        try {
            store.close(delete);
        } catch (IOException e) {
            throw new UncheckedIOException("closing a store", e);
        }
    }
}
