package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Rlimit;

/** The heap: {@code mm/mmap.c}'s half of {@code brk}. */
public final class Heap {
    private Heap() {}

    /**
     * Moves the break to {@code to} if limits and neighbours allow it. Preconditions: the mmap lock is held for writing.
     *
     * @return the break afterwards
     */
    public static long move(TaskContext t, long to) {
        Space space = t.space();
        long from = space.brk;
        if (Long.compareUnsigned(to, space.startBrk) < 0) {
            return from;
        }
        long limit = t.limits().soft(Rlimit.RLIMIT_DATA);
        if (limit != Rlimit.RLIM_INFINITY && Long.compareUnsigned(to - space.startBrk, limit) > 0) {
            return from;
        }
        long newEnd = pageUp(to);
        long oldEnd = pageUp(from);
        if (newEnd == oldEnd || Long.compareUnsigned(to, from) <= 0 && shrink(t, newEnd, oldEnd)) {
            space.brk = to;
            return to;
        }
        if (Long.compareUnsigned(to, from) > 0 && grow(t, oldEnd, newEnd)) {
            space.brk = to;
            return to;
        }
        return from;
    }

    private static boolean shrink(TaskContext t, long newEnd, long oldEnd) {
        // Somebody may have unmapped the heap: then there is nothing to give back, and the break stays.
        Vma vma = t.space().vmas().findIntersection(newEnd, oldEnd);
        return vma != null && Unmap.aligned(t, newEnd, oldEnd, false) == 0;
    }

    private static boolean grow(TaskContext t, long oldEnd, long newEnd) {
        Space space = t.space();
        long at = Placement.find(t, null, oldEnd, newEnd - oldEnd, 0, Mman.MAP_FIXED);
        if (Errno.isError(at) || !VmAccount.mlockFutureOk(t, space.defFlags, newEnd - oldEnd)) {
            return false;
        }
        // A page stays free between the heap and what is above it, and the whole gap below a stack.
        Vma next = space.vmas().find(oldEnd);
        if (next != null && newEnd + PAGE_SIZE > next.startGap()) {
            return false;
        }
        Vma before = space.vmas().findBelow(oldEnd);
        if (before != null && before.end() <= space.startBrk) {
            before = null;
        }
        return MapRegion.grow(t, before, oldEnd, newEnd - oldEnd) == 0;
    }
}
