package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Violation;
import dev.pinfold.mm.sync.ViolationKind;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What lives for one schedule: the program that runs, where each of its tasks stands, and how the run has gone so far. A
 * {@link Strategy} is shown it at each choice.
 */
public final class ScheduleRun {
    final int tasks;
    final History history;
    final Segments segments = new Segments();
    final @Nullable Fiber[] fiber;
    final Announced[] pending;
    final @Nullable Object[] labels;

    private @Nullable Program program;
    /** Tasks that are not done. */
    long alive;
    /** The running task, 0 outside of all tasks. */
    int current;
    /** Tasks run, and their operations are announced. */
    boolean inTasks;
    /** The task whose condition is being evaluated, or 0. */
    int evaluated;

    private @Nullable Violation violation;
    /** The strategy has seen enough of this run. */
    boolean cut;
    /** A task could not be stopped where it was. */
    boolean pinned;
    /** Operations of this run by tasks, and by whoever sets up and checks. */
    int operations;

    int outside;
    int preemptions;

    ScheduleRun(int tasks) {
        this.tasks = tasks;
        history = new History(tasks);
        fiber = new Fiber[tasks + 1];
        labels = new Object[tasks + 1];
        pending = new Announced[tasks + 1];
        for (int t = 0; t <= tasks; t++) {
            pending[t] = new Announced();
        }
    }

    /** Begins with a program whose state was built just now. */
    void begin(Program p) {
        program = p;
        Arrays.fill(fiber, null);
        Arrays.fill(labels, null);
        for (int t = 1; t <= tasks; t++) {
            pending[t].n = 0;
            pending[t].possible = null;
        }
        alive = (1L << (tasks + 1)) - 2;
        evaluated = 0;
        violation = null;
        cut = false;
        pinned = false;
        operations = 0;
        preemptions = 0;
        segments.clear();
        history.clear();
    }

    /** How many tasks there are; they are numbered from 1. */
    public int tasks() {
        return tasks;
    }

    /** The tasks that have not ended: bit t for task t. */
    public long alive() {
        return alive;
    }

    /** What a task that is alive is about to do. */
    public Announced pending(int t) {
        return pending[t];
    }

    /** Operations announced so far in this run. */
    public int operations() {
        return operations;
    }

    /** How often, so far in this run, a task was made to wait that could have gone on. */
    public int preemptions() {
        return preemptions;
    }

    /** A task's name, {@code "set-up"} for 0. */
    public String name(int t) {
        return program == null || t == 0 ? "set-up" : program.name(t);
    }

    /**
     * The hash of the program's state, and of which tasks are done.
     *
     * @throws UnsupportedOperationException if the program has none
     */
    public long stateHash() {
        inTasks = false;
        try {
            return LongTable.mix(program().state(), alive);
        } finally {
            inTasks = true;
        }
    }

    Program program() {
        Program p = program;
        if (p == null) {
            throw new IllegalStateException("no program runs");
        }
        return p;
    }

    @Nullable
    Violation violation() {
        return violation;
    }

    /** Ends the run; an earlier violation stays. */
    void fail(Violation v) {
        if (violation == null) {
            violation = v;
        }
    }

    /** Ends the run: nobody can go on. */
    void deadlock() {
        fail(new Violation(ViolationKind.DEADLOCK, waiting()));
    }

    /** Ends the run: it does not do what the schedule says. */
    void diverged(String how) {
        fail(new Violation(ViolationKind.REPLAY_DIVERGED, how));
    }

    boolean goesOn() {
        return violation == null && !cut && !pinned;
    }

    boolean started(int t) {
        return fiber[t] != null;
    }

    @Nullable
    Object label(int t) {
        return labels[t];
    }

    /** An object in words. */
    String describe(long object) {
        int before = outside;
        inTasks = false;
        try {
            return program().describe(object);
        } finally {
            inTasks = true;
            outside = before;
        }
    }

    /** A value in words, or null. */
    @Nullable
    String describe(long object, long value) {
        int before = outside;
        inTasks = false;
        try {
            return program().describe(object, value);
        } finally {
            inTasks = true;
            outside = before;
        }
    }

    /** Whether the task can go on now. */
    boolean possible(int t) {
        BooleanSupplier possible = pending[t].possible;
        return possible == null || evaluate(t, possible);
    }

    boolean evaluate(int t, BooleanSupplier possible) {
        int was = evaluated;
        evaluated = t;
        try {
            return possible.getAsBoolean();
        } finally {
            evaluated = was;
        }
    }

    /** The tasks that are alive and can go on now. */
    long enabled() {
        long enabled = 0;
        for (long left = alive; left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            if (possible(t)) {
                enabled |= 1L << t;
            }
        }
        return enabled;
    }

    private String waiting() {
        StringBuilder b = new StringBuilder();
        for (long left = alive; left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            Announced a = pending[t];
            b.append(b.isEmpty() ? "" : "; ")
                    .append(name(t))
                    .append(" waits for ")
                    .append(a.op);
            b.append(a.n > 0 ? " " + Sync.describe(a.from[0]) : "");
            b.append(a.site == null ? "" : " at \"" + a.site + "\"");
            String held = Sync.held(t);
            b.append(held.isEmpty() ? "" : " and holds " + held);
        }
        return b.toString();
    }
}
