package dev.pinfold.lab.explore;

import dev.pinfold.lab.explore.DepthFirst.Same;
import dev.pinfold.mm.sync.Scheduler;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Explores a program: runs it under one schedule after another until the strategy has seen all it set out to see, the budget
 * is spent, or a run breaks a rule.
 *
 * <pre>{@code
 * Result r = Explorer.of(MyProgram::new).preemptions(2).explore();
 * }</pre>
 *
 * Needs a JVM with {@code -Dpinfold.controlled=true}; one exploration at a time.
 */
public final class Explorer {
    /** The names of the strategies. The default is {@code auto}. */
    public static final List<String> STRATEGIES =
            List.of("auto", "dfs", "bounded", "dpor", "state", "random", "pos", "pct", "sample");

    private final Supplier<? extends Program> programs;
    private String strategy = "auto";
    private int preemptions = -1;
    private long schedules = Long.MAX_VALUE;
    private double seconds = Double.POSITIVE_INFINITY;
    private long seed = 1;
    private boolean races = true;
    private boolean threads;
    private boolean plain;
    private Consumer<Object> outcomes = o -> {};
    private Consumer<Result> progress = r -> {};
    private @Nullable Consumer<Violation> violations;

    private Explorer(Supplier<? extends Program> programs) {
        this.programs = programs;
    }

    /** An explorer of the program that the supplier builds afresh for each schedule. */
    public static Explorer of(Supplier<? extends Program> programs) {
        return new Explorer(programs);
    }

    /** Chooses how: one of {@link #STRATEGIES}. */
    public Explorer strategy(String name) {
        if (!STRATEGIES.contains(name)) {
            throw new IllegalArgumentException("no strategy \"" + name + "\"; there are " + STRATEGIES);
        }
        strategy = name;
        return this;
    }

    /** Sees only schedules with at most so many preemptions. */
    public Explorer preemptions(int most) {
        preemptions = most;
        return this;
    }

    /** Stops after so many schedules. */
    public Explorer schedules(long most) {
        schedules = most;
        return this;
    }

    /** Stops after so many seconds. */
    public Explorer seconds(double most) {
        seconds = most;
        return this;
    }

    /** Seeds the strategies that draw. */
    public Explorer seed(long s) {
        seed = s;
        return this;
    }

    /** Whether unordered plain accesses are violations; if not, each is a scheduling point instead. */
    public Explorer races(boolean check) {
        races = check;
        return this;
    }

    /** Runs tasks as threads that hand over, as where the JVM keeps its continuations closed. */
    public Explorer threads(boolean on) {
        threads = on;
        return this;
    }

    /** Without shortcuts: does not prune by order, so that what is counted is what the literature counts. */
    public Explorer plain(boolean on) {
        plain = on;
        return this;
    }

    /** Is handed the outcome of each run that came to its end. */
    public Explorer outcomes(Consumer<Object> each) {
        outcomes = each;
        return this;
    }

    /** Goes on after violations, which are handed to the consumer, and does not report them. */
    public Explorer goOn(Consumer<Violation> each) {
        violations = each;
        return this;
    }

    /** Is told now and then how far the exploration is. */
    public Explorer progress(Consumer<Result> teller) {
        progress = teller;
        return this;
    }

    /** Says what the running task does from here on, in the program's own terms. Does nothing outside of explorations. */
    public static void label(Object line) {
        if (Sync.CONTROLLED && Sync.scheduler() instanceof Controller c) {
            c.label(line);
        }
    }

    /** Explores. */
    public Result explore() {
        Strategy s = make();
        Scheduler before = Sync.scheduler();
        try {
            return explore(s);
        } finally {
            Sync.uninstall();
            if (before instanceof Controller) {
                Sync.install(before);
            }
        }
    }

    private Strategy make() {
        Same order = plain ? Same.NEVER : Same.ORDER;
        int bound = preemptions < 0 ? DepthFirst.UNBOUNDED : preemptions;
        return switch (strategy) {
            case "dfs" -> new DepthFirst(bound, Same.NEVER);
            case "bounded" -> new Phases(bounds(preemptions < 0 ? 40 : preemptions, order));
            case "dpor" -> new SourceDpor();
            case "state" -> new DepthFirst(bound, Same.STATE);
            case "random" -> new RandomWalk(seed);
            case "pos" -> new PartialOrderSampling(seed);
            case "pct" -> new PriorityChanges(seed, 3);
            case "sample" -> new Alternate(new RandomWalk(seed), new PartialOrderSampling(seed));
            default -> {
                List<Strategy> phases = bounds(preemptions < 0 ? 2 : preemptions, order);
                if (preemptions < 0) {
                    phases.add(new SourceDpor());
                }
                yield new Phases(phases);
            }
        };
    }

    private static List<Strategy> bounds(int most, Same same) {
        var phases = new ArrayList<Strategy>();
        for (int k = 0; k <= most; k++) {
            phases.add(new DepthFirst(k, same));
        }
        return phases;
    }

