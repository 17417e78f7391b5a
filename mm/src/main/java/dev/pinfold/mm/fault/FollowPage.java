package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_IO;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYREAD;
import static dev.pinfold.mm.abi.VmFlags.VM_PFNMAP;
import static dev.pinfold.mm.abi.VmFlags.VM_READ;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.Pkru;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * A page of some address space for somebody who is not an instruction of its tasks: the slow way of
 * {@code get_user_pages}. Faults the page in where it is missing; never grows a stack.
 *
 * <p>Preconditions of every method: the mmap lock of the VMA's space is held for reading; the caller's cursor is closed.
 */
public final class FollowPage {
    private FollowPage() {}

    /**
     * Whether a walker may use pages of the mapping: {@code check_vma_flags}. Unlike an instruction it needs VM_READ to
     * read, whatever hardware would allow. The mapping is one of the task's own, so its key counts.
     *
     * @param force also read where only VM_MAYREAD is set
     */
    public static boolean allowed(TaskContext t, Vma vma, boolean write, boolean force) {
        if (vma.has(VM_IO | VM_PFNMAP) || !Pkru.allows(t.pkru(), vma.pkey(), write)) {
            return false;
        }
        if (write) {
            return vma.has(VM_WRITE);
        }
        return vma.has(VM_READ) || (force && vma.has(VM_MAYREAD));
    }

    /** {@link #faultIn(VmFault)} for one page, on behalf of {@code t}. */
    public static long faultIn(TaskContext t, Vma vma, long page, Access access) {
        VmFault f = t.beginFault(page, access).in(vma, false);
        try {
            return faultIn(f);
        } finally {
            f.end();
        }
    }

    /**
     * Makes sure that a page is present, and may be written if that is asked.
     *
     * @return 0, -ENOMEM, or -EFAULT where an instruction would get a signal
     */
    static long faultIn(VmFault f) {
        while (true) {
            long e = f.look();
            if (Pte.present(e) && (!f.write() || Pte.writable(e))) {
                if (!f.write() || Pte.dirty(e) || willBeDirty(f)) {
                    return 0;
                }
                continue;
            }
            long error = FaultHandler.faultIn(f, false);
            if (error != 0) {
                return error;
            }
        }
    }

    /**
     * A caller that asks for a page to write to it may do so where no CPU sets a dirty bit, so the page is dirty from here on
     * (FOLL_TOUCH of {@code follow_page_pte} and {@code touch_pmd}). False if the entry is another one by now.
     */
    private static boolean willBeDirty(VmFault f) {
        Frames frames = f.frames();
        TableCursor c = f.cursor();
        c.open(f.tables(), f.page(), f.page() + PAGE_SIZE, TableCursor.READ | TableCursor.HUGE_PART);
        boolean found = c.next();
        long e = found ? c.get(c.first()) : 0;
        found = found && Pte.present(e) && Pte.writable(e);
        if (found && c.huge()) {
            found = c.cas(c.first(), e, e | Pte.ACCESSED | Pte.DIRTY);
        } else if (found) {
            int folio = frames.head(Pte.pfn(e));
            if (frames.owner(folio) instanceof FileMapping file) {
                file.markDirty(folio);
            } else if (!frames.test(folio, FrameFlags.DIRTY)) {
                frames.set(folio, FrameFlags.DIRTY);
            }
        }
        c.close();
        return found;
    }
}
