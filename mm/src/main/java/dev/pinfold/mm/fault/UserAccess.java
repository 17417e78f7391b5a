package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;

import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Lent;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.UserBytes;
import dev.pinfold.mm.table.Access;
import dev.pinfold.mm.table.Mmu;
import dev.pinfold.mm.table.TaskMmu;

/**
 * User memory as the task's own code reaches it: every access is translated, and one that cannot be is a fault that is
 * handled and then tried again.
 *
 * <p>An access that ends in a signal leaves it in {@link TaskContext#fault} and changes nothing; who called takes it from
 * there, so that it is 0 between accesses. Sizes are 1, 2, 4 and 8 bytes, little-endian, of any alignment. The fast
 * paths allocate nothing and take no lock.
 */
public final class UserAccess {
    private UserAccess() {}

    /** Loads {@code size} bytes, zero-extended. */
    public static long load(TaskContext t, long address, int size) {
        if (!Sync.CONTROLLED) {
            long e = t.entry(address);
            long above = TaskMmu.aboveRead(e, address);
            if (TaskMmu.inside(above, size)) {
                long v = UserBytes.get(TaskMmu.place(e, above), size);
                if (t.armed()) {
                    return v;
                }
            }
        }
        return miss(t, address, size);
    }

    /** Loads as {@link #load} does, after the TLB was asked in vain. */
    public static long miss(TaskContext t, long address, int size) {
        if (!Sync.CONTROLLED && inPage(address, size)) {
            long a = t.lookupKeyed(address);
            if (a >= 0) {
                long v = UserBytes.get(a, size);
                if (t.armed()) {
                    return v;
                }
            }
        }
        return slow(t, address, size, Access.READ, false, 0, 0);
    }

    /** Stores the low {@code size} bytes of a value. */
    public static void store(TaskContext t, long address, long value, int size) {
        if (!hit(t, address, value, size)) {
            slow(t, address, size, Access.WRITE, false, value, 0);
        }
    }

    /** Stores if the TLB has the page and nothing rare is to be looked at; false if not. In controlled mode never. */
    public static boolean hit(TaskContext t, long address, long value, int size) {
        if (Sync.CONTROLLED || !t.beginQuickStore()) {
            return false;
        }
        long e = t.entry(address);
        long above = TaskMmu.aboveWrite(e, address);
        boolean hit = TaskMmu.inside(above, size) && t.armed();
        if (hit) {
            UserBytes.put(TaskMmu.place(e, above), value, size);
        }
        t.endQuickStore();
        return hit;
    }

    /** Compares with {@code expected} and, if equal, replaces, in one step; gives what was there. Aligned. */
    public static long compareAndExchange(TaskContext t, long address, long expected, long value, int size) {
        return slow(t, address, size, Access.WRITE, true, value, expected);
    }

    /** One instruction fetch: translates for execution and faults as a fetch does. */
    public static void fetch(TaskContext t, long address) {
        slow(t, address, 1, Access.EXEC, false, 0, 0);
    }

    private static boolean inPage(long address, int size) {
        return (address & ~PAGE_MASK) <= PAGE_SIZE - size;
    }

    /** @param compare whether a store is one only where {@code expected} is */
    private static long slow(
            TaskContext t, long address, int size, Access access, boolean compare, long value, long expected) {
        if (!inPage(address, size)
                && !FaultHandler.canonical(
                        address + size - 1, t.space().tables().levels())) {
            raise(t, Outcome.NOT_CANONICAL, address);
            return 0;
        }
        while (true) {
            long bad;
            long found;
            t.beginUserAccess();
            try {
                long first = t.translate(address, access);
                long second = 0;
                bad = address;
                found = first;
                if (first >= 0 && !inPage(address, size)) {
                    bad = pageDown(address) + PAGE_SIZE;
                    second = t.translate(bad, access);
                    found = second;
                }
                if (first >= 0 && second >= 0) {
                    if (Sync.CONTROLLED && !announced(t, address, first, size, access)) {
                        continue;
                    }
                    long result = perform(address, first, second, size, access, compare, value, expected);
                    if (Sync.CONTROLLED && access != Access.EXEC) {
                        UserBytes.result(
                                compare ? result == expected : access == Access.WRITE,
                                access == Access.WRITE && !compare ? value : result);
                    }
                    return result;
                }
            } finally {
                t.endUserAccess();
            }
            t.enterKernel();
            Outcome outcome;
            try {
                outcome = exception(t, bad, access, found);
            } finally {
                t.exitKernel();
            }
            if (outcome != Outcome.DONE) {
                raise(t, outcome, bad);
                return 0;
            }
        }
    }

    /**
     * A fault as an exception: what the task had open in the kernel is put aside while it is handled.
     *
     * @param refusal what the translation said
     */
    public static Outcome exception(TaskContext t, long address, Access access, long refusal) {
        t.exceptionEntry();
        Outcome outcome = FaultHandler.handle(t, address, access, refusal == Mmu.DENIED_BY_KEY);
        t.exceptionExit();
        return outcome;
    }

