package dev.pinfold.cli;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.log.Blame;
import dev.pinfold.lab.log.LogDifference;
import dev.pinfold.lab.log.LogReport;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.run.RunReport;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code run} prints for a person. */
final class RunView {
    /** So many differences are shown in full. */
    private static final int DIFFERENCES = 20;
    /** So many mappings of an address space are shown unless all are asked for. */
    private static final int MAPPINGS = 12;
    /** So many address spaces are shown unless all are asked for. */
    private static final int SPACES = 4;
    /** So many kinds of a count are named. */
    private static final int KINDS = 8;
    /** So much of a line that was passed over is shown. */
    private static final int QUOTED = 60;

    private final Console console;
    private final PrintWriter out;
    private final boolean allMaps;
    private final boolean strict;
    private final boolean verbose;

    RunView(Console console, RunOptions options) {
        this.console = console;
        this.out = console.out();
        this.allMaps = options.maps;
        this.strict = options.strict;
        this.verbose = options.verbose;
    }

    void print(RunReport report) {
        head(report, report.asExpected(), "workload");
        calls(report);
        rest(report);
        differences(report.differences());
        out.println();
    }

    void print(LogReport report) {
        boolean fine = strict ? report.strict() : report.asExpected();
        head(report.run(), fine, "recorded log of " + report.log().dialect().shown());
        calls(report.run());
        judged(report);
        passed(report.log());
        world(report);
        rest(report.run());
        differences(report);
        out.println();
    }

    private void head(RunReport report, boolean fine, String kind) {
        String verdict = fine ? "@|bold,green as expected|@" : "@|bold,red not as expected|@";
        out.println(console.styled("@|bold " + report.file() + "|@: " + verdict) + " (" + kind + ", "
                + count(report.tasks(), "task") + ")");
    }

    private void rest(RunReport report) {
        row("faults", kinds(report.faults(), "none"));
        row(
                "memory",
                "at most " + count(report.frames(), "frame") + " (" + Numbers.size((long) report.frames() * PAGE_SIZE)
                        + "), of them " + count(report.tables(), "page-table page"));
        times(report);
        if (report.maps().size() > SPACES && !allMaps) {
            row("maps", count(report.maps().size(), "address space") + "; --maps shows them");
        } else {
            report.maps().forEach(m -> maps(m, report.maps().size()));
        }
    }

    private void calls(RunReport report) {
        row("calls", count(report.calls(), "call") + (report.notRun() > 0 ? ", " + report.notRun() + " not run" : ""));
        if (!report.recorded() && !report.skipped().isEmpty()) {
            row("passed over", sum(report.skipped()) + ": " + kinds(report.skipped(), ""));
        }
    }

    /** How many results of a log were compared, and how they came out. */
    private void judged(LogReport report) {
        RunReport run = report.run();
        double share = run.compared() == 0 ? 100 : 100.0 * run.equal() / run.compared();
        row(
                "memory calls",
                "%d of %d as the kernel answered them (%s %%)".formatted(run.equal(), run.compared(), percent(share)));
        if (run.adopted() > 0) {
            row("adopted", count(run.adopted(), "range") + " that the log uses and never mapped");
        }
        for (Blame fault : Blame.values()) {
            int n = report.count(fault);
            if (n > 0 && fault != Blame.PINFOLD) {
                row("differences", n + ": " + fault.shown());
            }
        }
        if (!report.notJudged().isEmpty()) {
            row("not judged", count(sum(report.notJudged()), "line") + ": " + kinds(report.notJudged(), ""));
        }
    }

    private void passed(Log log) {
        if (log.passed().isEmpty()) {
            return;
        }
        row(
                "passed over",
                log.passedByKind().entrySet().stream()
                        .map(e -> e.getKey().count(e.getValue()))
                        .collect(Collectors.joining(", ")));
        if (verbose) {
            log.passed()
                    .forEach(p -> out.println("    " + log.where(p.line()) + "  "
                            + p.kind().count(1).substring(2) + ": " + quoted(p.text())));
        }
    }

    private void world(LogReport report) {
        report.world()
                .forEach(c -> row(
                        "concluded",
                        c.text() + (c.line() > 0 ? " (" + report.log().where(c.line()) + ")" : "")));
    }

    private void differences(LogReport report) {
        for (Blame fault : Blame.values()) {
            List<LogDifference> of = report.differences().stream()
                    .filter(d -> d.fault() == fault)
                    .toList();
            if (of.isEmpty()) {
                continue;
            }
            String colour = fault == Blame.PINFOLD ? "bold,red" : "bold";
            out.println(
                    console.styled("  @|" + colour + " " + count(of.size(), "difference") + "|@: ") + fault.shown());
            of.stream().limit(DIFFERENCES).forEach(d -> {
                difference(d.difference(), report.log().where(d.difference().line()));
                if (!d.because().isEmpty()) {
                    value("because", d.because());
                }
            });
            more(of.size());
        }
    }

    private static String quoted(String text) {
        String line = text.strip();
        return line.length() > QUOTED ? line.substring(0, QUOTED) + "…" : line;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
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
        differences.stream().limit(DIFFERENCES).forEach(d -> difference(d, "line " + d.line()));
        more(differences.size());
    }

    private void difference(Difference d, String where) {
        out.println("    " + where + "  " + Console.shortened(d.call()));
        value("expected", Console.shortened(d.expected()));
        value("actual", Console.shortened(d.actual()));
    }

    private void more(int differences) {
        if (differences > DIFFERENCES) {
            out.println("    … " + (differences - DIFFERENCES) + " more; --json lists all");
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

    private String kinds(Map<String, ? extends Number> counts, String none) {
        if (counts.isEmpty()) {
            return none;
        }
        List<? extends Map.Entry<String, ? extends Number>> sorted = counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, ? extends Number> e) ->
                                -e.getValue().longValue())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        String named = sorted.stream()
                .limit(verbose ? sorted.size() : KINDS)
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return sorted.size() > KINDS && !verbose ? named + ", " + (sorted.size() - KINDS) + " other kinds" : named;
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
