package dev.pinfold.cli;

import dev.pinfold.lab.exec.Player;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.LogReport;
import dev.pinfold.lab.log.LogRun;
import dev.pinfold.lab.log.Release;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.log.read.LogText;
import dev.pinfold.lab.run.RunReport;
import dev.pinfold.lab.run.WorkloadRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads workloads and logs, runs them, and prints what came of them. */
final class RunSession {
    /** What a file holds: a workload, or a log or several. */
    record Input(Optional<Workload> workload, List<Log> logs) {
        static Input of(List<Log> logs) {
            return new Input(Optional.empty(), logs);
        }
    }

    /** What {@code strace -ff -o NAME} calls the log of a task. */
    private static final Pattern OF_A_TASK = Pattern.compile("(.+)\\.\\d+");

    private final Console console;
    private final boolean json;
    private final DesignOptions design;
    private final RunOptions options;
    private final RunView view;
    private final List<RunResult> results = new CopyOnWriteArrayList<>();
    private volatile @Nullable Workload running;
    private volatile @Nullable Player playing;
    private final AtomicInteger made = new AtomicInteger();

    private final Interruption.Work where = new Interruption.Work() {
        @Override
        public List<String> where() {
            Workload workload = running;
            Player player = playing;
            List<String> lines = new ArrayList<>();
            if (workload != null) {
                lines.add("in %s, after %,d of %,d calls"
                        .formatted(workload.file(), made.get(), workload.calls().count()));
            }
            if (player != null) {
                player.underWay().forEach(at -> lines.add("  " + Console.shortened(at.toString())));
            }
            return lines;
        }

        @Override
        public void save() {
            if (json) {
                print();
            }
        }
    };

    RunSession(Console console, boolean json, DesignOptions design, RunOptions options) {
        this.console = console;
        this.json = json;
        this.design = design;
        this.options = options;
        this.view = new RunView(console, options);
    }

    /** Reads all files; those that {@code strace -ff} wrote of one program are one log. */
    static List<Input> read(List<Path> files) throws IOException {
        Map<String, List<Path>> groups = new LinkedHashMap<>();
        for (Path file : files) {
            Matcher task = OF_A_TASK.matcher(file.toString());
            groups.computeIfAbsent(task.matches() ? task.group(1) + ".*" : file.toString(), g -> new ArrayList<>())
                    .add(file);
        }
        List<Input> inputs = new ArrayList<>();
        for (Map.Entry<String, List<Path>> group : groups.entrySet()) {
            inputs.add(group.getValue().size() == 1 ? read(group.getValue().getFirst()) : together(group));
        }
        return inputs;
    }

    private static Input together(Map.Entry<String, List<Path>> group) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : group.getValue()) {
            sources.add(Source.read(file));
        }
        try {
            return Input.of(LogReader.readTogether(group.getKey(), sources));
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private static Input read(Path file) throws IOException {
        try {
            Source source = Source.read(file);
            if (LogText.is(source)) {
                return Input.of(LogReader.read(source));
            }
            Workload workload = Workload.of(source);
            WorkloadRun.check(workload);
            return workload.recorded() ? Input.of(LogReader.read(source)) : new Input(Optional.of(workload), List.of());
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Runs all and prints what came of them; says whether all is as expected.
     *
     * @param kernel the kernel of the logs where it is known
     */
    boolean run(List<Input> inputs, Optional<Release> kernel) {
        boolean asExpected = true;
        try (Interruption.Noted noted = Interruption.during(where)) {
            for (Input input : inputs) {
                if (input.workload().isPresent()) {
                    asExpected &= run(input.workload().get());
                }
                for (Log log : input.logs()) {
                    asExpected &= run(log, kernel);
                }
            }
        } catch (RuntimeException e) {
            if (!Interruption.Stopped.behind(e)) {
                throw e;
            }
            asExpected = false;
        }
        if (json) {
            print();
        }
        console.out().flush();
        return asExpected;
    }

    private void print() {
        Json.print(console.out(), results.size() == 1 ? results.getFirst() : new RunResult.Several(results));
    }

    private boolean run(Workload workload) {
        try (Progress progress = progress(workload)) {
            RunReport report =
                    WorkloadRun.run(workload, design.machines(), () -> step(progress), player -> playing = player);
            results.add(RunResult.of(report));
            if (!json) {
                view.print(report);
                console.out().flush();
            }
            return report.asExpected();
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean run(Log log, Optional<Release> kernel) {
        try (Progress progress = progress(log.steps())) {
            LogReport report = LogRun.run(log, kernel, design.machines(), () -> step(progress));
            results.add(RunResult.of(report, options.verbose));
            if (!json) {
                view.print(report);
                console.out().flush();
            }
            return options.strict ? report.strict() : report.asExpected();
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
    }

    private Progress progress(Workload workload) {
        playing = null;
        made.set(0);
        running = workload;
        return console.progress(
                Path.of(workload.file()).getFileName().toString(),
                workload.steps().size());
    }

    /** A call has been made. */
    private void step(Progress progress) {
        made.incrementAndGet();
        progress.step(1);
        Interruption.check();
    }
}
