package dev.pinfold.mm.space;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel says when its own code does what it must not: the warnings, and the accesses that it refuses. Linux prints
 * these. Nothing is written in a run without such a mistake.
 */
public final class KernelLog {
    private static final Site WRITE = Site.lock("log: lock over a new report");

    /**
     * One report.
     *
     * @param kind what sort of mistake it is, a few words joined by hyphens
     * @param text who did what to which page
     */
    public record Report(String kind, String text) {}

    private final SpinLock lock = new SpinLock(LockClass.LOG);
    /** Under the lock. */
    private final List<Report> reports = new ArrayList<>();

    /** Adds a report. */
    public void report(String kind, String text) {
        lock.lock(WRITE);
        reports.add(new Report(kind, text));
        lock.unlock();
    }

    /** All reports, in order. */
    public List<Report> all() {
        lock.lock(WRITE);
        List<Report> copy = List.copyOf(reports);
        lock.unlock();
        return copy;
    }
}
