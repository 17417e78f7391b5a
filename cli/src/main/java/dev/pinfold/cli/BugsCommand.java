package dev.pinfold.cli;

import dev.pinfold.lab.bugs.Bug;
import dev.pinfold.lab.bugs.BugHunt;
import dev.pinfold.lab.bugs.Catalogue;
import dev.pinfold.lab.explore.Budget;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinfold bugs}: the bugs of the past, brought back and found. */
@Command(
        name = "bugs",
        mixinStandardHelpOptions = true,
        description = {
            "Bring each historic bug back, by switching off what cures it, and find it by exploring the workload",
            "that shows it. Prints the failing schedule of a bug that is named."
        })
final class BugsCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Bugs. Default: all.")
    List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Only list them.")
    boolean list;

    @Mixin
    BudgetOptions bounds;

    /** Thousands of operations for each bug. */
    private static final long WORK = 30_000;

    /** A bug as {@code --json} prints it. */
    record BugJson(
            String name,
            boolean found,
            long schedules,
            String workload,
            String reference,
            @Nullable String violation,
            @Nullable String schedule,
            double seconds) {
        static BugJson of(BugHunt.Catch c) {
            Failure f = c.violation();
            return new BugJson(
                    c.bug().name(),
                    c.found(),
                    c.schedules(),
                    c.bug().workload(),
                    c.bug().reference(),
                    f == null ? null : f.kind() + ": " + f.message(),
                    f == null ? null : f.schedule(),
                    c.seconds());
        }
    }

    /** What {@code --json} prints. */
    record BugsJson(List<BugJson> bugs, long found, int total) {}

    @Override
    public Integer call() throws IOException {
        Budget budget = bounds.budget(WORK);
        List<Bug> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(Catalogue.find(name)
                    .orElseThrow(
                            () -> new UserError("pinfold: no bug \"" + name + "\"; 'pinfold bugs --list' has them")));
        }
        if (names.isEmpty()) {
            chosen.addAll(Catalogue.all());
        }
        Console console = output.console();
        if (list && !output.json) {
            chosen.forEach(b -> console.out().printf("%-24s %s (%s)%n", b.name(), b.title(), b.reference()));
            console.out().flush();
            return ExitCode.AS_EXPECTED;
        }
        List<BugHunt.Catch> catches = new ArrayList<>();
        try (Progress progress = console.progress("bugs", chosen.size())) {
            for (Bug bug : chosen) {
                if (Interruption.wanted()) {
                    break;
                }
                progress.note(bug.name());
                Path file = Explorations.examples().resolve(bug.workload());
                BugHunt.Catch c = BugHunt.hunt(bug, Explorations.program(file), budget);
                catches.add(c);
                progress.step(1);
                if (!output.json) {
                    print(console, c);
                }
            }
        }
        long found = catches.stream().filter(BugHunt.Catch::found).count();
        if (output.json) {
            Json.print(
                    console.out(),
                    new BugsJson(catches.stream().map(BugJson::of).toList(), found, catches.size()));
        } else {
            console.out().printf("%d of %d found%n", found, catches.size());
        }
        console.out().flush();
        return ExitCode.of(found == catches.size());
    }

    private void print(Console console, BugHunt.Catch c) {
        PrintWriter out = console.out();
        Failure f = c.violation();
        out.printf(
                "%s %-24s %s%n",
                c.found() ? "found    " : console.styled("@|bold,red NOT FOUND|@"),
                c.bug().name(),
                c.bug().title());
        out.printf(
                "          %s; %s, %d schedules, %.1f s%n",
                c.bug().reference(), c.bug().workload(), c.schedules(), c.seconds());
        if (f != null) {
            out.println("          " + f.kind() + ": " + f.message());
        }
        if (f != null && !names.isEmpty()) {
            out.println();
            out.print(Report.of(f));
            StringBuilder replay = new StringBuilder(
                    "replay:   pinfold replay examples/" + c.bug().workload());
            c.bug()
                    .without()
                    .forEach(w -> replay.append(" --without \"").append(w).append('"'));
            out.println(replay + " --schedule " + f.schedule());
        }
        out.flush();
    }
}
