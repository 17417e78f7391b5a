package dev.pinfold.mm.huge;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_HUGEPAGE;
import static dev.pinfold.mm.abi.VmFlags.VM_HUGETLB;
import static dev.pinfold.mm.abi.VmFlags.VM_NOHUGEPAGE;
import static dev.pinfold.mm.abi.VmFlags.VM_SPECIAL;

import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.space.HugePages;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Geometry;

/**
 * Where huge pages may be: {@code thp_vma_allowable_order}. Asked under the mapping's lock or the mmap lock; the process's
 * own switch may be turned at any time, and what was decided before stays.
 */
public final class Eligibility {
    private Eligibility() {}

    /** Whether a fault on anonymous memory may bring a huge page. */
    public static boolean inFault(Vma vma) {
        return wanted(vma) && !switchedOff(vma, false);
    }

    /** {@code khugepaged}: as a fault, and the mapping has room for a huge page and anonymous memory already. */
    public static boolean forKhugepaged(Vma vma) {
        return vma.isAnonymous() && inFault(vma) && suits(vma) && vma.anonVma() != null;
    }

    /** MADV_COLLAPSE, which asks for it expressly: the machine's setting does not matter. Of files only those in memory. */
    public static boolean forCollapse(Vma vma) {
        return !switchedOff(vma, true)
                && suits(vma)
                && (vma.isAnonymous() || vma.mapping() instanceof ShmemMapping && isAligned(vma));
    }

    /** Whether a huge folio that a file has for an aligned 2 MiB of a mapping may be mapped as one ({@code do_set_pmd}). */
    static boolean mapsHuge(Vma vma, long start) {
        return !switchedOff(vma, true) && fits(vma, start) && isAligned(vma);
    }

    /** Whether borders of 2 MiB in a file are such in the mapping's addresses. */
    private static boolean isAligned(Vma vma) {
        return ((vma.start() >>> PAGE_SHIFT) - vma.pgoff() & Geometry.ENTRIES - 1) == 0;
    }

    /** The line THPeligible of smaps. */
    public static boolean shown(Vma vma) {
        return vma.isAnonymous() && inFault(vma) && hasRoomBelowItsEnd(vma);
    }

    /**
     * As {@link #hasRoom}, in the way Linux finds out for smaps, which starts 2 MiB below the mapping's end: for one that
     * ends lower than that the address wraps, and the line says 1.
     */
    private static boolean hasRoomBelowItsEnd(Vma vma) {
        long at = vma.end() - PMD_SIZE & PMD_MASK;
        return Long.compareUnsigned(at, vma.start()) >= 0 && Long.compareUnsigned(at + PMD_SIZE, vma.end()) <= 0;
    }

    /** Whether a huge page at an address would lie inside the mapping ({@code thp_vma_suitable_order}). */
    public static boolean fits(Vma vma, long start) {
        return start >= vma.start() && start + PMD_SIZE <= vma.end();
    }

    private static boolean suits(Vma vma) {
        return !vma.has(VM_SPECIAL | VM_HUGETLB) && hasRoom(vma);
    }

    /** Whether the mapping holds an aligned 2 MiB at all. */
    private static boolean hasRoom(Vma vma) {
        return fits(vma, vma.start() + PMD_SIZE - 1 & PMD_MASK);
    }

    private static boolean wanted(Vma vma) {
        HugePages mode = vma.space().kernel().hugePages();
        return mode == HugePages.ALWAYS || (mode == HugePages.MADVISE && vma.has(VM_HUGEPAGE));
    }

    /** {@code vma_thp_disabled}. */
    private static boolean switchedOff(Vma vma, boolean forced) {
        if (vma.has(VM_NOHUGEPAGE)) {
            return true;
        }
        return switch (vma.space().hugePagesOff()) {
            case HugePages.ON -> false;
            case HugePages.OFF_UNLESS_ADVISED -> !forced && !vma.has(VM_HUGEPAGE);
            default -> true;
        };
    }
}
