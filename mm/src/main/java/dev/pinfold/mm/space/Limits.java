package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.sync.LongCell;

/**
 * Resource limits of a process, shared by its threads: {@code signal->rlim}. Values are bytes where the resource is
 * memory; {@code RLIM_INFINITY} is no limit. The limits that Linux knows are all kept, those of memory are obeyed.
 */
public final class Limits {
    private final LongCell[] soft = new LongCell[Rlimit.RLIM_NLIMITS];
    private final LongCell[] hard = new LongCell[Rlimit.RLIM_NLIMITS];

    /** Limits of a first process: 8 MiB locked, 8 MiB of stack, otherwise none. */
    public Limits() {
        for (int i = 0; i < Rlimit.RLIM_NLIMITS; i++) {
            soft[i] = new LongCell(Rlimit.RLIM_INFINITY);
            hard[i] = new LongCell(Rlimit.RLIM_INFINITY);
        }
        soft[Rlimit.RLIMIT_STACK].set(8L << 20);
        soft[Rlimit.RLIMIT_MEMLOCK].set(8L << 20);
        hard[Rlimit.RLIMIT_MEMLOCK].set(8L << 20);
    }

    /** A copy for a forked process. */
    public Limits copy() {
        Limits l = new Limits();
        for (int i = 0; i < Rlimit.RLIM_NLIMITS; i++) {
            l.soft[i].set(soft[i].get());
            l.hard[i].set(hard[i].get());
        }
        return l;
    }

    /** The soft limit, unsigned. */
    public long soft(int resource) {
        return soft[resource].get();
    }

    /** The hard limit, unsigned. */
    public long hard(int resource) {
        return hard[resource].get();
    }

    /** The soft limit in whole pages, unsigned. */
    public long softPages(int resource) {
        return soft[resource].get() >>> PAGE_SHIFT;
    }

    /** Sets both; the caller has checked that it may. */
    public void set(int resource, long newSoft, long newHard) {
        soft[resource].set(newSoft);
        hard[resource].set(newHard);
    }
}
