package dev.pinfold.lab.run;

import dev.pinfold.lab.calls.MachineTarget;
import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.exec.Environment;
import dev.pinfold.lab.exec.Player;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Program;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.lang.WorkloadStep;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.audit.MachineView;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Violation;
import dev.pinfold.mm.sync.ViolationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A workload as a program to be explored: its concurrent section are the tasks, the lines before it build the state, the
 * lines after it and the audits are the check. A line that does not come out as it says is a violation. A workload without
 * concurrent section is one task that does it all.
 */
public final class ExploredWorkload implements Program {
    /** Memory of a machine that the workload does not size: little, as one is made for every schedule of a race. */
    private static final long MEMORY = 4L << 20;

    /** How the names begin whose values are what came of a run. */
    private static final String SEEN = "seen";

    private final Workload workload;
    private final Machine machine;
    private final MachineTarget target;
    private final Player player;
    private final List<List<WorkloadStep>> own = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Environment environment;
    private final List<String> seen;
    private @Nullable Throwable broken;

    private ExploredWorkload(Workload workload, BiFunction<MachineConfig, Design, Machine> machines)
            throws WorkloadException {
        this.workload = workload;
        MachineConfig defaults = MachineConfig.defaults();
        MachineConfig base = defaults.withMemory(workload.concurrent().isEmpty() ? defaults.memory() : MEMORY)
                .withCpus(Math.clamp(workload.tasks().size(), 2, 64));
        machine = machines.apply(SetUp.apply(base, workload), SetUp.design(workload.setup()));
        ExploredMeeting meeting = new ExploredMeeting();
        environment = new Environment(meeting);
        seen = seen(workload);
        target = new MachineTarget(machine, workload, environment, meeting);
        player = new Player(workload, target, environment, meeting, new Watcher());
        Map<Integer, List<WorkloadStep>> byTask = player.own();
        workload.tasks().stream()
                .filter(t -> byTask.containsKey(t.index()))
                .sorted(Comparator.comparingInt(Workload.TaskName::createdOn).thenComparing(Workload.TaskName::name))
                .forEach(t -> {
                    own.add(byTask.getOrDefault(t.index(), List.of()));
                    names.add(t.shown());
                });
    }

    /**
     * Returns what makes the program for each schedule.
     *
     * @throws WorkloadException where the workload cannot be explored
     */
    public static Supplier<ExploredWorkload> of(Workload workload, BiFunction<MachineConfig, Design, Machine> machines)
            throws WorkloadException {
        WorkloadRun.check(workload);
        return () -> {
            try {
                ExploredWorkload program = new ExploredWorkload(workload, machines);
                program.before();
                return program;
            } catch (WorkloadException e) {
                throw new IllegalArgumentException(e);
            }
        };
    }

    /** The names of a workload's outcomes, in order. */
    private static List<String> seen(Workload workload) {
        return workload.calls()
                .flatMap(line -> line.expectation().stream())
                .flatMap(e -> e.outcomes().stream())
                .filter(Expectation.Values.class::isInstance)
                .flatMap(v -> ((Expectation.Values) v).slots().stream())
                .map(Expectation.Slot::binds)
                .filter(name -> name.startsWith(SEEN))
                .distinct()
                .sorted()
                .toList();
    }

    private void before() {
        if (own.isEmpty()) {
            return;
        }
        try {
            player.before();
        } catch (WorkloadException | RuntimeException | AssertionError e) {
            broken = e;
        }
    }

    @Override
    public int tasks() {
        return Math.max(1, own.size());
    }

    @Override
    public String name(int task) {
        return names.isEmpty() ? "the task" : names.get(task - 1);
    }

    @Override
    public void run(int task) throws Throwable {
        if (broken != null) {
            throw broken;
        }
        if (own.isEmpty()) {
            player.before();
        } else {
            player.play(own.get(task - 1));
        }
    }

    @Override
    public void finish() throws Throwable {
        player.after();
        audit("after the last line");
        String open = target.leftOpen();
        if (!open.isEmpty()) {
            throw new Violation(ViolationKind.LEFT_OPEN, "after the last line " + open);
        }
        target.endAll();
        audit("after the last task's exit");
        List<Difference> left = target.leftOver();
        if (!left.isEmpty()) {
            Difference first = left.getFirst();
            throw new Violation(
                    ViolationKind.LEAK, "line " + first.line() + ": " + first.call() + ": " + first.actual());
        }
    }

    /** What the names hold that begin with {@value #SEEN}: {@code seen = 1, seenLater = 2}. */
    @Override
    public Object outcome() {
        StringBuilder all = new StringBuilder();
        for (String name : seen) {
            Value value = environment.get(name);
            all.append(all.isEmpty() ? "" : ", ").append(name).append(" = ").append(value == null ? "none" : value);
        }
        return all.toString();
    }

    private void audit(String when) {
        StringBuilder all = new StringBuilder();
        target.check(f -> all.append(all.isEmpty() ? "" : "; ").append(f));
        if (!all.isEmpty()) {
            throw new Violation(ViolationKind.AUDIT, when + ": " + all);
        }
    }

    @Override
    public String describe(long object) {
        return view().name(object);
    }

    @Override
    public @Nullable String describe(long object, long value) {
        return view().value(object, value);
    }

    @Override
    public Map<String, String> pages() {
        return view().pages();
    }

    private MachineView view() {
        return machine.view(target.living());
    }

    @Override
    public void close() {
        machine.discard();
    }

    /** A line as reports show it, with what came of it. */
    private static final class Shown {
        private final Line line;
        private @Nullable StepOutcome outcome;

        Shown(Line line) {
            this.line = line;
        }

        @Override
        public String toString() {
            return line.number() + ": " + line.call() + (outcome == null ? "" : " = " + outcome);
        }
    }

    private final class Watcher implements Player.Listener {
        private final @Nullable Shown[] shown = new Shown[workload.tasks().size()];

        @Override
        public void calling(Line line) {
            Shown s = new Shown(line);
            shown[line.task()] = s;
            Explorer.label(s);
        }

        @Override
        public void called(Line line, StepOutcome outcome, long nanos) {
            Shown s = shown[line.task()];
            if (s != null) {
                s.outcome = outcome;
            }
        }

        @Override
        public void different(Difference d) {
            String message =
                    "line " + d.line() + ": " + d.call() + ": expected " + d.expected() + ", found " + d.actual();
            throw Sync.scheduler().currentTask() == 0
                    ? new Violation(ViolationKind.EXPECTATION, message)
                    : Sync.scheduler().violation(ViolationKind.EXPECTATION, message);
        }

        @Override
        public void notRun(Line line) {}
    }
}
