package dev.pinfold.mm.device;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.Page.PUD_SIZE;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Falloc;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.FileTask;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.file.SizeLimit;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.FrameRange;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;
import dev.pinfold.mm.table.Geometry;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file whose blocks are a device's memory and are mapped themselves: {@code fs/dax.c} under a file system like ext4.
 *
 * <p>There is no cache, so a page of the file is its block. Hence nobody may take a block away while a device of another kind
 * still reads or writes it: truncation and hole punching first unmap it and then wait ({@link DaxLayout}). A task that maps a
 * page holds the invalidate lock for reading and the lock of the page's chunk, from the look at the block to the entry.
 */
public final class DaxMapping extends FileMapping {
    private static final long MAX_BYTES = 0xffff_ffffL << PAGE_SHIFT;

    private static final Site FIND = Site.lock("dax.entries: lock over the index of chunks");
    private static final Site READ = Site.lock("dax.read: chunk lock from the look at a block to the reference");
    private static final Site WRITE = Site.lock("dax.write: chunk lock from the look at a block to the reference");
    private static final Site SHRINK = Site.lock("dax.truncate: invalidate lock from the last look at pins to the end");
    private static final Site PUNCH = Site.lock("dax.punch: invalidate lock from the last look at pins to the end");
    private static final Site SEEK = Site.lock("dax.seek: chunk lock over a look at a block");
    private static final Site ALLOCATE = Site.lock("dax.fallocate: chunk lock over an allocation");
    private static final Site REVOKE = Site.lock("dax.revoke: invalidate lock over unmapping everything");
    private static final Site EVICT = Site.lock("dax.evict: invalidate lock over freeing a file without a name");
    private static final Site MAPPED = Site.lock("dax.report: i_mmap lock over a look at the mappings");

    private final Device device;
    private final String name;
    private final boolean whole;
    private final DaxLayout layout = new DaxLayout(this);

    private final SpinLock index = new SpinLock(LockClass.I_PAGES);
    private final Witness witness = new Witness();
    /** Chunks that exist, by number; under {@link #index}. */
    private final TreeMap<Long, DaxChunk> chunks = new TreeMap<>();

    /** Where the directory is kept; null for a device that is gone with the machine, or is one file as a whole. */
    private @Nullable DaxDirectory directory;

    private DaxMapping(Device device, String name, boolean whole) {
        super(device.memory());
        this.device = device;
        this.name = name;
        this.whole = whole;
        device.addFile(this);
    }

    /** A file of a device's file system, all hole. */
    static DaxMapping file(Device device, DaxDirectory directory, String name, long bytes) {
        DaxMapping m = new DaxMapping(device, name, false);
        m.directory = directory;
        m.setSize(bytes);
        return m;
    }

    /** A device as one file, whose pages are the device's in order. */
    static DaxMapping whole(Device device) {
        DaxMapping m = new DaxMapping(device, device.name(), true);
        m.setSize((long) device.frameCount() << PAGE_SHIFT);
        return m;
    }

    // --- what it is -------------------------------------------------------------------------------------------------

    public Device device() {
        return device;
    }

    String name() {
        return name;
    }

    @Override
    public boolean isShmem() {
        return false;
    }

    @Override
    public boolean isFsDax() {
        return !whole;
    }

    @Override
    public long maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public long alignment() {
        return device.align();
    }

    @Override
    public long preferredAlignment() {
        return device.giantPages() > 0 ? PUD_SIZE : super.preferredAlignment();
    }

    @Override
    public boolean needsMkwrite() {
        return !whole;
    }

    /** Whether huge entries map compound folios, and entries count at all. */
    boolean devmap() {
        return device.pin().devmap();
    }

    /** Whether entries hold references and map counts. */
    public boolean countsEntries() {
        return !devmap();
    }

    Frames memory() {
        return frames;
    }

    // --- chunks -----------------------------------------------------------------------------------------------------

    /** The chunk that holds a page, made if it is missing. */
    DaxChunk chunk(long page) {
        boolean giant = whole && page < device.giantPages();
        long number = (giant ? page & -GIANT : page) / DaxChunk.PAGES;
        index.lock(FIND);
        witness.read();
        DaxChunk c = chunks.get(number);
        if (c == null) {
            witness.change();
            c = giant ? giantChunk(number) : whole ? wholeChunk(number) : new DaxChunk(number);
            chunks.put(number, c);
        }
        index.unlock();
        return c;
    }