    /** Notes how the access ended. Hardware does not tell the address of one that is not canonical. */
    private static void raise(TaskContext t, Outcome outcome, long address) {
        t.raise(outcome.signal());
        t.faultAddress = outcome == Outcome.NOT_CANONICAL ? 0 : address;
    }

    /** Controlled mode: lets other tasks run before the access, then looks whether the translation still holds. */
    private static boolean announced(TaskContext t, long address, long at, int size, Access access) {
        if (access == Access.EXEC) {
            return true;
        }
        UserBytes.announce(access == Access.WRITE, at, size, t.cpu());
        boolean write = access == Access.WRITE;
        if ((write ? t.lookupWrite(address) : t.lookupRead(address)) != at) {
            return false;
        }
        t.checkTranslation(address, at, write);
        return true;
    }

    private static long perform(
            long address,
            long first,
            long second,
            int size,
            Access access,
            boolean compare,
            long value,
            long expected) {
        if (access == Access.EXEC) {
            return 0;
        }
        if (second == 0) {
            if (access == Access.READ) {
                return UserBytes.get(first, size);
            }
            if (compare) {
                return UserBytes.compareAndExchange(first, size, expected, value);
            }
            UserBytes.put(first, value, size);
            return 0;
        }
        int inFirst = (int) (PAGE_SIZE - (address & ~PAGE_MASK));
        long read = 0;
        for (int i = 0; i < size; i++) {
            long a = i < inFirst ? first + i : second + i - inFirst;
            if (access == Access.WRITE && !compare) {
                UserBytes.put(a, value >>> 8 * i, 1);
            } else {
                read |= UserBytes.get(a, 1) << 8 * i;
            }
        }
        return read;
    }

    /**
     * Copies from user memory into native memory, from inside a call.
     *
     * @return bytes not copied: 0, or what lay behind the first byte that could not be read
     */
    public static long copyIn(TaskContext t, long user, long to, long length) {
        return copy(t, user, to, length, Access.READ, 0, true);
    }

    /** Copies native memory to user memory, from inside a call; gives the bytes not copied, like {@link #copyIn}. */
    public static long copyOut(TaskContext t, long user, long from, long length) {
        return copy(t, user, from, length, Access.WRITE, 0, true);
    }

    /** Sets user memory to one byte, from inside a call; gives the bytes not set, like {@link #copyIn}. */
    public static long fill(TaskContext t, long user, long length, int value) {
        return copy(t, user, FILL, length, Access.WRITE, value, true);
    }

    /**
     * Copies from user memory as far as no fault is needed, for callers that hold a folio lock ({@code
     * copy_folio_from_iter_atomic}).
     *
     * @return bytes not copied
     */
    public static long copyInAtomic(TaskContext t, long user, long to, long length) {
        return copy(t, user, to, length, Access.READ, 0, false);
    }

    /**
     * Makes user memory readable that the next copy wants ({@code fault_in_readable}).
     *
     * @return bytes from the first on that cannot be read
     */
    public static long faultIn(TaskContext t, long user, long length) {
        return copy(t, user, NOTHING, length, Access.READ, 0, true);
    }

    private static final long FILL = -1;
    private static final long NOTHING = -2;

    /**
     * Moves bytes page by page. Preconditions: inside a call.
     *
     * @param other native address of the other side, {@link #FILL} to write {@code value}, or {@link #NOTHING}
     * @param faults whether a page that is not there is brought in
     */
    private static long copy(
            TaskContext t, long user, long other, long length, Access access, int value, boolean faults) {
        if (user >= Lent.START) {
            return lent(t, user, other, length, access) ? 0 : length;
        }
        long left = length;
        while (left > 0) {
            long address = user + (length - left);
            long n = Math.min(left, PAGE_SIZE - (address & ~PAGE_MASK));
            t.beginKernelAccess();
            boolean done = false;
            long a;
            try {
                a = t.translate(address, access);
                if (a >= 0) {
                    if (Sync.CONTROLLED && !announced(t, address, a, (int) n, access)) {
                        continue;
                    }
                    if (other == NOTHING) {
                        done = true;
                    } else if (other == FILL) {
                        UserBytes.fill(a, n, (byte) value);
                    } else if (access == Access.READ) {
                        UserBytes.copy(a, other + (length - left), n);
                    } else {
                        UserBytes.copy(other + (length - left), a, n);
                    }
                    if (Sync.CONTROLLED) {
                        UserBytes.result(access == Access.WRITE, n);
                    }
                    done = true;
                }
            } finally {
                t.endKernelAccess();
            }
            if (done) {
                left -= n;
            } else if (!faults || !t.mayFault()) {
                return left;
            } else {
                Outcome outcome = exception(t, address, access, a);
                if (outcome != Outcome.DONE) {
                    raise(t, outcome, address);
                    return left;
                }
            }
        }
        return 0;
    }

    private static boolean lent(TaskContext t, long user, long other, long length, Access access) {
        if (other == NOTHING) {
            return Lent.holds(t.lent(), user, length);
        }
        return access == Access.READ
                ? Lent.in(t.lent(), user, other, length)
                : other != FILL && Lent.out(t.lent(), user, other, length);
    }
}
