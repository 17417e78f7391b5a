package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Falloc;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;

/**
 * Shared memory: tmpfs files, memfds, shared anonymous memory ({@code mm/shmem.c}). The page cache is the only store; a
 * page that is not in it is a hole and reads as zeros.
 */
public final class ShmemMapping extends FileMapping {
    /** How a page is asked for: {@code enum sgp_type}. */
    private enum Sgp {
        /** For a fault: within the size, valid, allocated if it is a hole. */
        CACHE,
        /** For a write: allocated, but filled by the writer. */
        WRITE,
        /** For {@code fallocate}: allocated; filled only if somebody asked for it before. */
        FALLOC
    }

    private static final Site GET_FOLIO = Site.lock("shmem.fallocate: folio lock while new pages are taken back");

    private final CommitAccount account;
    private final Quota quota;
    /** Pages promised when the object was made; -1 if each is promised when it is allocated ({@code VM_NORESERVE}). */
    private final long promised;

    /** Binary logarithm of the page size that sizes must obey: 12, or more for huge pages, which are never given. */
    private final int pageShift;

    /** Page after the last that {@code fallocate} allocated ({@code fallocend}). Written under {@code i_rwsem}. */
    private final LongCell fallocEnd = new LongCell(0);

    /** Seals ({@link Seals}). Written under {@code i_rwsem}, read also without. */
    private final IntCell seals;

    /**
     * @param promised pages the caller had {@code account} promise for the whole object, which it now owns; -1 to
     *     account each page when it is allocated
     */
    ShmemMapping(
            Frames frames, CommitAccount account, Quota quota, long bytes, long promised, int seals, int pageShift) {
        super(frames);
        this.pageShift = pageShift;
        this.account = account;
        this.quota = quota;
        this.promised = promised;
        this.seals = new IntCell(seals);
        setSize(bytes);
    }

    @Override
    public long promisedPages() {
        return promised >= 0 ? promised : cachedPages();
    }

    @Override
    public boolean isShmem() {
        return true;
    }

    @Override
    public long maxBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean needsMkwrite() {
        return false;
    }

    /** The seals that hold now. */
    public int seals() {
        return seals.getAcquire();
    }

    /** Preconditions: {@code i_rwsem} held for writing. */
    void setSeals(int all) {
        seals.setRelease(all);
    }

    /** Whether it is made of huge pages, and so of nothing: see {@link Inode.Kind#HUGETLB}. */
    private boolean isHuge() {
        return pageShift != PAGE_SHIFT;
    }

    @Override
    public void markDirty(int pfn) {
        frames.set(frames.head(pfn), FrameFlags.DIRTY);
    }

    @Override
    long keptPages() {
        return Math.max(sizePages(), fallocEnd.getAcquire());
    }

    /** Pages from {@code first} on are gone: what fallocate put there is none of its any more. */
    void discarded(long first, long end) {
        long kept = fallocEnd.getAcquire();
        if (kept > first && kept <= end) {
            fallocEnd.setRelease(first);
        }
    }

    @Override
    void removed(long count) {
        quota.give(count);
        if (promised < 0) {
            account.remove(count);
        }
    }

    /** Room for more pages: {@code shmem_inode_acct_blocks}. What is not used after all {@link #removed} gives back. */
    boolean take(long count) {
        if (promised < 0 && account.tryAdd(count) < 0) {
            return false;
        }
        if (!quota.take(count)) {
            if (promised < 0) {
                account.remove(count);
            }
            return false;
        }
        return true;
    }

    /** Fills a page that fallocate has allocated, or that nobody has filled yet. Preconditions: folio locked. */
    void fill(int folio) {
        if (!frames.test(folio, FrameFlags.UPTODATE)) {
            Bytes.zero(frames.address(folio), PAGE_SIZE);
            frames.set(folio, FrameFlags.UPTODATE);
        }
    }