    /** Pages in a chunk of 1 GiB. */
    private static final long GIANT = (long) DaxChunk.PAGES * DaxChunk.PAGES;

    private DaxChunk giantChunk(long number) {
        DaxChunk c = new DaxChunk(number, device.start() + (int) (number * DaxChunk.PAGES));
        frames.setOwner(c.blocks[0], this, c.first());
        c.huge = true;
        return c;
    }

    private DaxChunk wholeChunk(long number) {
        DaxChunk c = new DaxChunk(number);
        long first = c.first();
        for (int i = 0; i < DaxChunk.PAGES && first + i < device.frameCount(); i++) {
            c.blocks[i] = device.start() + (int) first + i;
            frames.setOwner(c.blocks[i], this, first + i);
            c.allocated++;
        }
        if (device.align() == PMD_SIZE && c.allocated == DaxChunk.PAGES) {
            // No entry is smaller, so the folio need not wait for the first.
            makeFolio(c, c.blocks[0]);
        }
        return c;
    }

    /** The first chunk from a number on, or the one of 1 GiB that contains it; null if there is none. */
    @Nullable
    DaxChunk nextChunk(long number) {
        index.lock(FIND);
        witness.read();
        var e = chunks.floorEntry(number);
        if (e == null || e.getValue().next() <= number) {
            e = chunks.ceilingEntry(number);
        }
        index.unlock();
        return e == null ? null : e.getValue();
    }

    /** Calls {@code use} with those parts of a folio of 1 GiB that smaller entries may have mapped. Nothing runs meanwhile. */
    void eachPart(FrameRange use) {
        for (DaxChunk c : chunks.values()) {
            // The first part is looked at in any case.
            c.parts.stream().filter(i -> c.isGiant() && i > 0).forEach(i -> {
                int first = c.block(i * DaxChunk.PAGES);
                use.range(first, first + DaxChunk.PAGES);
            });
        }
    }

    // --- for faults -------------------------------------------------------------------------------------------------

    /** Locks the entries around a page. Preconditions: the invalidate lock is held. Ended by {@link #unlock}. */
    public DaxChunk lock(long page, Site site) {
        DaxChunk c = chunk(page);
        c.lock(site);
        return c;
    }

    public void unlock(DaxChunk c) {
        c.unlock();
    }

    /** The frame of a page's block, or 0 for a hole. Preconditions: the chunk is locked. */
    public int block(DaxChunk c, long page) {
        return c.block(c.at(page));
    }

    /**
     * The frame of a page that is about to be written: allocated and zeroed if it was a hole, and dirty from now on.
     *
     * <p>Preconditions: the chunk is locked; the caller's cursor is closed.
     *
     * @return the frame or -ENOSPC
     */
    public int blockForWrite(FileTask t, DaxChunk c, long page) {
        int i = c.at(page);
        if (c.block(i) == 0) {
            int fresh = device.blocks().alloc(i > 0 ? c.blocks[i - 1] : 0);
            if (fresh < 0) {
                return -Errno.ENOSPC;
            }
            give(t, c, i, fresh);
            changed();
        }
        if (c.zeros.get(i)) {
            // A process that has read the hole must find the block from now on.
            unmapRange(t, page, 1, false);
            c.zeros.clear(i);
        }
        if (!c.isGiant()) {
            c.dirty.set(i);
        }
        return c.block(i);
    }

    /** Puts a new block in the place of a hole: zeroed, and known by its owner. */
    private void give(FileTask t, DaxChunk c, int i, int frame) {
        zero(t, frame, 0, PAGE_SIZE);
        frames.setOwner(frame, this, c.first() + i);
        c.blocks[i] = frame;
        c.allocated++;
    }

    /** Clears part of a block, inside a section where the device is protected. */
    void zero(FileTask t, int frame, long from, long bytes) {
        boolean open = kernelAccess(t, frame, true);
        if (open) {
            Bytes.zero(frames.address(frame) + from, bytes);
        }
        kernelAccessEnd(t);
    }

