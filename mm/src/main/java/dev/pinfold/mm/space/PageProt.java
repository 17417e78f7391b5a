package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.VmFlags.VM_ACCESS_FLAGS;
import static dev.pinfold.mm.abi.VmFlags.VM_EXEC;
import static dev.pinfold.mm.abi.VmFlags.VM_PKEY_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_PKEY_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.table.Pte;

/**
 * The rights that a mapping's entries have: {@code vm_page_prot} and {@code vma_set_page_prot}.
 *
 * <p>Hardware knows no memory that can be written or executed and not read, so any right lets loads through. A private
 * mapping's entries are read-only until a fault has made the page the mapping's own; a shared one's are writable at once,
 * unless its file wants to hear of the first store to a clean page.
 */
public final class PageProt {
    private PageProt() {}

    /** The bits of a new entry, without a frame and without what the CPU notes. */
    public static long of(Vma vma) {
        return of(vma.flags(), wantsWriteNotify(vma));
    }

    /** The bits for VM_ flags; {@code notify} withholds the right to write from a shared mapping. */
    public static long of(long flags, boolean notify) {
        long bits = Pte.USER | ((flags & VM_ACCESS_FLAGS) != 0 ? Pte.PRESENT : Pte.PROTNONE);
        if ((flags & VM_EXEC) == 0) {
            bits |= Pte.NX;
        }
        if ((flags & (VM_SHARED | VM_WRITE)) == (VM_SHARED | VM_WRITE) && !notify) {
            bits |= Pte.WRITE;
        }
        return bits | (flags & VM_PKEY_MASK) >>> VM_PKEY_SHIFT << Pte.PKEY_SHIFT;
    }

    /** {@code vma_wants_writenotify}: the file must be told before a clean page of it is written. */
    public static boolean wantsWriteNotify(Vma vma) {
        if ((vma.flags() & (VM_SHARED | VM_WRITE)) != (VM_SHARED | VM_WRITE)) {
            return false;
        }
        OpenFile file = vma.file();
        return file != null && file.mapping().announcesStores();
    }

    /** {@code maybe_mkwrite}: the entry with the right to write, if the mapping has it. */
    public static long mayWrite(Vma vma, long entry) {
        return vma.has(VM_WRITE) ? entry | Pte.WRITE : entry;
    }
}
