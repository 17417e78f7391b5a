package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_NOHUGEPAGE;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_SYNC;

import dev.pinfold.mm.device.DaxChunk;
import dev.pinfold.mm.device.DaxMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * Access to a page of a file that lies on a device: {@code dax_iomap_fault}.
 *
 * <p>From the look at the block to the entry that maps it the file's invalidate lock is held for reading, which keeps blocks
 * and the device from going, and the lock of the 2 MiB around the page, which keeps others from giving it another block or
 * an entry of another size. A device that is leaving, and what lies beyond the end, is a SIGBUS.
 */
final class DaxFault {
    private static final Site INVALIDATE = Site.lock("dax.fault: invalidate lock from the block to the entry");
    private static final Site ENTRY = Site.lock("dax.fault: chunk lock from the block to the entry");

    private final TaskContext t;
    private final Vma vma;
    private final DaxMapping dax;
    private final Frames frames;
    private final long page;
    private final long index;

    private DaxFault(TaskContext t, Vma vma, DaxMapping dax, long page) {
        this.t = t;
        this.vma = vma;
        this.dax = dax;
        this.frames = t.kernel().frames();
        this.page = page;
        this.index = vma.pageIndex(page);
    }

    /** Resolves a fault where no entry is, or a store through a read-only entry of a shared mapping. */
    static int handle(TaskContext t, Vma vma, DaxMapping dax, long page, int flags) {
        boolean write = (flags & Fault.WRITE) != 0;
        boolean copies = write && !vma.has(VM_SHARED);
        if (copies && !AnonymousFault.prepare(t, vma, flags)) {
            return Fault.RETRY;
        }
        DaxFault f = new DaxFault(t, vma, dax, page);
        dax.invalidateLock().readLock(INVALIDATE);
        try {
            if (f.index >= dax.sizePages() || !dax.device().isLive()) {
                return Fault.BUS;
            }
            DaxChunk c = dax.lock(f.index, ENTRY);
            try {
                return copies ? f.copy(c) : f.map(c, write);
            } finally {
                dax.unlock(c);
            }
        } finally {
            dax.invalidateLock().readUnlock();
        }
    }

    /** A private mapping's store: always a page of its own, never a huge one ({@code dax_fault_cow_page}). */
    private int copy(DaxChunk c) {
        int block = dax.block(c, index);
        if (block != 0 && frames.test(block, FrameFlags.HWPOISON)) {
            return Fault.HWPOISON;
        }
        int copy = frames.alloc(Zone.MOVABLE, 0, t.cpuId());
        if (copy < 0) {
            return Fault.OOM;
        }
        if (block == 0) {
            Bytes.zero(frames.address(copy), PAGE_SIZE);
        } else {
            if (dax.kernelAccess(t, block, false)) {
                Bytes.copy(frames.address(block), frames.address(copy), PAGE_SIZE);
            }
            dax.kernelAccessEnd(t);
        }
        return AnonymousFault.install(t, vma, page, copy, FaultKind.DAX_COPY, true);
    }

    private int map(DaxChunk c, boolean write) {
        for (int level = Geometry.PUD; level >= Geometry.PMD; level--) {
            int huge = mapHuge(c, level, write);
            if (huge != Fault.RETRY) {
                return huge;
            }
        }
        int block = write ? dax.blockForWrite(t, c, index) : dax.block(c, index);
        if (block < 0) {
            return Fault.BUS;
        }
        if (block == 0) {
            return mapHole(c);
        }
        if (frames.test(block, FrameFlags.HWPOISON)) {
            return Fault.HWPOISON;
        }
        if (!dax.mayMap(c, Geometry.PTE)) {
            return Fault.BUS;
        }
        dax.mapped(c, index, false);
        settle(write);
        TableCursor cursor = t.cursor();
        boolean table = cursor.openAt(vma.tables(), page, TableCursor.ALLOC);
        if (table) {
            long e = cursor.get();
            if (Pte.none(e)) {
                count(block, Geometry.PTE);
                cursor.set(Pte.of(block, bits(write)));
                FaultKind.DAX.count(t);
            } else if (write && Pte.present(e) && Pte.pfn(e) == block) {
                CopyOnWrite.makeWritable(cursor, vma, e);
                FaultKind.DAX.count(t);
            }
        }
        cursor.close();
        return table ? Fault.DONE : Fault.OOM;
    }

    /** A load from a hole finds the page of zeros, until somebody fills the hole. */
    private int mapHole(DaxChunk c) {
        dax.mapped(c, index, true);
        TableCursor cursor = t.cursor();
        boolean table = cursor.openAt(vma.tables(), page, TableCursor.ALLOC);
        if (table && Pte.none(cursor.get())) {
            // Read-only in any case: a store must come here first.
            long bits = PageProt.of(vma) & ~Pte.WRITE | Pte.SPECIAL | Pte.ACCESSED;
            cursor.set(Pte.of(frames.zeroPfn(), bits));
            FaultKind.DAX.count(t);
        }
        cursor.close();
        return table ? Fault.DONE : Fault.OOM;
    }

    /**
     * One entry of a level for the 2 MiB or the GiB around the page, if mapping and file agree on their borders and the
     * blocks allow it ({@code create_huge_pud}, {@code create_huge_pmd}).
     *
     * @return {@link Fault#RETRY} if smaller entries have to do
     */
    private int mapHuge(DaxChunk c, int level, boolean write) {
        long start = page & -Geometry.span(level);
        boolean fits = start >= vma.start()
                && start + Geometry.span(level) <= vma.end()
                && (vma.pageIndex(start) & Geometry.pages(level) - 1) == 0
                && !vma.has(VM_NOHUGEPAGE);
        if (!fits) {
            return Fault.RETRY;
        }
        int block = dax.hugeBlock(t, c, index, level, write);
        if (block < 0) {
            return Fault.RETRY;
        }
        settle(write);
        TableCursor cursor = t.cursor();
        if (!cursor.openHuge(vma.tables(), start, level)) {
            boolean failed = cursor.failed();
            cursor.close();
            // A larger entry maps the page: the access is tried again.
            return failed ? Fault.OOM : Fault.DONE;
        }
        FaultKind kind = level == Geometry.PUD ? FaultKind.DAX_GIANT : FaultKind.DAX_HUGE;
        int outcome = Fault.RETRY;
        long e = cursor.get();
        // Looked at again under the lock: a table may have come since the fault began.
        if (Guard.DAX_PMD_STILL_EMPTY.holds(Pte.none(e))) {
            count(block, level);
            cursor.set(Pte.of(block, bits(write) | Pte.HUGE));
            kind.count(t);
            outcome = Fault.DONE;
        } else if (Pte.huge(e)) {
            if (write && !Pte.writable(e)) {
                CopyOnWrite.makeWritable(cursor, vma, e);
                kind.count(t);
            }
            outcome = Fault.DONE;
        }
        cursor.close();
        return outcome;
    }

    /** MAP_SYNC: what the store will rely on must be durable before it becomes possible. */
    private void settle(boolean write) {
        if (write && vma.has(VM_SYNC)) {
            dax.settle();
        }
    }

    private long bits(boolean write) {
        long bits = PageProt.of(vma) | Pte.ACCESSED | (dax.countsEntries() ? 0 : Pte.DEVMAP);
        return write ? PageProt.mayWrite(vma, bits | Pte.DIRTY) : bits;
    }

    /** The entry's reference and map count, taken before anybody can find the entry. */
    private void count(int block, int level) {
        if (dax.countsEntries()) {
            frames.deviceFolios().get(frames.head(block));
            FolioMaps.add(frames, block, level, 1);
        }
    }
}
