package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.VmFlags.VM_GROWSDOWN;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/** Stacks that grow down to meet an access below them: {@code expand_stack}. */
public final class StackGrowth {
    private static final Site WRITE = Site.lock("space.stack: mmap lock over growing a stack");
    private static final Site ANON = Site.lock("space.stack: anon_vma lock over growing a stack");

    private StackGrowth() {}

    /**
     * Finds the VMA that contains {@code address}, growing the stack above it if there is one and it may. Preconditions:
     * the mmap lock is not held.
     *
     * @return the VMA with the mmap lock held for reading; null with no lock held
     */
    public static @Nullable Vma expand(TaskContext t, long address) {
        Space space = t.space();
        space.writeLock(WRITE);
        Vma vma = space.find(address);
        if (vma == null || vma.start() > address && down(t, vma, address) != 0) {
            space.writeUnlock();
            return null;
        }
        space.downgrade();
        return vma;
    }

    /**
     * {@code expand_downwards}: moves the start of {@code vma} down to the page of {@code address}. Preconditions: the
     * mmap lock is held for writing; nothing lies between.
     *
     * @return 0; -EFAULT if it is no stack, -EPERM below the lowest address, -ENOMEM for the guard gap and limits
     */
    static long down(TaskContext t, Vma vma, long address) {
        Space space = t.space();
        if (!vma.has(VM_GROWSDOWN)) {
            return -Errno.EFAULT;
        }
        long to = pageDown(address);
        if (to < Layout.MMAP_MIN_ADDR) {
            return -Errno.EPERM;
        }
        Vma prev = space.vmas().prev(vma);
        if (prev != null && !prev.has(VM_GROWSDOWN) && prev.isAccessible() && to - prev.end() < Vma.STACK_GUARD_GAP) {
            return -Errno.ENOMEM;
        }
        space.prepareAnon(vma);
        AnonVma anon = vma.anonVma();
        if (anon == null) {
            throw new AssertionError("no anon_vma after prepare");
        }
        space.writeLockVma(vma);
        anon.writeLock(ANON);
        try {
            return to < vma.start() ? moveStart(t, vma, to) : 0;
        } finally {
            anon.writeUnlock();
        }
    }

    private static long moveStart(TaskContext t, Vma vma, long to) {
        Space space = t.space();
        long size = vma.end() - to;
        long grow = vma.start() - to >>> PAGE_SHIFT;
        if (grow > vma.pgoff()) {
            return -Errno.ENOMEM;
        }
        long error = account(t, vma, size, grow);
        if (error != 0) {
            return error;
        }
        if (vma.has(VM_LOCKED)) {
            space.lockedVm += grow;
        }
        VmAccount.add(space, vma.flags(), grow);
        AnonVmas.preUpdate(vma);
        vma.setRange(to, vma.end(), vma.pgoff() - grow);
        space.vmas().store(to, vma.end(), vma);
        AnonVmas.postUpdate(vma);
        return 0;
    }

    /** {@code acct_stack_growth}: the limits, and the promise of memory last. */
    private static long account(TaskContext t, Vma vma, long size, long grow) {
        if (!VmAccount.mayExpand(t, vma.flags(), grow)
                || Long.compareUnsigned(size, t.limits().soft(Rlimit.RLIMIT_STACK)) > 0
                || !VmAccount.mlockFutureOk(t, vma.flags(), grow << PAGE_SHIFT)
                || VmAccount.charge(t, grow) != 0) {
            return -Errno.ENOMEM;
        }
        if (!vma.has(VmFlags.VM_ACCOUNT)) {
            // A stack that is not counted has to fit all the same. Linux forgets to take the promise back.
            t.kernel().commit().add(t.cpuId(), -grow);
        }
        return 0;
    }
}