    private Program build(Controller c) {
        Sync.install(c);
        Sync.beginSchedule();
        return programs.get();
    }

    private Controller controller(int tasks, Sharing sharing) {
        Fiber.Maker maker = threads ? ThreadFiber::new : Fiber.fastest();
        return new Controller(tasks, maker, sharing, races ? new RaceCheck(tasks) : null);
    }

    private int countTasks() {
        Program p = build(controller(0, new Sharing()));
        int tasks = p.tasks();
        p.close();
        if (tasks < 1 || tasks > 62) {
            throw new IllegalArgumentException("a program has between 1 and 62 tasks, not " + tasks);
        }
        return tasks;
    }

    private Result explore(Strategy s) {
        int tasks = countTasks();
        var sharing = new Sharing();
        Controller c = controller(tasks, sharing);
        long start = System.nanoTime();
        long runs = 0;
        long cut = 0;
        long total = 0;
        long tell = 1000;
        boolean more = true;
        Failure found = null;
        s.restart(tasks);
        while (more && found == null) {
            Program p = build(c);
            Controller.End end;
            try {
                end = c.run(p, s);
                if (end == Controller.End.FINISHED) {
                    outcomes.accept(p.outcome());
                }
            } finally {
                p.close();
            }
            if (end == Controller.End.VOID) {
                continue;
            }
            if (end == Controller.End.CUT) {
                cut++;
            } else {
                runs++;
            }
            Violation v = c.violation();
            if (end == Controller.End.VIOLATION && v != null) {
                if (violations == null) {
                    found = record(c, v, sharing);
                    break;
                }
                violations.accept(v);
            }
            more = s.end(c);
            total++;
            if (sharing.takeGrown()) {
                s.restart(tasks);
                more = true;
                runs = 0;
                cut = 0;
            }
            double spent = (System.nanoTime() - start) / 1e9;
            if (runs >= schedules || spent >= seconds) {
                break;
            }
            if (total >= tell) {
                tell = total + 1000;
                progress.accept(result(s, runs, cut, total, c.points(), false, null, spent));
            }
        }
        return result(s, runs, cut, total, c.points(), !more && s.complete(), found, (System.nanoTime() - start) / 1e9);
    }

    private Result result(
            Strategy s,
            long runs,
            long cut,
            long total,
            long points,
            boolean complete,
            @Nullable Failure found,
            double spent) {
        boolean sampled = s instanceof Sampling || s instanceof Alternate;
        String bound = sampled ? runs + " " + s.bound() : s.bound();
        return new Result(strategy, runs, cut, total, points, complete && found == null, bound, found, spent);
    }

    // What was found is run again, step by step.

    private Failure record(Controller c, Violation v, Sharing sharing) {
        Segments run = c.segments().copy();
        int preempted = c.preemptions();
        for (Segments s : List.of(run.withoutHeadStart(), run)) {
            var recorder = new Recorder(null, null);
            Program p = build(c);
            Controller.End end;
            try {
                end = c.follow(p, new Follow(s), recorder);
            } finally {
                p.close();
            }
            Violation again = c.violation();
            if (end == Controller.End.VIOLATION && again != null && again.kind().equals(v.kind())) {
                List<Step> steps = recorder.steps();
                return failure(again, ScheduleString.of(steps).toString(), steps, p, preempted);
            }
            sharing.takeGrown();
        }
        Violation again = c.violation();
        throw new IllegalStateException(
                "the program does not do the same under the same schedule: first " + v.kind() + " (" + v.getMessage()
                        + "), then " + (again == null ? "nothing" : again.kind() + " (" + again.getMessage() + ")"),
                v);
    }

    private static Failure failure(Violation v, String schedule, List<Step> steps, Program p, int preempted) {
        var names = new ArrayList<String>();
        for (int t = 1; t <= p.tasks(); t++) {
            names.add(p.name(t));
        }
        String message = v.getMessage();
        return new Failure(v.kind(), message == null ? "" : message, schedule, steps, names, preempted, v);
    }

    /**
     * Runs the program once, after a schedule.
     *
     * @param each is handed each step as it is performed
     * @return what was violated, null if nothing was; a run that does not do what the schedule says is a violation of the kind
     *     {@code "replay diverged"}
     * @throws IllegalArgumentException if the schedule cannot be read
     */
    public @Nullable Failure replay(String schedule, Consumer<Step> each) {
        ScheduleString s = ScheduleString.parse(schedule);
        try {
            int tasks = countTasks();
            Controller c = controller(tasks, new Sharing());
            var recorder = new Recorder(s, each);
            Program p = build(c);
            try {
                c.follow(p, new Follow(s.segments()), recorder);
            } finally {
                p.close();
            }
            Violation v = c.violation();
            return v == null ? null : failure(v, schedule, recorder.steps(), p, 0);
        } finally {
            Sync.uninstall();
        }
    }
}
