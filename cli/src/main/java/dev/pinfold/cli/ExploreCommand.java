package dev.pinfold.cli;

import dev.pinfold.lab.explore.Budget;
import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Report;
import dev.pinfold.lab.explore.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pinfold explore}: a workload under every schedule. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = {
            "Run the concurrent section of each workload under every schedule, within limits, and report the first",
            "run in which a line does not come out as it says, an audit or a lock rule fails, or nobody can go on.",
            "The strategy auto sees all schedules with no, one and two preemptions, then all schedules."
        })
final class ExploreCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Mixin
    DesignOptions design;

    @Mixin
    BudgetOptions bounds;

    @Spec
    picocli.CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Workloads.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--preemptions", paramLabel = "K", description = "Only schedules with at most K preemptions.")
    @Nullable
    Integer preemptions;

    @Option(names = "--schedules", paramLabel = "N", description = "End after N schedules of each workload.")
    long schedules = Long.MAX_VALUE;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    String strategy = "auto";

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the strategies that draw.")
    long seed = 1;

    @Option(
            names = "--without",
            paramLabel = "NAME",
            description = "Switch off a site or guard, as ablate and bugs do. May be repeated.")
    List<String> without = new ArrayList<>();

    @Option(names = "--verbose", description = "Show every step of a violation, not only those that matter.")
    boolean verbose;

    /** Thousands of operations for each workload: about a minute on the machines of today. */
    private static final long WORK = 200_000;

    /** All but the one that needs a hash of all state, which a workload does not have. */
    private static final List<String> STRATEGIES =
            Explorer.STRATEGIES.stream().filter(s -> !s.equals("state")).toList();

    /** The names of the strategies, for the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return STRATEGIES.iterator();
        }
    }

    /** What {@code --json} prints of one workload. */
    record ResultJson(
            String file,
            String strategy,
            long schedules,
            boolean complete,
            String bound,
            Explorations.@Nullable ViolationJson violation,
            double schedulesPerSecond,
            long points,
            double seconds) {}

    /** What {@code --json} prints of several. */
    record ResultsJson(List<ResultJson> results) {}

    @Override
    public Integer call() throws IOException {
        if (!STRATEGIES.contains(strategy)) {
            throw new ParameterException(
                    spec.commandLine(), "no strategy " + strategy + "; there are " + String.join(", ", STRATEGIES));
        }
        if (schedules < 1 || (preemptions != null && preemptions < 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--schedules takes a number above 0, --preemptions 0 or more");
        }
        Budget budget = bounds.budget(schedules == Long.MAX_VALUE ? WORK : Long.MAX_VALUE);
        design.apply();
        Console console = output.console();
        List<ResultJson> results = new ArrayList<>();
        boolean clean = true;
        for (Path file : files) {
            if (Interruption.wanted()) {
                break;
            }
            Result r = explore(file, budget, console);
            clean &= r.violation() == null;
            results.add(new ResultJson(
                    file.toString(),
                    r.strategy(),
                    r.schedules(),
                    r.complete(),
                    r.bound(),
                    Explorations.ViolationJson.of(r.violation()),
                    Math.round(r.schedulesPerSecond()),
                    r.points(),
                    r.seconds()));
            if (!output.json) {
                print(console.out(), file, r);
            }
        }
        if (output.json) {
            Json.print(console.out(), results.size() == 1 ? results.getFirst() : new ResultsJson(results));
        }
        console.out().flush();
        return ExitCode.of(clean);
    }

    private Result explore(Path file, Budget budget, Console console) throws IOException {
        AtomicReference<@Nullable Result> last = new AtomicReference<>();
        Interruption.Work where = () -> {
            Result now = last.get();
            return List.of("in " + file
                    + (now == null ? "" : ", after %,d schedules: %s".formatted(now.schedules(), now.bound())));
        };
        try (Progress progress = console.progress(String.valueOf(file.getFileName()), -1);
                Interruption.Noted noted = Interruption.during(where)) {
            var program = Explorations.program(file, design.machines());
            Explorations.without(without, program);
            Result r = Explorer.of(program)
                    .strategy(strategy)
                    .preemptions(preemptions == null ? -1 : preemptions)
                    .schedules(schedules)
                    .within(budget)
                    .seed(seed)
                    .progress(now -> {
                        last.set(now);
                        progress.to(now.schedules() + now.cut());
                        progress.note(now.bound());
                    })
                    .explore();
            Explorations.blame(r.violation());
            return r;
        }
    }

    private void print(PrintWriter out, Path file, Result r) {
        Failure f = r.violation();
        String effort = "%,d schedules, %.1f s, %,.0f schedules/s"
                .formatted(r.schedules(), r.seconds(), r.schedulesPerSecond());
        if (f == null) {
            out.println(file + ": no violation");
            out.println("  seen: " + r.bound() + (r.complete() ? "" : " (not complete)") + "; " + effort);
        } else {
            out.println(file + ": violation, after " + effort);
            out.println();
            out.print(Report.of(f, verbose));
            out.println("replay:   pinfold replay " + file + design + " --schedule " + f.schedule());
        }
        out.flush();
    }
}
