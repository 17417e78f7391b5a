package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageUp;
import static dev.pinfold.mm.abi.VmFlags.VM_ACCESS_FLAGS;
import static dev.pinfold.mm.abi.VmFlags.VM_ACCOUNT;
import static dev.pinfold.mm.abi.VmFlags.VM_GROWSDOWN;
import static dev.pinfold.mm.abi.VmFlags.VM_HUGETLB;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_NORESERVE;
import static dev.pinfold.mm.abi.VmFlags.VM_PKEY_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_PKEY_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmAccount;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.space.VmaOps;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Protect;
import org.jspecify.annotations.Nullable;

/** {@code mprotect(2)}: {@code do_mprotect_pkey} and {@code mprotect_fixup}. */
public final class Mprotect {
    private static final Site WRITE = Site.lock("mprotect: mmap lock over changing rights");

    /** {@link #protect} keeps the protection key as it is, but for execute-only memory. */
    public static final int NO_PKEY = -1;

    private Mprotect() {}

    /**
     * Gives {@code [addr, addr + length)} other rights. Stops at the first VMA that cannot have them or at a hole; what
     * lies before has them then.
     *
     * @return 0, -EINVAL, -ENOMEM (hole, limits), -EACCES (more than the file allows), -EPERM (sealed)
     */
    public static long call(TaskContext t, long addr, long length, long prot) {
        return protect(t, addr, length, prot, NO_PKEY);
    }

    /** As {@link #call}, with a protection key as well; -EINVAL if the program may not name it. */
    static long protect(TaskContext t, long addr, long length, long prot, int pkey) {
        long grows = prot & (Mman.PROT_GROWSDOWN | Mman.PROT_GROWSUP);
        long rights = prot & ~(Mman.PROT_GROWSDOWN | Mman.PROT_GROWSUP);
        if (grows == (Mman.PROT_GROWSDOWN | Mman.PROT_GROWSUP) || offsetInPage(addr) != 0) {
            return -Errno.EINVAL;
        }
        if (length == 0) {
            return 0;
        }
        long end = addr + pageUp(length);
        if (Long.compareUnsigned(end, addr) <= 0) {
            return -Errno.ENOMEM;
        }
        if ((rights & ~(VM_ACCESS_FLAGS | Mman.PROT_SEM)) != 0) {
            return -Errno.EINVAL;
        }
        Change c = new Change(t, rights, pkey);
        t.space().writeLock(WRITE);
        try {
            // A key is looked for only now, under the lock: after addresses, lengths and rights.
            return pkey != NO_PKEY && !t.space().pkeys().isAllocated(pkey) ? -Errno.EINVAL : c.range(addr, end, grows);
        } finally {
            t.space().writeUnlock();
        }
    }

    /** One call under way. */
    private static final class Change {
        private final TaskContext t;
        private final Space space;
        private final long prot;
        private final int pkey;
        private @Nullable Vma prev;

        Change(TaskContext t, long prot, int pkey) {
            this.t = t;
            this.space = t.space();
            this.prot = prot;
            this.pkey = pkey;
        }

        long range(long addr, long to, long grows) {
            long start = addr;
            long end = to;
            if (end < 0) {
                end = space.layout().taskSize() + PAGE_SIZE; // Nothing lies beyond, so the hole is found there.
            }
            Vma vma = start < 0 ? null : space.vmas().findIntersection(start, end);
            if (vma == null) {
                return -Errno.ENOMEM;
            }
            if (grows == Mman.PROT_GROWSDOWN) {
                start = vma.start();
                if (!vma.has(VM_GROWSDOWN)) {
                    return -Errno.EINVAL;
                }
            } else {
                if (vma.start() > start) {
                    return -Errno.ENOMEM;
                }
                if (grows == Mman.PROT_GROWSUP) {
                    return -Errno.EINVAL; // Nothing grows up here.
                }
            }
            prev = VmaOps.before(vma, start);
            long at = start;
            while (vma != null && vma.start() < end) {
                if (vma.start() > at) {
                    return -Errno.ENOMEM;
                }
                long stop = Math.min(vma.end(), end);
                long error = fix(vma, at, stop);
                if (error != 0) {
                    return error;
                }
                at = Math.max(stop, prev == null ? 0 : prev.end());
                vma = at < end ? space.find(at) : null;
            }
            return at < end ? -Errno.ENOMEM : 0;
        }

