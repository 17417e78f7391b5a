package dev.pinfold.mm.device;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * The way back from a device's memory that no CPU reaches: {@code migrate_to_ram}, and the eviction of all pages when the
 * device leaves.
 *
 * <p>An entry that names a frame of such a device is a reference of the frame. Each brings a page of its own back, as a place
 * in swap does, so what comes back is exclusive whoever else has the frame. The frame is read under the lock of the table that
 * names it: as long as an entry does, it is not given to others.
 */
public final class PrivateReturn {
    private static final Site OWNER = Site.lock("device.private: anon_vma lock over bringing pages back");
    private static final Site PAGE = Site.lock(
            "device.private: folio lock of a page that is brought back, against who is just moving one there");

    private static final int NEW =
            FrameFlags.ANON | FrameFlags.SWAPBACKED | FrameFlags.UPTODATE | FrameFlags.ANON_EXCLUSIVE;

    private PrivateReturn() {}

    /**
     * Fills a new frame with the page that a note names, and gives the entry that maps it. The caller puts that in the note's
     * place and drops the note's reference.
     *
     * <p>Preconditions: the table with the note is locked; nobody else can reach the frame.
     */
    public static long fill(Frames frames, Vma vma, AnonVma anon, long address, long note, int to) {
        Bytes.copy(frames.address(Pte.pfn(note)), frames.address(to), PAGE_SIZE);
        frames.startMapped(to, NEW, anon, vma.pageIndex(address));
        long e = PageProt.mayWrite(vma, Pte.of(to, PageProt.of(vma) | Pte.ACCESSED | Pte.DIRTY));
        return e & ~Pte.DIRTY | note & (Pte.SOFT_DIRTY | Pte.UFFD_WP);
    }

    /**
     * Brings every page back that lies on a device. Where memory is short pages stay, and who waits for the device waits for
     * their programs.
     *
     * <p>Preconditions: inside a call, no lock but the device's held; the page map is killed, so that no page comes.
     */
    static void all(TaskContext t, Device d) {
        Frames frames = t.kernel().frames();
        for (int page = d.start(), end = page + d.frameCount(); page < end; page++) {
            for (boolean more = true; more && frames.tryGet(page); ) {
                int to = frames.alloc(Zone.MOVABLE, 0, t.cpuId());
                more = to >= 0 && one(t, frames, page, to);
                if (to >= 0 && !more) {
                    frames.put(to, t.cpuId());
                }
                frames.put(page, t.cpuId());
            }
        }
    }

    /** Gives {@code to} to one who has the page; false if nobody has it. */
    private static boolean one(TaskContext t, Frames frames, int page, int to) {
        // A task that moves a page here holds this lock until its entries say so.
        frames.lock(page, PAGE);
        boolean done = false;
        // Its owner lives as long as an entry names the page.
        if (frames.owner(page) instanceof AnonVma anon && anon.tryGet()) {
            done = !RmapWalk.anon(
                    anon, frames.index(page), 1, OWNER, (m, from, end) -> !at(t, frames, m, anon, from, end, page, to));
            anon.put();
        }
        frames.unlock(page);
        return done;
    }

    private static boolean at(
            TaskContext t, Frames frames, Mapped m, AnonVma anon, long from, long end, int page, int to) {
        TableCursor c = t.cursor();
        c.open(m.tables(), from, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        long note = c.next() && !c.huge() ? c.get(c.first()) : 0;
        boolean here = Pte.isDevicePrivate(note) && Pte.pfn(note) == page;
        if (here) {
            Vma vma = (Vma) m;
            AnonVma own = vma.anonVma();
            c.exchange(c.first(), fill(frames, vma, own == null ? anon : own, from, note, to));
        }
        c.close();
        if (here) {
            frames.put(page, t.cpuId());
        }
        return here;
    }
}
