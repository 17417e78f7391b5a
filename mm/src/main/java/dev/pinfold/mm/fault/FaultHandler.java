package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.VmFlags.VM_EXEC;
import static dev.pinfold.mm.abi.VmFlags.VM_GROWSDOWN;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.device.DaxMapping;
import dev.pinfold.mm.reclaim.Reclaim;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.StackGrowth;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pkru;
import dev.pinfold.mm.table.Pte;
import org.jspecify.annotations.Nullable;

/**
 * The way of a fault: x86's {@code do_user_addr_fault} and {@code handle_mm_fault}.
 *
 * <p>First the VMA is looked up and locked without the mmap lock; only what cannot be settled so (no VMA there, a
 * writer at work, a mapping that needs its first anon_vma while the mmap lock is contended, a stack that must grow)
 * takes the mmap lock for reading.
 */
public final class FaultHandler {
    private static final Site FALL_BACK = Site.lock("fault: mmap lock where the VMA's lock did not do");

    /** Looks for room before a task is ended for want of it. */
    private static final int ATTEMPTS = 3;

    private FaultHandler() {}

    /**
     * Resolves a fault of the task in its own address space.
     *
     * <p>Preconditions: inside a call, no lock held, outside the epoch.
     *
     * @param address the address accessed
     * @param access {@link Fault#READ}, {@link Fault#WRITE} or {@link Fault#EXEC}; with {@link Fault#BY_KEY} where the
     *     processor says so
     * @return 0 when the access is worth trying again; otherwise the signal, see {@link Fault}
     */
    public static int handle(TaskContext t, long address, int access) {
        int signal = resolve(t, address, access);
        if (signal != 0) {
            FaultKind.REFUSED.count(t);
        }
        return signal;
    }

    private static int resolve(TaskContext t, long address, int cause) {
        int access = cause & ~Fault.BY_KEY;
        boolean byKey = (cause & Fault.BY_KEY) != 0;
        if (!canonical(address, t.space().tables().levels())) {
            return Fault.SEGV_KERNEL;
        }
        if (address < 0) {
            return Fault.MAPERR;
        }
        Space space = t.space();
        Vma vma = space.lockVma(address);
        if (vma != null) {
            int outcome;
            try {
                int refusal = refusal(t, vma, access, byKey);
                if (refusal != 0) {
                    return refusal;
                }
                outcome = handleMmFault(t, vma, address, access | Fault.VMA_LOCK);
            } finally {
                vma.lock().readUnlock();
            }
            if (outcome != Fault.RETRY) {
                return conclude(vma, access, outcome);
            }
        }
        return underMmapLock(t, space, address, access, byKey);
    }

    private static int underMmapLock(TaskContext t, Space space, long address, int access, boolean byKey) {
        Vma vma = lockAndFind(t, space, address);
        if (vma == null) {
            return Fault.MAPERR;
        }
        try {
            int refusal = refusal(t, vma, access, byKey);
            if (refusal != 0) {
                return refusal;
            }
            return conclude(vma, access, handleMmFault(t, vma, address, access));
        } finally {
            space.readUnlock();
        }
    }

    /** {@code lock_mm_and_find_vma}: the mmap lock held for reading and the VMA, or null and no lock. */
    private static @Nullable Vma lockAndFind(TaskContext t, Space space, long address) {
        space.readLock(FALL_BACK);
        Vma vma = space.find(address);
        if (vma != null && address >= vma.start()) {
            return vma;
        }
        boolean stack = vma != null && vma.has(VM_GROWSDOWN);
        space.readUnlock();
        if (!stack) {
            return null;
        }
        // The lock for reading cannot become one for writing: everything is looked up again under the latter.
        vma = StackGrowth.expand(t, address);
        if (vma != null) {
            FaultKind.STACK.count(t);
        }
        return vma;
    }

    /**
     * {@code access_error} and {@code bad_area_access_error}: the signal for what the mapping forbids whatever the entry
     * says, or 0. Its key comes first: where it forbids the access, other rights are not asked. What the processor
     * refused for a key stays refused, though the mapping may have another key by now, which is the one told then.
     */
    private static int refusal(TaskContext t, Vma vma, int access, boolean byKey) {
        if (byKey || (access != Fault.EXEC && !Pkru.allows(t.pkru(), vma.pkey(), access == Fault.WRITE))) {
            t.faultKey = vma.pkey();
            return Fault.PKUERR;
        }
        return refused(vma, access) ? Fault.ACCERR : 0;
    }

    /**
     * What the mapping forbids whatever the entry says. Hardware reads wherever it may write or
     * execute, so a load is refused only where nothing is allowed. A fetch from memory that may not be executed is
     * first resolved like a load, and refused afterwards ({@link #conclude}).
     */
    private static boolean refused(Vma vma, int access) {
        return access == Fault.WRITE ? !vma.has(VM_WRITE) : !vma.isAccessible();
    }