        /**
         * {@code arch_override_mprotect_pkey}: a key that the program names; that of execute-only memory for what becomes
         * such, and key 0 again for what ceases to be such; else the one it has.
         */
        private int key(Vma vma) {
            if (pkey != NO_PKEY) {
                return pkey;
            }
            if (prot == Mman.PROT_EXEC) {
                int only = space.pkeys().forExecuteOnly(t);
                return only > 0 ? only : vma.pkey();
            }
            boolean wasExecuteOnly = (vma.flags() & VM_ACCESS_FLAGS) == Mman.PROT_EXEC
                    && vma.pkey() == space.pkeys().executeOnly();
            return wasExecuteOnly ? 0 : vma.pkey();
        }

        /** {@code mprotect_fixup}, after the checks that come before it; leaves the VMA that holds the range in prev. */
        private long fix(Vma vma, long start, long end) {
            long old = vma.flags();
            long key = (long) key(vma) << VM_PKEY_SHIFT;
            long flags = old & ~(VM_ACCESS_FLAGS | VM_PKEY_MASK) | VmFlags.ofProt(prot) | key;
            if ((flags & ~(flags >>> 4) & VM_ACCESS_FLAGS) != 0) {
                return -Errno.EACCES;
            }
            if (vma.isSealed()) {
                return -Errno.EPERM;
            }
            if (flags == old) {
                prev = vma;
                return 0;
            }
            long pages = end - start >>> PAGE_SHIFT;
            if (!space.ownTables(t, start, end)) {
                return -Errno.ENOMEM;
            }
            long charged = 0;
            if ((flags & VM_WRITE) != 0) {
                if (!VmAccount.mayExpand(t, flags, pages) && VmAccount.mayExpand(t, old, pages)) {
                    return -Errno.ENOMEM;
                }
                if ((old & (VM_ACCOUNT | VM_WRITE | VM_HUGETLB | VM_SHARED | VM_NORESERVE)) == 0) {
                    if (VmAccount.charge(t, pages) != 0) {
                        return -Errno.ENOMEM;
                    }
                    charged = pages;
                    flags |= VM_ACCOUNT;
                }
            } else if ((old & VM_ACCOUNT) != 0 && vma.isAnonymous() && vma.anonVma() == null) {
                flags &= ~VM_ACCOUNT; // Never written, and never to be: nothing was promised.
            }
            Vma changed = VmaOps.setFlags(t, prev, vma, start, end, flags);
            if (changed == null) {
                VmAccount.uncharge(t, charged);
                return VmaOps.refusal(vma, start, end, Errno.ENOMEM);
            }
            prev = changed;
            if (!changeEntries(changed, start, end)) {
                return -Errno.ENOMEM;
            }
            if ((old & ~flags & VM_ACCOUNT) != 0) {
                VmAccount.uncharge(t, pages);
            }
            if ((old & (VM_WRITE | VM_SHARED | VM_LOCKED)) == VM_LOCKED && (flags & VM_WRITE) != 0) {
                // Locked private memory: copied at once, before the next VMA, which may want to share its anon_vma.
                Populate.held(t, changed, start, end);
            }
            VmAccount.reclassify(space, old, flags, pages);
            return 0;
        }

        /** {@code change_protection}. False if there is no frame for the copy of a shared table. */
        private boolean changeEntries(Vma vma, long start, long end) {
            return Protect.range(t.cursor(), space.tables(), start, end, () -> PageProt.of(vma), () -> manner(vma))
                    >= 0;
        }

        private static int manner(Vma vma) {
            if (vma.isShared()) {
                return PageProt.wantsWriteNotify(vma)
                        ? Protect.SHARED | Protect.TRY_WRITABLE | Protect.NOTIFY
                        : Protect.SHARED;
            }
            return vma.has(VM_WRITE) ? Protect.TRY_WRITABLE : 0;
        }
    }
}
