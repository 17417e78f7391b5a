package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.device.PrivateReturn;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import java.util.Objects;

/** Access to an entry that is neither empty nor present: {@code do_swap_page} and {@code handle_pte_marker}. */
final class SwapFault {
    private static final Site MIGRATION = Site.await("fault.note: wait until a page that is being moved has arrived");

    private SwapFault() {}

    static int handle(TaskContext t, Vma vma, long page, int flags) {
        // What was seen without the lock may have been in a table that was freed since, and then names no frame.
        TableCursor c = t.cursor();
        c.open(vma.tables(), page, page + PAGE_SIZE, TableCursor.READ | TableCursor.HUGE_PART);
        long e = c.next() ? c.get(c.first()) : 0;
        c.close();
        if (Pte.isMigration(e)) {
            // The task that moves the page needs no lock that is held here, and leaves the entry changed.
            PageTables tables = vma.tables();
            Frames frames = t.kernel().frames();
            long key = frames.memory().address(frames.head(Pte.pfn(e)));
            Waits.await(MIGRATION, key, () -> !Pte.isMigration(tables.entry(page)));
            return Fault.DONE;
        }
        if (Pte.isSwap(e) || Pte.isDevicePrivate(e)) {
            return bringBack(t, vma, page, flags);
        }
        return Pte.isGuard(e) ? Fault.SEGV : Pte.isHwpoison(e) ? Fault.HWPOISON : Fault.DONE;
    }

    /**
     * Brings a page back from swap, or from memory of a device that no CPU reaches. Each address space gets a frame of its
     * own, so the page is exclusive whoever else has the slot. The slot is read under the table's lock: as long as the entry
     * names it, it is not given to others, and who comes second finds another entry.
     */
    private static int bringBack(TaskContext t, Vma vma, long page, int flags) {
        if (!AnonymousFault.prepare(t, vma, flags)) {
            return Fault.RETRY;
        }
        Frames frames = t.kernel().frames();
        int pfn = frames.alloc(Zone.MOVABLE, 0, t.cpuId());
        if (pfn < 0) {
            return Fault.OOM;
        }
        TableCursor c = t.cursor();
        boolean table = c.openAt(vma.tables(), page, TableCursor.WRITE);
        long now = table ? c.get() : 0;
        boolean mine = Pte.isSwap(now);
        if (mine) {
            Bytes.copy(frames.swap().address(Pte.slot(now)), frames.address(pfn), PAGE_SIZE);
            long entry =
                    AnonymousFault.newPage(frames, vma, page, pfn) & ~Pte.DIRTY | now & (Pte.SOFT_DIRTY | Pte.UFFD_WP);
            c.exchange((flags & Fault.WRITE) != 0 ? PageProt.mayWrite(vma, entry | Pte.DIRTY) : entry);
            frames.swap().put(Pte.slot(now));
            FaultKind.SWAP_IN.count(t);
        }
        boolean here = Pte.isDevicePrivate(now);
        if (here) {
            long entry = PrivateReturn.fill(frames, vma, Objects.requireNonNull(vma.anonVma()), page, now, pfn);
            c.exchange((flags & Fault.WRITE) != 0 ? PageProt.mayWrite(vma, entry | Pte.DIRTY) : entry);
            FaultKind.FROM_DEVICE.count(t);
        }
        boolean failed = c.failed();
        c.close();
        if (here) {
            frames.put(Pte.pfn(now), t.cpuId());
        } else if (!mine) {
            frames.put(pfn, t.cpuId());
        }
        return failed ? Fault.OOM : Fault.DONE;
    }
}
