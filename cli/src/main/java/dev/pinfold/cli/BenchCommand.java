package dev.pinfold.cli;

import dev.pinfold.bench.Cost;
import dev.pinfold.bench.Duel;
import dev.pinfold.bench.Growth;
import dev.pinfold.bench.Row;
import dev.pinfold.bench.Rows;
import dev.pinfold.host.agent.AgentUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinfold bench}: Pinfold beside the running kernel on the same work. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Times Pinfold and the running kernel on the same work, in turns, both kept on one processor.",
            "Ends with 1 if a ratio is below its goal; with --growth if a cost grows faster than its work."
        })
final class BenchCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Parameters(paramLabel = "NAME", description = "Rows to run; all if none is named.")
    List<String> names = List.of();

    @Option(names = "--seconds", defaultValue = "6", description = "Time for each row (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(names = "--list", description = "List the rows and what each compares, and run nothing.")
    boolean list;

    @Option(
            names = "--growth",
            description = "Instead of the comparison: what a unit of work costs as the sizes around it grow.")
    boolean growth;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "With --growth: write a page with a chart of each series.")
    @Nullable
    Path html;

    /** What {@code --growth --json} prints: each with how many times a unit costs what it costs at the smallest size. */
    record Grown(List<GrowthPoint> growth, List<GrowthVerdict> verdicts) {}

    /** Of one series: a unit's cost grows as the size to the power {@code exponent}, which may be {@code most}. */
    record GrowthVerdict(String series, double exponent, double most, boolean reached) {}

    /** One measurement, in nanoseconds a unit. */
    record GrowthPoint(String series, String unit, long size, double nanos, double times) {}

    /** A row as {@code --json} prints it; times in nanoseconds a unit. */
    record Line(String name, String unit, double pinfold, double kernel, double ratio, double spread, double goal) {}

    /** A cost that has no counterpart in the kernel, as {@code --json} prints it; nanoseconds a unit. */
    record CostLine(String name, String unit, double pinfold, double most) {}

    /** What {@code --json} prints. */
    record Report(String kernel, List<Line> results, List<CostLine> costs) {}

    @Override
    public Integer call() throws IOException {
        Console console = output.console();
        List<Row> rows = chosen();
        if (list) {
            rows.forEach(r -> console.out().printf("%-20s %s%n", r.name(), r.compared()));
            costs().forEach(c -> console.out().printf("%-20s %s%n", c.name(), c.measured()));
            console.out().flush();
            return ExitCode.AS_EXPECTED;
        }
        if (seconds < 1) {
            throw new UserError("pinfold: --seconds " + seconds + ": expected 1 or more");
        }
        if (html != null && !growth) {
            throw new UserError("pinfold: --html goes with --growth");
        }
        if (growth) {
            return grow(console);
        }
        if (!output.json && !rows.isEmpty()) {
            console.out()
                    .printf(
                            "%-20s %-6s %14s %14s %9s %7s %6s%n",
                            "", "per", "kernel ns", "pinfold ns", "ratio", "spread", "goal");
            console.out().flush();
        }
        List<Line> lines = new ArrayList<>();
        try (Progress progress = console.progress("rows", rows.size())) {
            if (!rows.isEmpty()) {
                Iterable<Row> untilWanted = () ->
                        rows.stream().takeWhile(r -> !Interruption.wanted()).iterator();
                new Duel(Duration.ofSeconds(seconds)).run(untilWanted, r -> {
                    progress.step(1);
                    Line line = line(r);
                    lines.add(line);
                    if (!output.json) {
                        show(console, line);
                    }
                });
            }
        } catch (AgentUnavailableException e) {
            throw new UserError("pinfold: " + e.getMessage());
        }
        List<CostLine> costs = new ArrayList<>();
        for (Cost c : costs()) {
            if (Interruption.wanted()) {
                break;
            }
            costs.add(new CostLine(
                    c.name(), c.unit(), c.measure(Duration.ofSeconds(seconds).toNanos() / 3), c.most()));
            if (!output.json) {
                show(console, costs.getLast());
            }
        }
        boolean reached = lines.stream().allMatch(l -> l.ratio() >= l.goal())
                && costs.stream().allMatch(l -> l.pinfold() <= l.most());
        if (output.json) {
            Json.print(console.out(), new Report(System.getProperty("os.version"), lines, costs));
        } else {
            console.out()
                    .println(
                            "Linux " + System.getProperty("os.version") + "; medians; the spread is half the"
                                    + " distance of the ratios' quartiles. 'pinfold bench --list' says what each row compares.");
        }
        console.out().flush();
        return ExitCode.of(reached);
    }

    private int grow(Console console) throws IOException {
        List<GrowthPoint> points = new ArrayList<>();
        List<Growth.Point> measured = new ArrayList<>();
        Growth.run(
                p -> {
                    measured.add(p);
                    double first = points.stream()
                            .filter(q -> q.series().equals(p.series()))
                            .findFirst()
                            .map(GrowthPoint::nanos)
                            .orElse(p.nanos());
                    GrowthPoint point = new GrowthPoint(p.series(), p.unit(), p.size(), p.nanos(), p.nanos() / first);
                    points.add(point);
                    if (!output.json) {
                        String bar = "#".repeat(Math.clamp(Math.round(point.times() * 8), 1, 60));
                        console.out()
                                .printf(
                                        Locale.ROOT,
                                        "%-36s %,9d %,14.1f ns/%-8s %7.2f %s%n",
                                        p.series(),
                                        p.size(),
                                        p.nanos(),
                                        p.unit(),
                                        point.times(),
                                        bar);
                        console.out().flush();
                    }
                },
                Interruption::wanted);
        List<Growth.Verdict> verdicts = Growth.verdicts(measured);
        if (html != null) {
            Files.writeString(html, GrowthPage.of(measured, verdicts));
        }
        if (output.json) {
            Json.print(
                    console.out(),
                    new Grown(
                            points,
                            verdicts.stream()
                                    .map(v -> new GrowthVerdict(v.series(), v.exponent(), v.most(), v.reached()))
                                    .toList()));
        } else {
            verdicts.forEach(v -> show(console, v));
        }
        console.out().flush();
        return ExitCode.of(verdicts.stream().allMatch(Growth.Verdict::reached));
    }

    private static void show(Console console, Growth.Verdict v) {
        String colour = v.reached() ? "green" : "red";
        String exponent =
                console.styled("@|" + colour + " " + String.format(Locale.ROOT, "%5.2f", v.exponent()) + "|@");
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-36s a %s costs as size to the power %s, may be %.2f%n",
                        v.series(),
                        v.unit(),
                        exponent,
                        v.most());
    }

    private List<Row> chosen() {
        List<Row> all = Rows.all();
        if (names.isEmpty()) {
            return all;
        }
        List<Row> chosen = new ArrayList<>();
        for (String name : names) {
            if (Rows.costs().stream().anyMatch(c -> c.name().equals(name))) {
                continue;
            }
            chosen.add(all.stream()
                    .filter(r -> r.name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new UserError("pinfold: no row is named " + name + "; 'pinfold bench --list' names them")));
        }
        return chosen;
    }

    private List<Cost> costs() {
        return Rows.costs().stream()
                .filter(c -> names.isEmpty() || names.contains(c.name()))
                .toList();
    }

    private static void show(Console console, CostLine l) {
        String colour = l.pinfold() <= l.most() ? "green" : "red";
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-20s %-6s %14s %s   at most %.0f%n",
                        l.name(),
                        l.unit(),
                        "",
                        console.styled("@|" + colour + " " + String.format(Locale.ROOT, "%,14.1f", l.pinfold()) + "|@"),
                        l.most());
        console.out().flush();
    }

    private static Line line(Duel.Result r) {
        return new Line(
                r.row().name(),
                r.row().unit(),
                r.pinfold(),
                r.kernel(),
                r.ratio(),
                r.spread(),
                r.row().goal());
    }

    private static void show(Console console, Line l) {
        String colour = l.ratio() >= l.goal() ? "green" : "red";
        String ratio = console.styled("@|" + colour + " " + String.format(Locale.ROOT, "%9.2f", l.ratio()) + "|@");
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-20s %-6s %,14.1f %,14.1f %s %6.0f%% %6.1f%n",
                        l.name(),
                        l.unit(),
                        l.kernel(),
                        l.pinfold(),
                        ratio,
                        l.spread() * 100,
                        l.goal());
        console.out().flush();
    }
}
