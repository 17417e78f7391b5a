package dev.pinfold.mm.space;

import dev.pinfold.mm.sync.RefCell;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel says when its own code does what it must not: the warnings, and the accesses that it refuses. Linux prints
 * these. Nothing is written in a run without such a mistake.
 */
public final class KernelLog {
    /**
     * One report.
     *
     * @param kind what sort of mistake it is, a few words joined by hyphens
     * @param text who did what to which page
     */
    public record Report(String kind, String text) {}

    /** Replaced as a whole. */
    private final RefCell<List<Report>> reports = new RefCell<>(List.of());

    /** Adds a report. */
    public void report(String kind, String text) {
        Report fresh = new Report(kind, text);
        List<Report> old;
        List<Report> more;
        do {
            old = all();
            more = new ArrayList<>(old);
            more.add(fresh);
        } while (!reports.cas(old, List.copyOf(more)));
    }

    /** All reports, in order. */
    public List<Report> all() {
        List<Report> now = reports.getAcquire();
        return now == null ? List.of() : now;
    }
}