    @Override
    public boolean kernelAccess(FileTask t, int pfn, boolean write) {
        StrayProtection protection = device.protection();
        if (protection == null) {
            return true;
        }
        TaskContext task = (TaskContext) t;
        protection.open(task, device);
        return protection.access(task, device, pfn, Devices.kernelAddress(pfn), write);
    }

    @Override
    public void kernelAccessEnd(FileTask t) {
        StrayProtection protection = device.protection();
        if (protection != null) {
            protection.close((TaskContext) t, device);
        }
    }

    @Override
    public boolean kernelAccessKeepsCpu() {
        StrayProtection protection = device.protection();
        return protection != null && protection.scope().keepsCpu();
    }

    /** Takes over a block that a stored directory names. */
    boolean restore(long page, int frame) {
        if (!device.blocks().claim(frame)) {
            return false;
        }
        DaxChunk c = chunk(page);
        int i = (int) (page % DaxChunk.PAGES);
        frames.setOwner(frame, this, page);
        c.blocks[i] = frame;
        c.allocated++;
        return true;
    }

    /** A page may be mapped by an entry of 4 KiB from now on; {@code zero}: as a hole. Preconditions: chunk locked. */
    public void mapped(DaxChunk c, long page, boolean zero) {
        int i = c.at(page);
        if (c.isGiant()) {
            c.parts.set(i / DaxChunk.PAGES);
        } else if (!c.huge) {
            c.entries.set(i);
        }
        c.touched.set(i);
        c.zeros.set(i, zero);
    }

    /**
     * The first frame of what an entry of a level around a page would map, which is made ready for it; -1 if smaller entries
     * have to do. A hole as a whole is filled for a write.
     *
     * <p>Preconditions: the chunk is locked.
     */
    public int hugeBlock(FileTask t, DaxChunk c, long page, int level, boolean write) {
        int pages = Geometry.pages(level);
        int from = c.at(page & -pages);
        if (!mayMap(c, level) || c.pages() < pages || isBroken(c, from, pages)) {
            return -1;
        }
        if (c.isGiant()) {
            c.touched.set(0); // One folio, looked at once.
            if (pages < c.pages()) {
                c.parts.set(from / DaxChunk.PAGES);
            }
            return c.block(from);
        }
        return hugeBlock(t, c, write);
    }

    /** Whether entries of a level may map a chunk: around a broken block smaller ones than elsewhere. */
    public boolean mayMap(DaxChunk c, int level) {
        return device.maps(level) || (!c.broken.isEmpty() && device.maps(c.isGiant() ? Geometry.PUD : Geometry.PMD));
    }

    private static boolean isBroken(DaxChunk c, int from, int pages) {
        int broken = c.broken.nextSetBit(from);
        return broken >= 0 && broken < from + pages;
    }

    /** As above for a chunk of 2 MiB. */
    private int hugeBlock(FileTask t, DaxChunk c, boolean write) {
        if (c.huge) {
            markHuge(c, write);
            return c.blocks[0];
        }
        // Any entry of 4 KiB in its place, even of a page that is unmapped by now, rules a huge one out.
        if (!c.entries.isEmpty() || c.first() + DaxChunk.PAGES > sizePages()) {
            return -1;
        }
        if (c.allocated == 0 && write) {
            int head = device.blocks().allocHuge();
            for (int i = 0; head >= 0 && i < DaxChunk.PAGES; i++) {
                give(t, c, i, head + i);
            }
            changed();
        }
        int head = c.hugeFrame();
        if (head < 0 || !idle(head)) {
            return -1;
        }
        makeFolio(c, head);
        markHuge(c, write);
        return head;
    }

    /** The frames of a chunk become one folio, unless entries count nothing. */
    private void makeFolio(DaxChunk c, int head) {
        if (!devmap()) {
            frames.deviceFolios().setFolio(head, DaxChunk.PAGES, HUGE_ORDER);
        }
        c.huge = true;
        c.touched.set(0, DaxChunk.PAGES);
    }

    static final int HUGE_ORDER = 9;

    private void markHuge(DaxChunk c, boolean write) {
        if (write && !whole) {
            c.dirty.set(0, DaxChunk.PAGES);
        }
    }

    private boolean idle(int head) {
        for (int i = 0; i < DaxChunk.PAGES; i++) {
            if (frames.refCount(head + i) > device.pin().idle(device.kind())) {
                return false;
            }
        }
        return true;
    }

