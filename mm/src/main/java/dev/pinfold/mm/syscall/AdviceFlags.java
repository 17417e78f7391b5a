package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.VmFlags.VM_DONTCOPY;
import static dev.pinfold.mm.abi.VmFlags.VM_DONTDUMP;
import static dev.pinfold.mm.abi.VmFlags.VM_DROPPABLE;
import static dev.pinfold.mm.abi.VmFlags.VM_HUGEPAGE;
import static dev.pinfold.mm.abi.VmFlags.VM_HUGETLB;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYSHARE;
import static dev.pinfold.mm.abi.VmFlags.VM_MERGEABLE;
import static dev.pinfold.mm.abi.VmFlags.VM_NOHUGEPAGE;
import static dev.pinfold.mm.abi.VmFlags.VM_RAND_READ;
import static dev.pinfold.mm.abi.VmFlags.VM_SEQ_READ;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_SPECIAL;
import static dev.pinfold.mm.abi.VmFlags.VM_WIPEONFORK;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.Vma;

/** What advice means for the flags of a VMA, and which a sealed one may still take. */
final class AdviceFlags {
    private AdviceFlags() {}

    /** {@code can_madvise_modify}: what is sealed and cannot be written cannot be discarded either. */
    static boolean allowed(Vma vma, int advice) {
        return !vma.isSealed() || !discards(advice) || !vma.isAnonymous() || vma.has(VM_WRITE);
    }

    private static boolean discards(int advice) {
        return switch (advice) {
            case Mman.MADV_FREE,
                    Mman.MADV_DONTNEED,
                    Mman.MADV_DONTNEED_LOCKED,
                    Mman.MADV_REMOVE,
                    Mman.MADV_DONTFORK,
                    Mman.MADV_WIPEONFORK,
                    Mman.MADV_GUARD_INSTALL -> true;
            default -> false;
        };
    }

    /** The flags after advice that is about flags, or -EINVAL. */
    static long of(Vma vma, int advice) {
        long f = vma.flags();
        return switch (advice) {
            case Mman.MADV_NORMAL -> f & ~(VM_RAND_READ | VM_SEQ_READ);
            case Mman.MADV_SEQUENTIAL -> f & ~VM_RAND_READ | VM_SEQ_READ;
            case Mman.MADV_RANDOM -> f & ~VM_SEQ_READ | VM_RAND_READ;
            case Mman.MADV_DONTFORK -> f | VM_DONTCOPY;
            case Mman.MADV_DOFORK -> vma.has(VM_SPECIAL) ? -Errno.EINVAL : f & ~VM_DONTCOPY;
            case Mman.MADV_WIPEONFORK -> vma.file() != null || vma.has(VM_SHARED) ? -Errno.EINVAL : f | VM_WIPEONFORK;
            case Mman.MADV_KEEPONFORK -> vma.has(VM_DROPPABLE) ? -Errno.EINVAL : f & ~VM_WIPEONFORK;
            case Mman.MADV_DONTDUMP -> f | VM_DONTDUMP;
            case Mman.MADV_DODUMP -> vma.has(VM_SPECIAL | VM_DROPPABLE) ? -Errno.EINVAL : f & ~VM_DONTDUMP;
            case Mman.MADV_MERGEABLE -> isMergeable(vma) ? f | VM_MERGEABLE : f;
            case Mman.MADV_UNMERGEABLE -> f & ~VM_MERGEABLE;
            case Mman.MADV_HUGEPAGE -> f & ~VM_NOHUGEPAGE | VM_HUGEPAGE;
            case Mman.MADV_NOHUGEPAGE -> f & ~VM_HUGEPAGE | VM_NOHUGEPAGE;
            default -> -Errno.EINVAL;
        };
    }

    /** {@code vma_ksm_compatible}: others ignore the advice. */
    private static boolean isMergeable(Vma vma) {
        return !vma.has(VM_SHARED | VM_MAYSHARE | VM_SPECIAL | VM_HUGETLB | VM_DROPPABLE);
    }
}
