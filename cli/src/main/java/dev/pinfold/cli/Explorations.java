package dev.pinfold.cli;

import dev.pinfold.lab.ablate.Switch;
import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.ScheduleStep;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.run.ExploredWorkload;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the commands that explore workloads have in common. */
final class Explorations {
    private Explorations() {}

    /** A step as {@code --json} prints it. */
    record StepJson(
            String task,
            String operation,
            String object,
            @Nullable String site,
            String value,
            @Nullable String line) {
        static StepJson of(ScheduleStep s, List<String> tasks) {
            return new StepJson(
                    tasks.get(s.task() - 1),
                    s.op().name(),
                    s.name(),
                    s.site() == null ? null : s.site().name(),
                    s.shown() == null ? "0x" + Long.toHexString(s.value()) : s.shown(),
                    s.label() == null ? null : s.label().toString());
        }
    }

    /** A violation as {@code --json} prints it. */
    record ViolationJson(String kind, String message, String schedule, int preemptions, List<StepJson> steps) {
        static @Nullable ViolationJson of(@Nullable Failure f) {
            return f == null
                    ? null
                    : new ViolationJson(
                            f.kind().toString(),
                            f.message(),
                            f.schedule(),
                            f.preemptions(),
                            f.steps().stream()
                                    .map(s -> StepJson.of(s, f.tasks()))
                                    .toList());
        }
    }

    /** The workload of a file as a program to explore. */
    static Supplier<ExploredWorkload> program(Path file) throws IOException {
        return program(file, Machine::of);
    }

    /** The workload of a file as a program to explore, on machines that are made so. */
    static Supplier<ExploredWorkload> program(Path file, BiFunction<MachineConfig, Design, Machine> machines)
            throws IOException {
        try {
            Workload workload = Workload.read(file);
            if (workload.recorded()) {
                throw new UserError(
                        "pinfold: " + file + ": a recorded log has one order only; 'pinfold run' replays it");
            }
            return ExploredWorkload.of(workload, machines);
        } catch (WorkloadException e) {
            throw new UserError(e.getMessage() == null ? file.toString() : e.getMessage(), e);
        }
    }

    /** The folder of the workloads shipped. */
    static Path examples() {
        Path examples = Path.of(System.getProperty("pinfold.home", "."), "examples");
        if (!Files.isDirectory(examples)) {
            throw new UserError("pinfold: no folder " + examples + "; name the workloads");
        }
        return examples;
    }

    /** Switches off what is named; a site comes to be when its code is first used, so the program is run once before. */
    static void without(List<String> names, Supplier<ExploredWorkload> program) {
        if (names.isEmpty()) {
            return;
        }
        Explorer.of(program).strategy("random").schedules(1).explore();
        for (String name : names) {
            Switch.find(name)
                    .orElseThrow(() -> new UserError("pinfold: no site or guard \"" + name
                            + "\" where this workload gets to; 'pinfold ablate' names them"))
                    .set(false);
        }
    }

    /** The workloads shipped, with and without a concurrent section. */
    static List<Path> all() throws IOException {
        try (Stream<Path> all = Files.list(examples())) {
            return all.filter(f -> f.toString().endsWith(".mm")).sorted().toList();
        }
    }

    /** Turns what is the workload's own fault into an error of the user's. */
    static void blame(@Nullable Failure f) {
        if (f != null && f.cause() != null && f.cause().getCause() instanceof WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }
}