    /**
     * The page, its folio locked and with a reference: {@code shmem_get_folio_gfp}.
     *
     * @return the frame; -EINVAL beyond the size (only for {@link Sgp#CACHE}); -ENOSPC, -ENOMEM
     */
    private int get(FileTask t, long index, Sgp sgp) {
        int cpu = t.cpuId();
        while (true) {
            if (sgp == Sgp.CACHE && index >= sizePages()) {
                return -Errno.EINVAL;
            }
            int pfn = lookupLocked(index, cpu);
            boolean fresh = pfn < 0;
            if (fresh) {
                if (!take(1)) {
                    return -Errno.ENOSPC;
                }
                pfn = addNew(index, cpu);
                if (pfn < 0) {
                    removed(1);
                    if (pfn == -Errno.EEXIST) {
                        continue;
                    }
                    return pfn;
                }
                frames.set(pfn, FrameFlags.SWAPBACKED);
            }
            boolean fill = fresh ? sgp == Sgp.CACHE : sgp != Sgp.WRITE;
            if (fill) {
                fill(frames.head(pfn));
            }
            // Truncation lowers the size and then removes pages: one added behind its back is found out here.
            if (sgp == Sgp.CACHE && !Guard.FAULT_WITHIN_FILE.holds(index < sizePages())) {
                if (fresh) {
                    removeLocked(pfn, index, cpu);
                }
                unlockPut(pfn, cpu);
                return -Errno.EINVAL;
            }
            return pfn;
        }
    }

    @Override
    public long fault(FileTask t, OpenFile file, long index, long vmFlags, long vmPgoff, long vmPages) {
        int pfn = get(t, index, Sgp.CACHE);
        return pfn == -Errno.EINVAL ? -Errno.EFAULT : pfn;
    }

    @Override
    public int pageMkwrite(FileTask t, int pfn, long index) {
        throw new AssertionError("shared memory has no page_mkwrite");
    }

    @Override
    public int readPage(FileTask t, OpenFile file, long index, long wanted) {
        int pfn = lookup(index, t.cpuId());
        if (pfn >= 0 && !frames.test(frames.head(pfn), FrameFlags.UPTODATE)) {
            putPage(pfn, t.cpuId());
            return PageTree.NONE;
        }
        return pfn;
    }

    @Override
    public int writeBegin(FileTask t, long index, int to, boolean fills) {
        iRwsem().assertWriteHeld();
        int s = seals();
        if ((s & (FileFlags.F_SEAL_GROW | FileFlags.F_SEAL_WRITE | FileFlags.F_SEAL_FUTURE_WRITE)) != 0) {
            if ((s & (FileFlags.F_SEAL_WRITE | FileFlags.F_SEAL_FUTURE_WRITE)) != 0) {
                return -Errno.EPERM;
            }
            if ((index << PAGE_SHIFT) + to > size()) {
                return -Errno.EPERM;
            }
        }
        int pfn = get(t, index, Sgp.WRITE);
        if (pfn >= 0 && !frames.test(frames.head(pfn), FrameFlags.UPTODATE) && !fills) {
            // Linux zeroes what was not written afterwards; before is the same, since nobody reads the page yet.
            Bytes.zero(frames.address(pfn), PAGE_SIZE);
        }
        return pfn;
    }

    @Override
    public void writeEnd(FileTask t, int pfn, long position, int copied) {
        frames.set(frames.head(pfn), FrameFlags.UPTODATE);
        // Even of nothing: Linux extends the file up to where a write failed to read the user's memory.
        if (position + copied > size()) {
            setSize(position + copied);
        }
        markDirty(pfn);
        unlockPut(pfn, t.cpuId());
    }

    @Override
    protected long truncateLocked(FileTask t, long newSize) {
        if ((newSize & (1L << pageShift) - 1) != 0 && isHuge()) {
            return -Errno.EINVAL;
        }
        long old = size();
        int s = seals();
        if ((newSize < old && (s & FileFlags.F_SEAL_SHRINK) != 0)
                || (newSize > old && (s & FileFlags.F_SEAL_GROW) != 0)) {
            return -Errno.EPERM;
        }
        if (newSize != old) {
            setSize(newSize);
        }
        // Also at the same size: what fallocate put beyond it goes.
        if (newSize <= old) {
            discarded(pagesOf(newSize), Long.MAX_VALUE);
            if (old > pagesOf(newSize) << PAGE_SHIFT) {
                Truncation.cache(this, t, newSize);
            } else {
                Truncation.bytes(this, t, newSize, Long.MAX_VALUE);
            }
        }
        return 0;
    }

