package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.device.PrivateReturn;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/** Access to an entry that is neither empty nor present: {@code do_swap_page} and {@code handle_pte_marker}. */
final class SwapFault {
    private static final Site MIGRATION = Site.await("fault.note: wait until a page that is being moved has arrived");

    private SwapFault() {}

    static Outcome handle(VmFault f) {
        long page = f.page();
        // What was seen without the lock may have been in a table that was freed since, and then names no frame.
        TableCursor c = f.cursor();
        c.open(f.tables(), page, page + PAGE_SIZE, TableCursor.READ | TableCursor.HUGE_PART);
        long e = c.next() ? c.get(c.first()) : 0;
        c.close();
        if (Pte.isMigration(e)) {
            // The task that moves the page needs no lock that is held here, and leaves the entry changed.
            PageTables tables = f.tables();
            Frames frames = f.frames();
            long key = frames.memory().address(frames.head(Pte.pfn(e)));
            Waits.await(MIGRATION, key, () -> !Pte.isMigration(tables.entry(page)));
            return Outcome.DONE;
        }
        if (Pte.isSwap(e) || Pte.isDevicePrivate(e)) {
            return bringBack(f);
        }
        return Pte.isGuard(e) ? Outcome.SEGV : Pte.isHwpoison(e) ? Outcome.HWPOISON : Outcome.DONE;
    }

    /**
     * Brings a page back from swap, or from memory of a device that no CPU reaches. Each address space gets a frame of its
     * own, so the page is exclusive whoever else has the slot. The slot is read under the table's lock: as long as the entry
     * names it, it is not given to others, and who comes second finds another entry.
     */
    private static Outcome bringBack(VmFault f) {
        if (!AnonymousFault.prepare(f)) {
            return Outcome.RETRY;
        }
        Vma vma = f.vma();
        Frames frames = f.frames();
        int pfn = frames.alloc(Zone.MOVABLE, 0, f.cpu());
        if (pfn < 0) {
            return Outcome.OOM;
        }
        TableCursor c = f.cursor();
        boolean table = f.open(TableCursor.WRITE);
        long now = table ? c.get() : 0;
        boolean mine = Pte.isSwap(now);
        if (mine) {
            Bytes.copy(frames.swap().address(Pte.slot(now)), frames.address(pfn), PAGE_SIZE);
            long entry = AnonymousFault.newPage(f, pfn) & ~Pte.DIRTY | now & (Pte.SOFT_DIRTY | Pte.UFFD_WP);
            c.exchange(f.write() ? PageProt.mayWrite(vma, entry | Pte.DIRTY) : entry);
            frames.swap().put(Pte.slot(now));
            FaultKind.SWAP_IN.count(f.task());
        }
        boolean here = Pte.isDevicePrivate(now);
        if (here) {
            long entry = PrivateReturn.fill(frames, vma, AnonymousFault.anonVma(vma), f.page(), now, pfn);
            c.exchange(f.write() ? PageProt.mayWrite(vma, entry | Pte.DIRTY) : entry);
            FaultKind.FROM_DEVICE.count(f.task());
        }
        boolean failed = c.failed();
        c.close();
        if (here) {
            frames.put(Pte.pfn(now), f.cpu());
        } else if (!mine) {
            frames.put(pfn, f.cpu());
        }
        return failed ? Outcome.OOM : Outcome.DONE;
    }
}
