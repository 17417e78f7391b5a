package dev.pinfold.cli;

import dev.pinfold.lab.compare.Comparison;
import dev.pinfold.lab.compare.Concern;
import dev.pinfold.lab.compare.Measurement;
import dev.pinfold.lab.compare.TextTable;
import dev.pinfold.lab.explore.Budget;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.design.DesignPoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinfold compare}: the choices of each design point side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Puts the choices of design points side by side: time, memory, and what exploring finds.",
            "Instructions are counted where the host allows it. Every workload of examples/ that concerns a point is",
            "explored under each of its choices. Ends with 1 if a default choice fails somewhere."
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Mixin
    DesignOptions design;

    @Parameters(arity = "0..*", paramLabel = "POINT", description = "Points. Default: all.")
    List<String> names = new ArrayList<>();

    @Mixin
    BudgetOptions bounds;

    /** Thousands of operations for each workload and choice. */
    private static final long WORK = 12_000;

    @Option(
            names = "--jvms",
            paramLabel = "N",
            description =
                    "Measure in N JVMs one after the other, and take for each figure the one disturbed least. 0: do not measure."
                            + " Default: ${DEFAULT-VALUE}.")
    int jvms = 5;

    @Option(names = "--no-explore", description = "Only measure.")
    boolean noExplore;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts and the failing schedules.")
    @Nullable
    Path html;

    @Option(names = "--docs", description = "Put the tables into the pages of docs/debates.")
    boolean docs;

    @Override
    public Integer call() throws IOException {
        design.apply();
        if (jvms < 0) {
            throw new UserError("pinfold: --jvms " + jvms + ": expected 0 or more");
        }
        if (noExplore && jvms == 0) {
            throw new UserError("pinfold: --no-explore and --jvms 0: expected one of the two, or nothing is looked at");
        }
        Budget budget = bounds.budget(WORK);
        Console console = output.console();
        List<DesignPoint<?>> points = DesignOptions.points(names);
        List<Comparison> comparisons = compare(console, points, budget);
        if (html != null) {
            Files.writeString(html, ComparisonPage.of(comparisons));
        }
        if (docs) {
            Debates.refresh(comparisons);
        }
        PrintWriter out = console.out();
        if (output.json) {
            Json.print(out, ComparisonJson.of(comparisons));
        } else {
            for (Comparison c : comparisons) {
                out.println(TextTable.of(c));
                String failures = TextTable.failures(c, design.toString());
                if (!failures.isEmpty()) {
                    out.println(failures);
                }
            }
        }
        out.flush();
        return ExitCode.of(comparisons.stream().allMatch(Comparison::defaultIsClean));
    }

    private List<Comparison> compare(Console console, List<DesignPoint<?>> points, Budget budget) throws IOException {
        List<String> chosen = points.stream().map(DesignPoint::name).toList();
        Measurement measured = new Measurement(List.of(), true);
        if (jvms > 0) {
            try (Progress progress = console.progress("measuring", Measurement.steps(chosen, jvms))) {
                measured = Measurement.of(chosen, design.files, jvms, () -> progress.step(1));
            } catch (IOException e) {
                if (!Interruption.wanted()) { // What measures hears Ctrl-C as well.
                    throw e;
                }
            }
        }
        List<Comparison> comparisons = new ArrayList<>();
        try {
            List<Concern> concerns = noExplore ? List.of() : Concern.in(Explorations.examples());
            int steps =
                    points.stream().mapToInt(p -> Comparison.steps(p, concerns)).sum();
            try (Progress progress = console.progress("exploring", steps)) {
                for (DesignPoint<?> p : points) {
                    var figures = measured.figures().stream()
                            .filter(f -> f.point().equals(p.name()))
                            .toList();
                    var findings = Comparison.explore(p, concerns, budget, (workload, choice) -> {
                        progress.step(1);
                        progress.note(workload + ", " + choice);
                    });
                    comparisons.add(new Comparison(p, figures, measured.counted(), findings));
                }
            }
        } catch (WorkloadException | IllegalArgumentException e) {
            throw new UserError("pinfold: " + e.getMessage(), e);
        }
        return comparisons;
    }
}
