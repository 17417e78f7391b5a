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
import dev.pinfold.mm.space.VmFault;
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

    private DaxFault() {}

    /** Resolves a fault where no entry is, or a store through a read-only entry of a shared mapping. */
    static Outcome handle(VmFault f, DaxMapping dax) {
        boolean copies = f.write() && !f.vma().has(VM_SHARED);
        if (copies && !AnonymousFault.prepare(f)) {
            return Outcome.RETRY;
        }
        long index = f.pageIndex();
        dax.invalidateLock().readLock(INVALIDATE);
        try {
            if (index >= dax.sizePages() || !dax.device().isLive()) {
                return Outcome.BUS;
            }
            DaxChunk c = dax.lock(index, ENTRY);
            try {
                return copies ? copy(f, dax, c) : map(f, dax, c);
            } finally {
                dax.unlock(c);
            }
        } finally {
            dax.invalidateLock().readUnlock();
        }
    }

    /** A private mapping's store: always a page of its own, never a huge one ({@code dax_fault_cow_page}). */
    private static Outcome copy(VmFault f, DaxMapping dax, DaxChunk c) {
        Frames frames = f.frames();
        int block = dax.block(c, f.pageIndex());
        if (block != 0 && frames.test(block, FrameFlags.HWPOISON)) {
            return Outcome.HWPOISON;
        }
        int copy = frames.alloc(Zone.MOVABLE, 0, f.cpu());
        if (copy < 0) {
            return Outcome.OOM;
        }
        if (block == 0) {
            Bytes.zero(frames.address(copy), PAGE_SIZE);
        } else {
            if (dax.kernelAccess(f.task(), block, false)) {
                Bytes.copy(frames.address(block), frames.address(copy), PAGE_SIZE);
            }
            dax.kernelAccessEnd(f.task());
        }
        return AnonymousFault.install(f, copy, FaultKind.DAX_COPY, true);
    }

    private static Outcome map(VmFault f, DaxMapping dax, DaxChunk c) {
        boolean write = f.write();
        long index = f.pageIndex();
        for (int level = Geometry.PUD; level >= Geometry.PMD; level--) {
            Outcome huge = mapHuge(f, dax, c, level);
            if (huge != Outcome.RETRY) {
                return huge;
            }
        }
        int block = write ? dax.blockForWrite(f.task(), c, index) : dax.block(c, index);
        if (block < 0) {
            return Outcome.BUS;
        }
        if (block == 0) {
            return mapHole(f, dax, c);
        }
        if (f.frames().test(block, FrameFlags.HWPOISON)) {
            return Outcome.HWPOISON;
        }
        if (!dax.mayMap(c, Geometry.PTE)) {
            return Outcome.BUS;
        }
        dax.mapped(c, index, false);
        settle(f, dax);
        TableCursor cursor = f.cursor();
        boolean table = f.open(TableCursor.ALLOC);
        if (table) {
            long e = cursor.get();
            if (Pte.none(e)) {
                count(f, dax, block, Geometry.PTE);
                cursor.set(Pte.of(block, bits(f, dax)));
                FaultKind.DAX.count(f.task());
            } else if (write && Pte.present(e) && Pte.pfn(e) == block) {
                CopyOnWrite.makeWritable(cursor, f.vma(), e);
                FaultKind.DAX.count(f.task());
            }
        }
        cursor.close();
        return table ? Outcome.DONE : Outcome.OOM;
    }

    /** A load from a hole finds the page of zeros, until somebody fills the hole. */
    private static Outcome mapHole(VmFault f, DaxMapping dax, DaxChunk c) {
        dax.mapped(c, f.pageIndex(), true);
        TableCursor cursor = f.cursor();
        boolean table = f.open(TableCursor.ALLOC);
        if (table && Pte.none(cursor.get())) {
            // Read-only in any case: a store must come here first.
            long bits = PageProt.of(f.vma()) & ~Pte.WRITE | Pte.SPECIAL | Pte.ACCESSED;
            cursor.set(Pte.of(f.frames().zeroPfn(), bits));
            FaultKind.DAX.count(f.task());
        }
        cursor.close();
        return table ? Outcome.DONE : Outcome.OOM;
    }

    /**
     * One entry of a level for the 2 MiB or the GiB around the page, if mapping and file agree on their borders and the
     * blocks allow it ({@code create_huge_pud}, {@code create_huge_pmd}).
     *
     * @return {@link Outcome#RETRY} if smaller entries have to do
     */
    private static Outcome mapHuge(VmFault f, DaxMapping dax, DaxChunk c, int level) {
        Vma vma = f.vma();
        boolean write = f.write();
        long start = f.page() & -Geometry.span(level);
        boolean fits = start >= vma.start()
                && start + Geometry.span(level) <= vma.end()
                && (vma.pageIndex(start) & Geometry.pages(level) - 1) == 0
                && !vma.has(VM_NOHUGEPAGE);
        if (!fits) {
            return Outcome.RETRY;
        }
        int block = dax.hugeBlock(f.task(), c, f.pageIndex(), level, write);
        if (block < 0) {
            return Outcome.RETRY;
        }
        settle(f, dax);
        TableCursor cursor = f.cursor();
        if (!cursor.openHuge(vma.tables(), start, level)) {
            boolean failed = cursor.failed();
            cursor.close();
            // A larger entry maps the page: the access is tried again.
            return failed ? Outcome.OOM : Outcome.DONE;
        }
        FaultKind kind = level == Geometry.PUD ? FaultKind.DAX_GIANT : FaultKind.DAX_HUGE;
        Outcome outcome = Outcome.RETRY;
        long e = cursor.get();
        // Looked at again under the lock: a table may have come since the fault began.
        if (Guard.DAX_PMD_STILL_EMPTY.holds(Pte.none(e))) {
            count(f, dax, block, level);
            cursor.set(Pte.of(block, bits(f, dax) | Pte.HUGE));
            kind.count(f.task());
            outcome = Outcome.DONE;
        } else if (Pte.huge(e)) {
            if (write && !Pte.writable(e)) {
                CopyOnWrite.makeWritable(cursor, f.vma(), e);
                kind.count(f.task());
            }
            outcome = Outcome.DONE;
        }
        cursor.close();
        return outcome;
    }

    /** MAP_SYNC: what the store will rely on must be durable before it becomes possible. */
    private static void settle(VmFault f, DaxMapping dax) {
        if (f.write() && f.vma().has(VM_SYNC)) {
            dax.settle();
        }
    }

    private static long bits(VmFault f, DaxMapping dax) {
        Vma vma = f.vma();
        long bits = PageProt.of(vma) | Pte.ACCESSED | (dax.countsEntries() ? 0 : Pte.DEVMAP);
        return f.write() ? PageProt.mayWrite(vma, bits | Pte.DIRTY) : bits;
    }

    /** The entry's reference and map count, taken before anybody can find the entry. */
    private static void count(VmFault f, DaxMapping dax, int block, int level) {
        Frames frames = f.frames();
        if (dax.countsEntries()) {
            frames.deviceFolios().get(frames.head(block));
            FolioMaps.add(frames, block, level, 1);
        }
    }
}
