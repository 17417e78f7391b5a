package dev.pinfold.lab.explore;

import org.jspecify.annotations.Nullable;

/**
 * What an exploration came to.
 *
 * @param strategy the strategy's name
 * @param schedules runs of the last pass that came to their end; passes before it only found out what tasks share
 * @param cut runs that were given up because what would follow had been seen
 * @param runs all runs, of all passes
 * @param points operations announced, in all runs
 * @param longest the most operations of one run
 * @param complete whether every schedule that {@code bound} speaks of was seen
 * @param bound what was seen, or seen in part: {@code "all schedules with at most 2 preemptions"}
 * @param violation what was found, or null
 * @param seconds how long it took
 */
public record Result(
        String strategy,
        long schedules,
        long cut,
        long runs,
        long points,
        int longest,
        boolean complete,
        String bound,
        @Nullable Failure violation,
        double seconds) {
    /** What it took, as {@link Explorer#work} counts. */
    public long work() {
        return points + runs * Explorer.RUN;
    }

    /** Runs per second, of all passes. */
    public double schedulesPerSecond() {
        return seconds <= 0 ? 0 : runs / seconds;
    }

    /** Returns this if there is no violation, and otherwise throws it with its report. */
    public Result orThrow() {
        Failure f = violation;
        if (f != null) {
            throw new AssertionError(Report.of(f), f.cause());
        }
        return this;
    }
}
