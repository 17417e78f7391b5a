package dev.pinfold.cli;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Report;
import dev.pinfold.lab.explore.ScheduleStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinfold replay}: a workload under one schedule. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Run a workload once, under a schedule that explore printed, and show what happens.",
            "A run that does not do what the schedule says is reported as such, with the place."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Mixin
    DesignOptions design;

    @Parameters(paramLabel = "FILE", description = "A workload.")
    Path file;

    @Option(names = "--schedule", required = true, paramLabel = "STRING", description = "The schedule.")
    String schedule;

    @Option(
            names = "--without",
            paramLabel = "NAME",
            description = "Switch off a site or guard, as ablate and bugs do. May be repeated.")
    List<String> without = new ArrayList<>();

    @Option(names = "--verbose", description = "Show every step, not only those that matter.")
    boolean verbose;

    /** What {@code --json} prints. */
    record ReplayJson(
            String file,
            String schedule,
            Explorations.@Nullable ViolationJson violation,
            List<Explorations.StepJson> steps) {}

    @Override
    public Integer call() throws IOException {
        design.apply();
        var program = Explorations.program(file, design.machines());
        Explorations.without(without, program);
        List<ScheduleStep> steps = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        Failure f;
        try {
            f = Explorer.of((Supplier<dev.pinfold.lab.explore.Program>) () -> {
                        var p = program.get();
                        tasks.clear();
                        for (int t = 1; t <= p.tasks(); t++) {
                            tasks.add(p.name(t));
                        }
                        return p;
                    })
                    .replay(schedule, steps::add);
        } catch (IllegalArgumentException e) {
            throw new UserError("pinfold: " + e.getMessage(), e);
        }
        Explorations.blame(f);
        Console console = output.console();
        if (output.json) {
            List<Explorations.StepJson> all =
                    steps.stream().map(s -> Explorations.StepJson.of(s, tasks)).toList();
            Json.print(console.out(), new ReplayJson(file.toString(), schedule, Explorations.ViolationJson.of(f), all));
        } else {
            console.out().print(f == null ? Report.clean(schedule, tasks, steps) : Report.of(f, verbose));
        }
        console.out().flush();
        return ExitCode.of(f == null);
    }
}
