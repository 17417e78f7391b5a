package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_PFNMAP;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.device.DevPagemap;
import dev.pinfold.mm.device.Device;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.reclaim.DeviceTarget;
import dev.pinfold.mm.reclaim.ToDevice;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/** What a driver does that moves a program's memory to its device: {@code migrate_vma_setup} to {@code _finalize}. */
public final class MigrateToDevice {
    private static final Site MAP = Site.lock("migrate.device: mmap lock over the mapping whose pages move");

    private MigrateToDevice() {}

    /**
     * Moves the private pages of {@code [addr, addr + count * 4096)} to a device. Those that are not there, of a file, huge,
     * pinned or held stay, and the rest when the device is full.
     *
     * @return how many moved; -EINVAL if {@code addr} is no multiple of the page size, {@code count} not above 0, the range
     *     not inside one mapping, or the device not private; -ENODEV if it is not bound
     */
    public static long run(TaskContext t, long addr, int count, Device d) {
        long end = addr + ((long) count << PAGE_SHIFT);
        if (d.kind() != DeviceKind.PRIVATE || (addr & ~PAGE_MASK) != 0 || count <= 0 || addr < 0 || end < 0) {
            return -Errno.EINVAL;
        }
        DevPagemap pgmap = d.pgmap();
        if (pgmap == null) {
            return -Errno.ENODEV;
        }
        DeviceTarget target = new DeviceTarget() {
            @Override
            public int take() {
                return d.takePrivate(t);
            }

            @Override
            public boolean leaves() {
                return pgmap.isDying();
            }
        };
        Space space = t.space();
        space.readLock(MAP);
        try {
            Vma vma = space.lookup(addr);
            if (vma == null || end > vma.end() || vma.has(VM_PFNMAP)) {
                return -Errno.EINVAL;
            }
            long moved = 0;
            for (long at = addr; at < end; at += PAGE_SIZE) {
                int page = hold(t, vma, at);
                if (page >= 0) {
                    int result = ToDevice.page(t, page, target);
                    t.kernel().frames().put(page, t.cpuId());
                    if (result < 0) {
                        break;
                    }
                    moved += result;
                }
            }
            return moved;
        } finally {
            space.readUnlock();
        }
    }

    /** The private page at an address, with a reference; -1 if there is none of 4 KiB. */
    private static int hold(TaskContext t, Vma vma, long at) {
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        c.open(vma.tables(), at, at + PAGE_SIZE, TableCursor.RMAP | TableCursor.HUGE_PART);
        int page = -1;
        if (c.next() && !c.huge()) {
            long e = c.get(c.first());
            int pfn = Pte.pfn(e);
            if (Pte.present(e)
                    && Pte.counted(e)
                    && !frames.isDevice(pfn)
                    && !frames.test(pfn, FrameFlags.HEAD | FrameFlags.TAIL)
                    && frames.test(pfn, FrameFlags.ANON)) {
                frames.get(pfn);
                page = pfn;
            }
        }
        c.close();
        return page;
    }
}
