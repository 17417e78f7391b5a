package dev.pinfold.lab.run;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happens in a run. Used by all tasks at once. */
public final class Tally {
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Times> times = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private final Runnable eachCall;
    private int calls;
    private int compared;
    private int different;
    private int adopted;
    private int notRun;
    private long tables;
    private int frames;

    public Tally(Runnable eachCall) {
        this.eachCall = eachCall;
    }

    /** A call was made; it took so long. */
    public synchronized void called(String name, long nanos) {
        eachCall.run();
        calls++;
        times.computeIfAbsent(name, n -> new Times()).add(nanos);
    }

    /** A call was followed without anything to do. */
    public synchronized void followed() {
        eachCall.run();
        calls++;
    }

    /** A call was passed over. */
    public synchronized void skipped(String name) {
        eachCall.run();
        skipped.merge(name, 1, Integer::sum);
    }

    public synchronized void notRun() {
        notRun++;
    }

    /** A memory call's result was compared with the log's. */
    public synchronized void compared(boolean equal) {
        compared++;
        different += equal ? 0 : 1;
    }

    public synchronized void adopted() {
        adopted++;
    }

    public synchronized void different(Difference difference) {
        differences.add(difference);
    }

    public void different(Line line, String expected, String actual) {
        different(new Difference(line.number(), line.call(), expected, actual));
    }

    /** Notes how large the machine is at a moment; the report gives the largest. */
    public synchronized void size(long pageTables, int usedFrames) {
        tables = Math.max(tables, pageTables);
        frames = Math.max(frames, usedFrames);
    }

    public synchronized boolean anyDifference() {
        return !differences.isEmpty();
    }

    /** Makes the report. */
    public synchronized RunReport report(
            Workload workload, Map<String, Long> faults, List<RunReport.TaskMaps> maps, double elapsedMs) {
        List<RunReport.CallTime> calledMost = times.entrySet().stream()
                .map(e -> e.getValue().of(e.getKey()))
                .sorted(Comparator.comparingDouble((RunReport.CallTime t) -> -t.count() * t.nanos()))
                .toList();
        List<Difference> sorted = differences.stream()
                .sorted(Comparator.comparingInt(Difference::line))
                .toList();
        return new RunReport(
                workload.file(),
                workload.recorded(),
                workload.tasks().size(),
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

    /** The times of one call; of many, a sample drawn at even distances. */
    private static final class Times {
        private static final int KEPT = 4096;
        private long[] sample = new long[16];
        private int kept;
        private long count;
        private long stride = 1;

        void add(long nanos) {
            if (count++ % stride != 0) {
                return;
            }
            if (kept == KEPT) {
                for (int i = 0; i < KEPT / 2; i++) {
                    sample[i] = sample[2 * i];
                }
                kept = KEPT / 2;
                stride *= 2;
            }
            if (kept == sample.length) {
                sample = Arrays.copyOf(sample, 2 * kept);
            }
            sample[kept++] = nanos;
        }

        RunReport.CallTime of(String name) {
            long[] sorted = Arrays.copyOf(sample, kept);
            Arrays.sort(sorted);
            return new RunReport.CallTime(name, count, sorted[kept / 2]);
        }
    }
}