    /** More pages than any file has. */
    private static final long WHOLE = 1L << 51;

    @Override
    protected long fallocateLocked(FileTask t, int mode, long offset, long length) {
        long end = offset + length;
        if ((mode & Falloc.FALLOC_FL_PUNCH_HOLE) != 0) {
            if ((seals() & (FileFlags.F_SEAL_WRITE | FileFlags.F_SEAL_FUTURE_WRITE)) != 0) {
                return -Errno.EPERM;
            }
            long first = pagesOf(offset);
            long last = end >>> PAGE_SHIFT;
            if (last > first) {
                unmapRange(t, first, last - first, false);
            } else if (last == 0) {
                // The last byte of a range within the first page wraps in Linux: everything behind is unmapped too.
                unmapRange(t, first, WHOLE, false);
            }
            // A fault that comes between brings back the old page, which removal unmaps under its lock.
            discarded(first, last);
            Truncation.bytes(this, t, offset, end);
            return 0;
        }
        // Whether the size is to be kept is not asked, only whether the range ends beyond it.
        if (end > size() && SizeLimit.exceeded(end, t.fileSizeLimit())) {
            return -Errno.EFBIG;
        }
        if ((seals() & FileFlags.F_SEAL_GROW) != 0 && end > size()) {
            return -Errno.EPERM;
        }
        long first = offset >>> PAGE_SHIFT;
        long last = pagesOf(end);
        if (isHuge() || last - first > quota.limit()) {
            return -Errno.ENOSPC;
        }
        long kept = fallocEnd.getAcquire();
        fallocEnd.setRelease(Math.max(kept, last));
        for (long i = first; i < last; i++) {
            int pfn = get(t, i, Sgp.FALLOC);
            if (pfn < 0) {
                fallocEnd.setRelease(kept);
                takeBack(t, first, i);
                return pfn;
            }
            markDirty(pfn);
            unlockPut(pfn, t.cpuId());
        }
        if ((mode & Falloc.FALLOC_FL_KEEP_SIZE) == 0 && end > size()) {
            setSize(end);
        }
        return 0;
    }

    /** Removes what a failed {@code fallocate} allocated: pages that nobody has filled. */
    private void takeBack(FileTask t, long first, long end) {
        int cpu = t.cpuId();
        for (long i = pages.next(first); i >= 0 && i < end; i = pages.next(i + 1)) {
            int pfn = lookup(i, cpu);
            if (pfn < 0) {
                continue;
            }
            frames.lock(frames.head(pfn), GET_FOLIO);
            if (owns(pfn, i) && !frames.test(frames.head(pfn), FrameFlags.UPTODATE)) {
                removeLocked(pfn, i, cpu);
            }
            unlockPut(pfn, cpu);
        }
    }

    @Override
    public long sync(FileTask t, long first, long last) {
        return 0;
    }

    @Override
    protected long seek(long offset, boolean hole) {
        long size = size();
        if (offset < 0 || offset >= size) {
            return -Errno.ENXIO;
        }
        long i = offset >>> PAGE_SHIFT;
        if (hole) {
            while (incore(i)) {
                i++;
            }
        } else {
            do {
                i = pages.next(i);
            } while (i >= 0 && !incore(i) && ++i > 0);
            if (i < 0 || i << PAGE_SHIFT >= size) {
                return -Errno.ENXIO;
            }
        }
        return Math.min(Math.max(offset, i << PAGE_SHIFT), size);
    }

    @Override
    protected void evict(FileTask t) {
        super.evict(t);
        if (promised > 0) {
            account.remove(promised);
        }
    }
}