    /** Makes durable what says which blocks are the file's ({@code vfs_fsync_range} of a MAP_SYNC fault). */
    public void settle() {
        changed();
    }

    /** The blocks of the file have changed: the directory must say so before anybody relies on it. */
    private void changed() {
        DaxDirectory d = directory;
        if (d != null) {
            d.changed(this);
        }
    }

    @Override
    public boolean announced(int pfn, long page) {
        DaxChunk c = nextChunk(page / DaxChunk.PAGES);
        return c != null && c.dirty.get(c.at(page));
    }

    // --- reads and writes -------------------------------------------------------------------------------------------

    @Override
    public int readPage(FileTask t, OpenFile file, long page, long wanted) {
        DaxChunk c = lock(page, READ);
        try {
            if (!device.isLive()) {
                return -Errno.EIO;
            }
            int frame = block(c, page);
            if (frame == 0) {
                return -1;
            }
            if (frames.test(frame, FrameFlags.HWPOISON)) {
                return -Errno.EIO;
            }
            hold(c, page, frame);
            return frame;
        } finally {
            unlock(c);
        }
    }

    /** A reference for a call that copies to or from the page. Preconditions: chunk locked. */
    private void hold(DaxChunk c, long page, int frame) {
        c.touched.set(c.at(page));
        frames.deviceFolios().get(frames.head(frame));
    }

    @Override
    public void putPage(int pfn, int cpu) {
        frames.put(frames.head(pfn), cpu);
    }

    @Override
    public int writeBegin(FileTask t, long page, int to, boolean fills) {
        iRwsem().assertWriteHeld();
        DaxChunk c = lock(page, WRITE);
        try {
            if (!device.isLive()) {
                return -Errno.EIO;
            }
            int frame = blockForWrite(t, c, page);
            if (frame >= 0) {
                hold(c, page, frame);
            }
            return frame;
        } finally {
            unlock(c);
        }
    }

    @Override
    public void writeEnd(FileTask t, int pfn, long position, int copied) {
        if (position + copied > size() && copied > 0) {
            setSize(position + copied);
            changed();
        }
        putPage(pfn, t.cpuId());
    }

    // --- sizes and blocks -------------------------------------------------------------------------------------------

    @Override
    protected long truncateLocked(FileTask t, long newSize) {
        if (whole) {
            return -Errno.EINVAL;
        }
        if (newSize >= size()) {
            setSize(newSize);
            changed();
            return 0;
        }
        invalidateLock().writeLock(SHRINK);
        try {
            // Before the size changes: what is pinned stays the file's, and faults come back while we wait.
            long hole = newSize + PAGE_SIZE - 1 >>> PAGE_SHIFT;
            layout.breakRange(t, hole, Long.MAX_VALUE, SHRINK);
            setSize(newSize);
            unmapRange(t, hole, Long.MAX_VALUE - hole, true);
            layout.zero(t, newSize, pageUp(newSize));
            layout.free(hole, Long.MAX_VALUE);
            changed();
            return 0;
        } finally {
            invalidateLock().writeUnlock();
        }
    }

    @Override
    protected long fallocateLocked(FileTask t, int mode, long offset, long length) {
        if (whole) {
            return -Errno.EOPNOTSUPP;
        }
        int kind = mode & ~Falloc.FALLOC_FL_KEEP_SIZE;
        long end = offset + length;
        if (kind == Falloc.FALLOC_FL_PUNCH_HOLE) {
            return punch(t, offset, end);
        }
        if (kind != 0) {
            return -Errno.EOPNOTSUPP;
        }
        if (SizeLimit.exceeded(end, t.fileSizeLimit())) {
            return -Errno.EFBIG;
        }
        long last = end + PAGE_SIZE - 1 >>> PAGE_SHIFT;
        for (long page = offset >>> PAGE_SHIFT; page < last; page++) {
            DaxChunk c = lock(page, ALLOCATE);
            boolean all = page % DaxChunk.PAGES == 0 && last - page >= DaxChunk.PAGES && c.allocated == 0;
            int head = all ? device.blocks().allocHuge() : -1;
            for (int i = 0; head >= 0 && i < DaxChunk.PAGES; i++) {
                give(t, c, i, head + i);
            }
            int frame = head >= 0 ? head : block(c, page) != 0 ? block(c, page) : blockForWrite(t, c, page);
            unlock(c);
            if (frame < 0) {
                return frame;
            }
            page += head >= 0 ? DaxChunk.PAGES - 1 : 0;
        }
        if ((mode & Falloc.FALLOC_FL_KEEP_SIZE) == 0 && end > size()) {
            setSize(end);
        }
        changed();
        return 0;
    }

