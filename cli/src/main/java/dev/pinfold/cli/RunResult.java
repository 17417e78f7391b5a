package dev.pinfold.cli;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.log.Blame;
import dev.pinfold.lab.log.LogReport;
import dev.pinfold.lab.log.read.Passed;
import dev.pinfold.lab.run.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run --json} prints of one file.
 *
 * @param log what is known of a log; null for a workload
 */
record RunResult(
        String file,
        boolean recorded,
        int tasks,
        int calls,
        int memoryCalls,
        int memoryCallsEqual,
        List<Differing> differences,
        int notRun,
        int adopted,
        Map<String, Integer> skipped,
        Map<String, Long> faults,
        long tables,
        int frames,
        double elapsedMs,
        @Nullable OfLog log) {
    /**
     * A line that came out differently.
     *
     * @param fault of a log's line {@code pinfold}, {@code log} or {@code rule}; null in a workload
     * @param because what is missing in the log, or the rule
     */
    record Differing(
            int line,
            String call,
            String expected,
            String actual,
            @Nullable String fault,
            @Nullable String because) {}

    /**
     * What is known of a log.
     *
     * @param dialect whose lines they are
     * @param world what was concluded of the world that it was recorded in
     * @param passedOver how many lines were passed over, by kind
     * @param passed each of them, where {@code --verbose} asks for it
     * @param notJudged the lines whose results were not compared, by call
     * @param faults how many differences are whose fault
     */
    record OfLog(
            String dialect,
            List<Concluded> world,
            Map<String, Integer> passedOver,
            @Nullable List<PassedOver> passed,
            Map<String, Integer> notJudged,
            Map<String, Integer> faults) {}

    /** A conclusion, and the line that showed it or 0. */
    record Concluded(int line, String text) {}

    /** A line that was passed over. */
    record PassedOver(int line, String kind, String text) {}

    /** What is printed of several files. */
    record Several(List<RunResult> runs) {}

    static RunResult of(RunReport report) {
        return of(
                report,
                report.differences().stream().map(d -> differing(d, null, null)).toList(),
                null);
    }

    static RunResult of(LogReport report, boolean verbose) {
        Map<String, Integer> passedOver = new TreeMap<>();
        report.log().passedByKind().forEach((kind, n) -> passedOver.put(name(kind), n));
        Map<String, Integer> faults = new TreeMap<>();
        for (Blame fault : Blame.values()) {
            faults.put(name(fault), report.count(fault));
        }
        List<Passed> passed = report.log().passed();
        OfLog log = new OfLog(
                report.log().dialect().shown(),
                report.world().stream()
                        .map(c -> new Concluded(c.line(), c.text()))
                        .toList(),
                passedOver,
                verbose
                        ? passed.stream()
                                .map(p -> new PassedOver(p.line(), name(p.kind()), p.text()))
                                .toList()
                        : null,
                report.notJudged(),
                faults);
        return of(
                report.run(),
                report.differences().stream()
                        .map(d -> differing(d.difference(), name(d.fault()), d.because()))
                        .toList(),
                log);
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Differing differing(Difference d, @Nullable String fault, @Nullable String because) {
        return new Differing(d.line(), d.call(), d.expected(), d.actual(), fault, because);
    }

    private static RunResult of(RunReport report, List<Differing> differences, @Nullable OfLog log) {
        return new RunResult(
                report.file(),
                report.recorded(),
                report.tasks(),
                report.calls(),
                report.compared(),
                report.equal(),
                differences,
                report.notRun(),
                report.adopted(),
                report.skipped(),
                report.faults(),
                report.tables(),
                report.frames(),
                Math.round(report.elapsedMs() * 1000) / 1000.0,
                log);
    }
}
