package dev.pinfold.lab.explore;

import dev.pinfold.lab.explore.DepthFirst.Same;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Violation;
import dev.pinfold.mm.sync.ViolationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Explores a program: runs it under one schedule after another until the strategy has seen all it set out to see, the budget
 * is spent, or a run breaks a rule. At least one schedule is seen, whatever the budget.
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

    final Supplier<? extends Program> programs;
    String strategy = "auto";
    private int preemptions = -1;
    long schedules = Long.MAX_VALUE;
    double seconds = Double.POSITIVE_INFINITY;
    long work = Long.MAX_VALUE;
    BooleanSupplier enough = () -> false;
    int operations = Controller.MAX_OPERATIONS;
    long seed = 1;
    boolean races = true;
    boolean threads;
    boolean first;
    private boolean plain;
    private @Nullable Strategy own;
    Consumer<Object> outcomes = o -> {};
    Consumer<Result> progress = r -> {};

    @Nullable
    Consumer<Violation> violations;

    @Nullable
    Set<Site> met;

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
        own = null;
        return this;
    }

    /** Chooses by a strategy of the caller's own; {@link #preemptions} and {@link #plain} mean nothing to it. */
    public Explorer strategy(Strategy chooser) {
        strategy = chooser.getClass().getSimpleName();
        own = chooser;
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

    /** Stops after so many seconds. What is found then depends on the machine: {@link #work} does not. */
    public Explorer seconds(double most) {
        seconds = most;
        return this;
    }

    /** What a run counts for in {@link #work} besides its operations: its state is built and audited. */
    static final long RUN = 500;

    /**
     * Stops after so much work: operations of tasks, and for each run as many more as building and auditing its state is worth.
     * A bound that does not depend on how fast the machine is, so what it lets an exploration find is always the same.
     */
    public Explorer work(long most) {
        work = most;
        return this;
    }

    /** Stops, incomplete, where somebody wants it to; asked between two runs. */
    public Explorer until(BooleanSupplier end) {
        enough = end;
        return this;
    }

    /** Stops where a budget is spent. */
    public Explorer within(Budget budget) {
        return work(budget.work()).seconds(budget.seconds()).until(budget.enough());
    }

    /** Ends with the first violation met, also where one with fewer preemptions might be found. */
    public Explorer first(boolean on) {
        first = on;
        return this;
    }

    /**
     * Takes a run of more operations than this for one that goes nowhere, which is a violation of the kind {@link
     * ViolationKind#LIVELOCK}: a task that retries for ever instead of waiting.
     */
    public Explorer operations(int most) {
        operations = most;
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

    /** Collects the sites of operations on what two tasks have to do with. */
    public Explorer met(Set<Site> sites) {
        met = sites;
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
        try {
            return new Exploration(this, make()).run();
        } finally {
            Sync.uninstall();
        }
    }

    private Strategy make() {
        if (own != null) {
            return own;
        }
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

    /**
     * Runs the program once, after a schedule.
     *
     * @param each is handed each step as it is performed
     * @return what was violated, null if nothing was; a run that does not do what the schedule says is a violation of the kind
     *     {@link ViolationKind#REPLAY_DIVERGED}
     * @throws IllegalArgumentException if the schedule cannot be read
     */
    public @Nullable Failure replay(String schedule, Consumer<ScheduleStep> each) {
        try {
            return new Exploration(this, make()).replay(schedule, each);
        } finally {
            Sync.uninstall();
        }
    }
}