    private long punch(FileTask t, long offset, long end) {
        invalidateLock().writeLock(PUNCH);
        try {
            long first = offset + PAGE_SIZE - 1 >>> PAGE_SHIFT;
            long last = end >>> PAGE_SHIFT;
            if (first <= last) {
                layout.breakRange(t, first, last, PUNCH);
                layout.zero(t, offset, first << PAGE_SHIFT);
                layout.zero(t, last << PAGE_SHIFT, end);
                layout.free(first, last);
            } else {
                layout.zero(t, offset, end);
            }
            changed();
            return 0;
        } finally {
            invalidateLock().writeUnlock();
        }
    }

    @Override
    public long sync(FileTask t, long first, long last) {
        if (!device.isLive()) {
            return -Errno.EIO;
        }
        DaxWriteback.range(this, t, first, last);
        return 0;
    }

    @Override
    protected long seek(long offset, boolean hole) {
        long size = size();
        if (offset < 0 || offset >= size) {
            return -Errno.ENXIO;
        }
        long page = offset >>> PAGE_SHIFT;
        while (page << PAGE_SHIFT < size && isHole(page) != hole) {
            page++;
        }
        if (page << PAGE_SHIFT >= size) {
            return hole ? size : -Errno.ENXIO;
        }
        return Math.max(offset, page << PAGE_SHIFT);
    }

    private boolean isHole(long page) {
        DaxChunk c = lock(page, SEEK);
        boolean hole = block(c, page) == 0;
        unlock(c);
        return hole;
    }

    /** Closed with the machine: blocks and directory stay as they are. */
    @Override
    protected void close(FileTask t) {
        frames.owners().release(ownerId());
    }

    /** {@code dax_break_layout_final}: nobody can reach the file any more, but devices may still be at its pages. */
    @Override
    protected void evict(FileTask t) {
        invalidateLock().writeLock(EVICT);
        layout.breakRange(t, 0, Long.MAX_VALUE, EVICT);
        layout.free(0, Long.MAX_VALUE);
        invalidateLock().writeUnlock();
        device.removeFile(this);
        frames.owners().release(ownerId());
    }

    // --- mappings and unbinding -------------------------------------------------------------------------------------

    @Override
    public void linked() {
        device.linked();
    }

    @Override
    public void unlinked() {
        device.unlinked();
    }

    int mappingCount() {
        iMmapLock().readLock(MAPPED);
        int n = iMmap().size();
        iMmapLock().readUnlock();
        return n;
    }

    /** Unmaps everything; a fault that began before has ended, a later one finds the device leaving. */
    void revoke(FileTask t) {
        invalidateLock().writeLock(REVOKE);
        if (Guard.UNBIND_REVOKES.holds(false)) {
            invalidateLock().writeUnlock();
            return;
        }
        unmapRange(t, 0, Long.MAX_VALUE, false);
        invalidateLock().writeUnlock();
    }

    /** Waits until nobody holds a page of the file. Preconditions: nothing is mapped, nor will be. */
    void awaitIdle(FileTask t) {
        layout.awaitIdle();
    }

    // --- what a cache would do --------------------------------------------------------------------------------------

    /** Nothing: the page is the store. */
    @Override
    public void markDirty(int pfn) {}

    @Override
    public long fault(FileTask t, OpenFile file, long page, long vmFlags, long vmPgoff, long vmPages) {
        throw new AssertionError("a page of a device is mapped under its chunk's lock");
    }

    @Override
    public int pageMkwrite(FileTask t, int pfn, long page) {
        throw new AssertionError("a page of a device is made writable under its chunk's lock");
    }

    @Override
    public String toString() {
        return "/" + device.name() + (whole ? "" : "/" + name);
    }
}