    private static int conclude(Vma vma, int access, int outcome) {
        if (outcome != Fault.DONE) {
            return Fault.signal(outcome);
        }
        return access == Fault.EXEC && !vma.has(VM_EXEC) ? Fault.ACCERR : 0;
    }

    /**
     * A fault on behalf of a walker that pins pages: {@code handle_mm_fault} and {@code vm_fault_to_errno}.
     *
     * <p>Preconditions: as {@link #handleMmFault}, with the mmap lock held for reading. The caller has checked the mapping's
     * rights, or may override them.
     *
     * @param hwpoison whether the caller wants to know of memory that has failed
     * @return 0 to look again, -ENOMEM, -EHWPOISON, or -EFAULT where an instruction would get a signal
     */
    public static long faultIn(TaskContext t, Vma vma, long address, int access, boolean hwpoison) {
        int outcome = handleMmFault(t, vma, address, access);
        return switch (outcome) {
            case Fault.DONE -> 0;
            case Fault.OOM -> -Errno.ENOMEM;
            case Fault.HWPOISON -> hwpoison ? -Errno.EHWPOISON : -Errno.EFAULT;
            default -> -Errno.EFAULT;
        };
    }

    /** Whether the bits above the highest that is translated all equal it. */
    static boolean canonical(long address, int levels) {
        int unused = levels == 4 ? 16 : 7;
        return address << unused >> unused == address;
    }

    /**
     * {@code handle_mm_fault}: puts an entry in place that allows the access.
     *
     * <p>Preconditions: the VMA contains the address and allows the access, or the caller may override it; its lock or
     * the mmap lock is held for reading; the task's cursor is closed. Either lock keeps the tables from being freed.
     *
     * @param flags of {@link Fault#READ} to {@link Fault#VMA_LOCK}
     * @return an outcome of {@link Fault}
     */
    static int handleMmFault(TaskContext t, Vma vma, long address, int flags) {
        int outcome = once(t, vma, address, flags);
        // Nothing was done for want of a frame: other pages may make room, and then the access is tried again.
        return outcome == Fault.OOM ? makeRoom(t, vma, flags) : outcome;
    }

    /**
     * Nothing can be had at once: what others are doing with their pages may be over soon. Under the VMA's lock alone the
     * space's own pages can be looked at only if nobody wants the mmap lock, so that one is taken before giving up.
     */
    private static int makeRoom(TaskContext t, Vma vma, int flags) {
        boolean vmaLock = (flags & Fault.VMA_LOCK) != 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (Reclaim.pages(t, Reclaim.BATCH, vmaLock ? null : vma.space()) > 0) {
                return Fault.DONE;
            }
            if (vmaLock) {
                return Fault.RETRY;
            }
        }
        return Fault.OOM;
    }

    private static int once(TaskContext t, Vma vma, long address, int flags) {
        long page = pageDown(address);
        // A look without the table's lock, and perhaps into one that is freed just now, to choose the way; each way
        // looks
        // again under the lock.
        long e = vma.tables().entry(page);
        if (HugeFileFault.mustSplit(vma, e, flags)) {
            e = HugeFileFault.split(t, vma, page);
        }
        if (Pte.none(e)) {
            if (vma.isAnonymous()) {
                int huge = HugeFault.anonymous(t, vma, page, flags);
                if (huge != Fault.FALLBACK) {
                    return huge;
                }
                return (flags & Fault.WRITE) != 0 || !t.kernel().zeroPage()
                        ? AnonymousFault.write(t, vma, page, flags)
                        : AnonymousFault.read(t, vma, page);
            }
            if (vma.mapping() instanceof DaxMapping dax) {
                return DaxFault.handle(t, vma, dax, page, flags);
            }
            if ((flags & Fault.WRITE) == 0) {
                return FileFault.read(t, vma, page, flags);
            }
            return vma.has(VM_SHARED)
                    ? FileFault.writeShared(t, vma, page)
                    : FileFault.writePrivate(t, vma, page, flags);
        }
        if (!Pte.present(e)) {
            return SwapFault.handle(t, vma, page, flags);
        }
        if ((flags & (Fault.WRITE | Fault.UNSHARE)) != 0 && !Pte.writable(e)) {
            boolean store = (flags & Fault.WRITE) != 0 && vma.has(VM_SHARED);
            if (store && vma.mapping() instanceof DaxMapping dax) {
                return DaxFault.handle(t, vma, dax, page, flags);
            }
            if (Pte.huge(e) && vma.isAnonymous()) {
                int huge = HugeFault.writeProtected(t, vma, page, flags);
                if (huge != Fault.FALLBACK) {
                    return huge;
                }
            }
            return CopyOnWrite.handle(t, vma, page, flags);
        }
        FaultKind.SPURIOUS.count(t);
        return Fault.DONE;
    }
}
