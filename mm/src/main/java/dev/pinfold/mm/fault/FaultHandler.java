package dev.pinfold.mm.fault;

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
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Access;
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
     * <p>Preconditions: inside a call, no lock held, outside the epoch, the task's cursor closed.
     *
     * @param address the address accessed
     * @param byKey whether the processor refused the access for the key of the entry it found ({@code X86_PF_PK})
     * @return {@link Outcome#DONE} when the access is worth trying again; otherwise one with a signal
     */
    public static Outcome handle(TaskContext t, long address, Access access, boolean byKey) {
        VmFault f = t.beginFault(address, access);
        try {
            Outcome outcome = resolve(f, byKey);
            if (outcome != Outcome.DONE) {
                FaultKind.REFUSED.count(t);
            }
            return outcome;
        } finally {
            f.end();
        }
    }

    private static Outcome resolve(VmFault f, boolean byKey) {
        Space space = f.task().space();
        if (!canonical(f.address(), space.tables().levels())) {
            return Outcome.NOT_CANONICAL;
        }
        if (f.address() < 0) {
            return Outcome.SEGV;
        }
        Vma vma = space.lockVma(f.address());
        if (vma != null) {
            Outcome outcome;
            try {
                outcome = permitted(f.in(vma, true), byKey);
            } finally {
                vma.lock().readUnlock();
            }
            if (outcome != Outcome.RETRY) {
                return outcome;
            }
        }
        return underMmapLock(f, space, byKey);
    }

    private static Outcome underMmapLock(VmFault f, Space space, boolean byKey) {
        Vma vma = lockAndFind(f.task(), space, f.address());
        if (vma == null) {
            return Outcome.SEGV;
        }
        try {
            return permitted(f.in(vma, false), byKey);
        } finally {
            space.readUnlock();
        }
    }

    /** Resolves the fault if the mapping permits the access. */
    private static Outcome permitted(VmFault f, boolean byKey) {
        Outcome refusal = refusal(f, byKey);
        if (refusal != Outcome.DONE) {
            return refusal;
        }
        Outcome outcome = handleMmFault(f);
        // A fetch from memory that may not be executed is resolved like a load, and refused afterwards.
        boolean forbidden = f.access() == Access.EXEC && !f.vma().has(VM_EXEC);
        return outcome == Outcome.DONE && forbidden ? Outcome.FORBIDDEN : outcome;
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
     * {@code access_error} and {@code bad_area_access_error}: what the mapping forbids whatever the entry says, or DONE.
     * Its key comes first: where it forbids the access, other rights are not asked. What the processor refused for a key
     * stays refused, though the mapping may have another key by now, which is the one told then. Hardware reads wherever it
     * may write or execute, so a load is refused only where nothing is allowed.
     */
    private static Outcome refusal(VmFault f, boolean byKey) {
        TaskContext t = f.task();
        Vma vma = f.vma();
        if (byKey || (f.access() != Access.EXEC && !Pkru.allows(t.pkru(), vma.pkey(), f.write()))) {
            t.faultKey = vma.pkey();
            return Outcome.FORBIDDEN_BY_KEY;
        }
        return (f.write() ? vma.has(VM_WRITE) : vma.isAccessible()) ? Outcome.DONE : Outcome.FORBIDDEN;
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
    public static long faultIn(VmFault f, boolean hwpoison) {
        Outcome outcome = handleMmFault(f);
        if (outcome == Outcome.DONE) {
            return 0;
        }
        if (outcome == Outcome.OOM) {
            return -Errno.ENOMEM;
        }
        return outcome == Outcome.HWPOISON && hwpoison ? -Errno.EHWPOISON : -Errno.EFAULT;
    }

    /** Whether the bits above the highest that is translated all equal it. */
    static boolean canonical(long address, int levels) {
        int unused = levels == 4 ? 16 : 7;
        return address << unused >> unused == address;
    }

    /**
     * {@code handle_mm_fault}: puts an entry in place that allows the access.
     *
     * <p>Preconditions: the fault's mapping is known, contains the address and allows the access, or the caller may override
     * it; its lock or the mmap lock is held for reading; the task's cursor is closed. Either lock keeps the tables above the
     * leaves from being freed.
     */
    static Outcome handleMmFault(VmFault f) {
        Outcome outcome = once(f);
        // Nothing was done for want of a frame: other pages may make room, and then the access is tried again.
        return outcome == Outcome.OOM ? makeRoom(f) : outcome;
    }

    /**
     * Nothing can be had at once: what others are doing with their pages may be over soon. Under the VMA's lock alone the
     * space's own pages can be looked at only if nobody wants the mmap lock, so that one is taken before giving up.
     */
    private static Outcome makeRoom(VmFault f) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Space space = f.vmaLockOnly() ? null : f.vma().space();
            if (Reclaim.pages(f.task(), Reclaim.BATCH, space) > 0) {
                return Outcome.DONE;
            }
            if (f.vmaLockOnly()) {
                return Outcome.RETRY;
            }
        }
        return Outcome.OOM;
    }

    /** {@code handle_pte_fault}: chooses the way by what is there. */
    private static Outcome once(VmFault f) {
        Vma vma = f.vma();
        // A look without the table's lock, and perhaps into one that is freed just now, to choose the way; each way
        // looks
        // again under the lock.
        f.look();
        if (HugeFileFault.mustSplit(f)) {
            HugeFileFault.split(f);
        }
        long e = f.entry();
        if (Pte.none(e)) {
            return vma.isAnonymous() ? missingAnonymous(f) : missingOfFile(f);
        }
        if (!Pte.present(e)) {
            return SwapFault.handle(f);
        }
        if ((f.write() || f.unshare()) && !Pte.writable(e)) {
            if (f.write() && vma.has(VM_SHARED) && vma.mapping() instanceof DaxMapping dax) {
                return DaxFault.handle(f, dax);
            }
            Outcome huge = Pte.huge(e) && vma.isAnonymous() ? HugeFault.writeProtected(f) : Outcome.FALLBACK;
            return huge != Outcome.FALLBACK ? huge : CopyOnWrite.handle(f);
        }
        FaultKind.SPURIOUS.count(f.task());
        return Outcome.DONE;
    }

    private static Outcome missingAnonymous(VmFault f) {
        Outcome huge = HugeFault.anonymous(f);
        if (huge != Outcome.FALLBACK) {
            return huge;
        }
        return f.write() || !f.task().kernel().zeroPage() ? AnonymousFault.write(f) : AnonymousFault.read(f);
    }

    private static Outcome missingOfFile(VmFault f) {
        if (f.vma().mapping() instanceof DaxMapping dax) {
            return DaxFault.handle(f, dax);
        }
        if (!f.write()) {
            return FileFault.read(f);
        }
        return f.vma().has(VM_SHARED) ? FileFault.writeShared(f) : FileFault.writePrivate(f);
    }
}
