package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.Cpu;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/**
 * An address space as the TLBs know it: its identity, the CPUs that may hold its translations (mm_cpumask), and how
 * many changes of entries are under way whose flush is still to come (tlb_flush_pending).
 */
public final class TlbContext {
    private final Cpus cpus;
    private final long id;
    private final LongCell mask = new LongCell(0);
    private final LongCell pending = new LongCell(0);

    TlbContext(Cpus cpus, long id) {
        this.cpus = cpus;
        this.id = id;
    }

    /** The identity that tags translations; never reused on one machine, never 0. */
    public long id() {
        return id;
    }

    /** Notes that a CPU is about to translate addresses of this space. Called before its first translation. */
    public void activate(Cpu cpu) {
        long bit = 1L << cpu.id();
        long m = mask.getVolatile();
        while ((m & bit) == 0 && !mask.cas(m, m | bit)) {
            m = mask.getVolatile();
        }
    }

    /** A change of entries begins whose flush comes later. */
    void changeBegins() {
        pending.getAndAdd(1);
    }

    /** The flush that {@link #changeBegins} announced has been done. */
    void changeEnds() {
        long before = pending.getAndAdd(-1);
        if (before <= 0) {
            throw new AssertionError("a change of entries ended that had not begun");
        }
    }

    /** True if somebody besides the caller has changed entries and not flushed yet. */
    public boolean flushPendingNested() {
        return pending.getVolatile() > 1;
    }

    /** As {@link #flushPending}, unannounced: for checks that are no step of any task. */
    boolean peekFlushPending() {
        return pending.peek() > 0;
    }

    /** True if anybody has changed entries and not flushed yet. */
    public boolean flushPending() {
        return pending.getVolatile() > 0;
    }

    /**
     * Makes every CPU forget a range of this space; when it returns no access uses an old translation any more.
     *
     * @param self the caller's CPU
     * @param start first address, page-aligned
     * @param end address after the last, page-aligned
     * @param users the CPUs that may remember any of it, bit i for CPU i; the caller's own forgets in any case
     */
    public void flush(@Nullable Cpu self, long start, long end, long users, Site site) {
        if (site.on()) {
            long who = self == null ? users : users | 1L << self.id();
            cpus.flush(mask.getVolatile() & who, self, id, start, end, site);
        }
    }

    /** Makes every CPU of the machine forget everything: for a change that other spaces see too. */
    void flushEverywhere(@Nullable Cpu self, Site site) {
        if (site.on()) {
            cpus.flush(-1L >>> Cpus.MAX - cpus.count(), self, 0, 0, 0, site);
        }
    }
}
