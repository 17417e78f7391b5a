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
            case Madvise.MADV_FREE,
                    Madvise.MADV_DONTNEED,
                    Madvise.MADV_DONTNEED_LOCKED,
                    Madvise.MADV_REMOVE,
                    Madvise.MADV_DONTFORK,
                    Madvise.MADV_WIPEONFORK,
                    Madvise.MADV_GUARD_INSTALL -> true;
            default -> false;
        };
    }

    /** The flags after advice that is about flags, or -EINVAL. */
    static long of(Vma vma, int advice) {
        long f = vma.flags();
        return switch (advice) {
            case Madvise.MADV_NORMAL -> f & ~(VM_RAND_READ | VM_SEQ_READ);
            case Madvise.MADV_SEQUENTIAL -> f & ~VM_RAND_READ | VM_SEQ_READ;
            case Madvise.MADV_RANDOM -> f & ~VM_SEQ_READ | VM_RAND_READ;
            case Madvise.MADV_DONTFORK -> f | VM_DONTCOPY;
            case Madvise.MADV_DOFORK -> vma.has(VM_SPECIAL) ? -Errno.EINVAL : f & ~VM_DONTCOPY;
            case Madvise.MADV_WIPEONFORK ->
                vma.file() != null || vma.has(VM_SHARED) ? -Errno.EINVAL : f | VM_WIPEONFORK;
            case Madvise.MADV_KEEPONFORK -> vma.has(VM_DROPPABLE) ? -Errno.EINVAL : f & ~VM_WIPEONFORK;
            case Madvise.MADV_DONTDUMP -> f | VM_DONTDUMP;
            case Madvise.MADV_DODUMP -> vma.has(VM_SPECIAL | VM_DROPPABLE) ? -Errno.EINVAL : f & ~VM_DONTDUMP;
            case Madvise.MADV_MERGEABLE -> isMergeable(vma) ? f | VM_MERGEABLE : f;
            case Madvise.MADV_UNMERGEABLE -> f & ~VM_MERGEABLE;
            case Madvise.MADV_HUGEPAGE -> f & ~VM_NOHUGEPAGE | VM_HUGEPAGE;
            case Madvise.MADV_NOHUGEPAGE -> f & ~VM_HUGEPAGE | VM_NOHUGEPAGE;
            default -> -Errno.EINVAL;
        };
    }

    /** {@code vma_ksm_compatible}: others ignore the advice. */
    private static boolean isMergeable(Vma vma) {
        return !vma.has(VM_SHARED | VM_MAYSHARE | VM_SPECIAL | VM_HUGETLB | VM_DROPPABLE);
    }
}
