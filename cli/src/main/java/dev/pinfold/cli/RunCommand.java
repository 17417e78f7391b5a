package dev.pinfold.cli;

import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.LogRun;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.log.read.LogText;
import dev.pinfold.lab.run.RunReport;
import dev.pinfold.lab.run.WorkloadRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinfold run}: workloads and recorded logs on a machine of Pinfold's. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs workloads and logs that strace recorded, and reports each result that differs.",
            "Status 0: all as expected, of a recorded log at least 99 %% of the memory calls; 1: not so."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Mixin
    DesignOptions design;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Workloads (.mm), or logs of strace -f.")
    List<Path> files;

    @Option(names = "--maps", description = "Show all mappings of each address space at the end.")
    boolean maps;

    @Option(names = "--strict", description = "Status 1 for any difference, in recorded logs too.")
    boolean strict;

    /** A difference as {@code --json} describes it. */
    record Difference(int line, String call, String expected, String actual) {}

    /** What {@code --json} prints of one file. */
    record Result(
            String file,
            boolean recorded,
            int tasks,
            int calls,
            int memoryCalls,
            int memoryCallsEqual,
            List<Difference> differences,
            int notRun,
            int adopted,
            Map<String, Integer> skipped,
            Map<String, Long> faults,
            long tables,
            int frames,
            double elapsedMs) {
        static Result of(RunReport report) {
            return new Result(
                    report.file(),
                    report.recorded(),
                    report.tasks(),
                    report.calls(),
                    report.compared(),
                    report.equal(),
                    report.differences().stream()
                            .map(d -> new Difference(d.line(), d.call(), d.expected(), d.actual()))
                            .toList(),
                    report.notRun(),
                    report.adopted(),
                    report.skipped(),
                    report.faults(),
                    report.tables(),
                    report.frames(),
                    Math.round(report.elapsedMs() * 1000) / 1000.0);
        }
    }

    /** What {@code --json} prints of several files. */
    record Results(List<Result> runs) {}

    @Override
    public Integer call() throws IOException {
        design.apply();
        Console console = output.console();
        List<Input> inputs = new ArrayList<>();
        for (Path file : files) {
            inputs.add(read(file));
        }
        boolean asExpected = true;
        List<Result> results = new ArrayList<>();
        RunView view = new RunView(console, maps);
        for (Input input : inputs) {
            List<RunReport> reports = new ArrayList<>();
            input.workload().ifPresent(w -> reports.add(run(console, w)));
            input.logs().forEach(log -> reports.add(run(console, log)));
            for (RunReport report : reports) {
                asExpected &= strict ? report.identical() : report.asExpected();
                results.add(Result.of(report));
                if (!output.json) {
                    view.print(report, strict);
                }
            }
        }
        if (output.json) {
            Json.print(console.out(), results.size() == 1 ? results.getFirst() : new Results(results));
        }
        console.out().flush();
        return ExitCode.of(asExpected);
    }

    /** What a file holds: a workload, or a log or several. */
    private record Input(Optional<Workload> workload, List<Log> logs) {}

    private static Input read(Path file) throws IOException {
        try {
            Source source = Source.read(file);
            if (LogText.is(source)) {
                return new Input(Optional.empty(), LogReader.read(source));
            }
            Workload workload = Workload.of(source);
            WorkloadRun.check(workload);
            return workload.recorded()
                    ? new Input(Optional.empty(), LogReader.read(source))
                    : new Input(Optional.of(workload), List.of());
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private RunReport run(Console console, Workload workload) {
        try (Progress progress = progress(console, workload)) {
            return WorkloadRun.run(workload, design.machines(), () -> progress.step(1));
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private RunReport run(Console console, Log log) {
        try (Progress progress = progress(console, log.steps())) {
            return LogRun.run(log, design.machines(), () -> progress.step(1));
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private static Progress progress(Console console, Workload workload) {
        return console.progress(
                Path.of(workload.file()).getFileName().toString(),
                workload.steps().size());
    }
}
