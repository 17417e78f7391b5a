package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.VmFlags.VM_HUGETLB;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_SPECIAL;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;

/** MADV_GUARD_INSTALL and MADV_GUARD_REMOVE: markers in the entries, which any access takes as SIGSEGV. */
final class Guards {
    private Guards() {}

    /**
     * Every entry of the range becomes a guard; pages there go. Anonymous memory gets an anon_vma, as if it had been
     * touched, and the VMA is marked, since a fork has to copy its tables now. Preconditions: the mmap lock is held.
     */
    static long install(TaskContext t, Vma vma, long start, long end) {
        if (vma.has(VM_SPECIAL | VM_HUGETLB | VM_LOCKED)) {
            return -Errno.EINVAL;
        }
        vma.setMaybeGuard();
        if (vma.isAnonymous()) {
            vma.space().prepareAnon(vma);
        }
        while (true) {
            TableCursor c = t.cursor();
            boolean occupied = false;
            c.open(vma.tables(), start, end, TableCursor.ALLOC);
            while (!occupied && c.next()) {
                occupied = !mark(c);
            }
            boolean failed = c.failed();
            c.close();
            if (failed) {
                return -Errno.ENOMEM;
            }
            if (!occupied) {
                return 0;
            }
            // Pages are in the way: they go, and faults may bring others before the next try.
            if (!Zap.range(c, vma.tables(), start, end, Zap.EVEN_COWS)) {
                return -Errno.ENOMEM;
            }
        }
    }

    /** Fills the empty entries of the locked table; false at the first that holds a page. */
    private static boolean mark(TableCursor c) {
        for (int i = c.first(), limit = c.limit(); i < limit; i++) {
            long e = c.get(i);
            if (Pte.none(e)) {
                c.set(i, Pte.GUARD);
            } else if (!Pte.isGuard(e)) {
                return false;
            }
        }
        return true;
    }

    /** Guards of the range become empty entries; pages stay. */
    static long remove(TaskContext t, Vma vma, long start, long end) {
        if (vma.has(VM_SPECIAL | VM_HUGETLB)) {
            return -Errno.EINVAL;
        }
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.WRITE | TableCursor.HUGE_PART);
        while (c.next()) {
            if (c.huge()) {
                continue; // No guard is in a huge entry.
            }
            for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                if (Pte.isGuard(c.get(i))) {
                    c.exchange(i, 0);
                }
            }
        }
        boolean failed = c.failed();
        c.close();
        return failed ? -Errno.ENOMEM : 0;
    }
}
