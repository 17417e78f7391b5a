package dev.pinfold.mm.kmap;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.fault.Outcome;
import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.UserBytes;
import dev.pinfold.mm.table.Access;

/**
 * {@code copy_to_user} and {@code copy_from_user} between user memory and a kernel address. User memory that is not there is
 * brought in, for which the task may sleep; kernel maps and open sections stay its own meanwhile. Where faults are off, or the
 * task keeps its CPU, the copy ends there and says what is left: the caller lets go, brings the memory in and tries again.
 */
public final class UserCopy {
    private final KernelAccess kernel;

    /** Copies by way of accesses of the same machine. */
    public UserCopy(KernelAccess kernel) {
        this.kernel = kernel;
    }

    /** Copies to user memory; gives the bytes not copied. Preconditions: inside a call. */
    public long toUser(TaskContext t, long user, long address, long length) {
        return copy(t, user, address, length, Access.WRITE);
    }

    /** Copies from user memory; gives the bytes not copied. Preconditions: inside a call. */
    public long fromUser(TaskContext t, long address, long user, long length) {
        return copy(t, user, address, length, Access.READ);
    }

    private long copy(TaskContext t, long user, long address, long length, Access access) {
        long left = length;
        if (length < 0 || user < 0 || user + length < 0) {
            return left; // access_ok
        }
        while (left > 0) {
            long u = user + length - left;
            long k = address + length - left;
            long n = Math.min(left, Math.min(toPageEnd(u), toPageEnd(k)));
            long done = step(t, u, k, n, access);
            if (done < 0) {
                return left;
            }
            left -= done;
        }
        return 0;
    }

    private static long toPageEnd(long address) {
        return PAGE_SIZE - (address & ~PAGE_MASK);
    }

    /** Copies bytes of one page each. Gives how many: none if it must be tried again, -1 if it cannot be done. */
    private long step(TaskContext t, long user, long address, long n, Access access) {
        boolean toUser = access == Access.WRITE;
        long u;
        t.beginKernelAccess();
        try {
            long k = kernel.translate(t, address, !toUser);
            if (k < 0) {
                kernel.refuse(t, address, !toUser, k);
                return -1;
            }
            u = t.translate(user, access);
            if (u >= 0) {
                long from = toUser ? k : u;
                long to = toUser ? u : k;
                if (Sync.CONTROLLED) {
                    UserBytes.announceCopy(from, to, n, t.cpu());
                    boolean same = (toUser ? t.lookupWrite(user) : t.lookupRead(user)) == u;
                    if (!same || !kernel.still(t, address, k)) {
                        return 0;
                    }
                    t.checkTranslation(user, u, toUser);
                    kernel.check(t, address, k);
                }
                UserBytes.copy(from, to, n);
                if (Sync.CONTROLLED) {
                    UserBytes.result(true, n);
                }
                return n;
            }
        } finally {
            t.endKernelAccess();
        }
        if (!t.mayFault()) {
            return -1;
        }
        return UserAccess.exception(t, user, access, u) == Outcome.DONE ? 0 : -1;
    }
}
