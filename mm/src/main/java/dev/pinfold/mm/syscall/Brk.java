package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.space.Heap;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/** {@code brk(2)}, the system call: what it returns is the break, never an error. */
public final class Brk {
    private static final Site WRITE = Site.lock("brk: mmap lock over moving the break");

    private Brk() {}

    /** Moves the end of the heap to {@code addr} if that can be; returns the end as it is then. */
    public static long call(TaskContext t, long addr) {
        Space space = t.space();
        space.writeLock(WRITE);
        long old = space.brk();
        long now;
        boolean populate;
        try {
            now = Heap.move(t, addr);
            populate = space.locksNewMappings();
        } finally {
            space.writeUnlock();
        }
        long from = pageUp(old);
        long to = pageUp(now);
        if (populate && from < to) {
            Populate.mapped(t, from, to - from);
        }
        return now;
    }
}
