package dev.pinfold.cli;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.run.RunReport;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code run} prints for a person. */
final class RunView {
    private static final int PAGE = 4096;
    /** So many differences are shown in full. */
    private static final int DIFFERENCES = 20;
    /** So many mappings of an address space are shown unless all are asked for. */
    private static final int MAPPINGS = 12;
    /** So many address spaces are shown unless all are asked for. */
    private static final int SPACES = 4;
    /** So many kinds of a count are named. */
    private static final int KINDS = 8;

    private final Console console;
    private final PrintWriter out;
    private final boolean allMaps;

    RunView(Console console, boolean allMaps) {
        this.console = console;
        this.out = console.out();
        this.allMaps = allMaps;
    }

    void print(RunReport report, boolean strict) {
        boolean fine = strict ? report.identical() : report.asExpected();
        String verdict = fine ? "@|bold,green as expected|@" : "@|bold,red not as expected|@";
        String kind = report.recorded() ? "recorded log" : "workload";
        out.println(console.styled("@|bold " + report.file() + "|@: " + verdict) + " (" + kind + ", "
                + count(report.tasks(), "task") + ")");
        calls(report);
        row("faults", kinds(report.faults(), "none"));
        row(
                "memory",
                "at most " + count(report.frames(), "frame") + " (" + Numbers.size((long) report.frames() * PAGE)
                        + "), of them " + count(report.tables(), "page-table page"));
        times(report);
        if (report.maps().size() > SPACES && !allMaps) {
            row("maps", count(report.maps().size(), "address space") + "; --maps shows them");
        } else {
            report.maps().forEach(m -> maps(m, report.maps().size()));
        }
        differences(report.differences());
        out.println();
    }

    private void calls(RunReport report) {
        row("calls", count(report.calls(), "call") + (report.notRun() > 0 ? ", " + report.notRun() + " not run" : ""));
        if (report.recorded()) {
            double share = report.compared() == 0 ? 100 : 100.0 * report.equal() / report.compared();
            row(
                    "memory calls",
                    "%d of %d as the kernel answered them (%s %%)"
                            .formatted(report.equal(), report.compared(), percent(share)));
            row("adopted", count(report.adopted(), "range") + " that the log uses and never mapped");
        }
        if (!report.skipped().isEmpty()) {
            int all = report.skipped().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            row("passed over", all + ": " + kinds(report.skipped(), ""));
        }
    }

    private void times(RunReport report) {
        List<RunReport.CallTime> times = report.times();
        String most = times.stream()
                .limit(5)
                .map(t -> "%s %s × %d".formatted(t.name(), micros(t.nanos()), t.count()))
                .collect(Collectors.joining(", "));
        row("time", "%.1f ms; median of a call: %s".formatted(report.elapsedMs(), most.isEmpty() ? "none made" : most));
    }

    private void maps(RunReport.TaskMaps space, int spaces) {
        List<String> lines = space.maps().lines().toList();
        if (lines.isEmpty()) {
            return;
        }
        String whose = spaces > 1 && !space.task().isEmpty() ? " of " + space.task() : "";
        row("maps" + whose, count(lines.size(), "mapping"));
        int shown = allMaps ? lines.size() : Math.min(lines.size(), MAPPINGS);
        lines.stream().limit(shown).forEach(line -> out.println("    " + line.stripTrailing()));
        if (shown < lines.size()) {
            out.println("    … " + (lines.size() - shown) + " more; --maps shows all");
        }
    }

    private void differences(List<Difference> differences) {
        if (differences.isEmpty()) {
            return;
        }
        out.println(console.styled("  @|bold,red " + count(differences.size(), "difference") + "|@"));
        differences.stream().limit(DIFFERENCES).forEach(d -> {
            out.println("    line " + d.line() + "  " + Console.shortened(d.call()));
            value("expected", Console.shortened(d.expected()));
            value("actual", Console.shortened(d.actual()));
        });
        if (differences.size() > DIFFERENCES) {
            out.println("    … " + (differences.size() - DIFFERENCES) + " more; --json lists all");
        }
    }

    private void value(String name, String text) {
        if (text.contains("\n")) {
            out.println("      " + name);
            text.lines().forEach(line -> out.println("        " + line));
        } else {
            out.printf("      %-9s %s%n", name, text);
        }
    }

    private void row(String name, String text) {
        out.printf("  %-13s %s%n", name, text);
    }

    private static String kinds(Map<String, ? extends Number> counts, String none) {
        if (counts.isEmpty()) {
            return none;
        }
        List<? extends Map.Entry<String, ? extends Number>> sorted = counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, ? extends Number> e) ->
                                -e.getValue().longValue())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        String named = sorted.stream()
                .limit(KINDS)
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return sorted.size() > KINDS ? named + ", " + (sorted.size() - KINDS) + " other kinds" : named;
    }

    private static String count(long n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    /** A share that is not whole is never shown as if it were. */
    private static String percent(double share) {
        return share == 100 ? "100" : "%.2f".formatted(Math.min(share, 99.99));
    }

    private static String micros(double nanos) {
        return nanos < 1000 ? "%.0f ns".formatted(nanos) : "%.1f µs".formatted(nanos / 1000);
    }
}
