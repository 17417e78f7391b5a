package dev.pinfold.lab.run;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happens in a run. Used by all tasks at once. */
final class Tally {
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, long[]> times = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private final Runnable eachCall;
    private int calls;
    private int compared;
    private int different;
    private int adopted;
    private int notRun;
    private long tables;
    private int frames;

    Tally(Runnable eachCall) {
        this.eachCall = eachCall;
    }

    /** A call was made; it took so long. */
    synchronized void called(String name, long nanos) {
        eachCall.run();
        calls++;
        long[] time = times.computeIfAbsent(name, n -> new long[2]);
        time[0]++;
        time[1] += nanos;
    }

    /** A call was passed over. */
    synchronized void skipped(String name) {
        eachCall.run();
        skipped.merge(name, 1, Integer::sum);
    }

    synchronized void notRun() {
        notRun++;
    }

    /** A memory call's result was compared with the log's. */
    synchronized void compared(boolean equal) {
        compared++;
        different += equal ? 0 : 1;
    }

    synchronized void adopted() {
        adopted++;
    }

    synchronized void different(Difference difference) {
        differences.add(difference);
    }

    void different(Line line, String expected, String actual) {
        different(new Difference(line.number(), line.call(), expected, actual));
    }

    /** Notes how large the machine is at a moment; the report gives the largest. */
    synchronized void size(long pageTables, int usedFrames) {
        tables = Math.max(tables, pageTables);
        frames = Math.max(frames, usedFrames);
    }

    synchronized boolean anyDifference() {
        return !differences.isEmpty();
    }

    /** Makes the report. */
    synchronized RunReport report(
            String file,
            boolean recorded,
            int tasks,
            Map<String, Long> faults,
            List<RunReport.TaskMaps> maps,
            double elapsedMs) {
        List<RunReport.CallTime> calledMost = times.entrySet().stream()
                .map(e ->
                        new RunReport.CallTime(e.getKey(), e.getValue()[0], (double) e.getValue()[1] / e.getValue()[0]))
                .sorted(Comparator.comparingDouble((RunReport.CallTime t) -> -t.count() * t.nanos()))
                .toList();
        List<Difference> sorted = differences.stream()
                .sorted(Comparator.comparingInt(Difference::line))
                .toList();
        return new RunReport(
                file,
                recorded,
                tasks,
                calls,
                compared,
                compared - different,
                sorted,
                notRun,
                adopted,
                skipped,
                new TreeMap<>(faults),
                tables,
                frames,
                calledMost,
                maps,
                elapsedMs);
    }
}
