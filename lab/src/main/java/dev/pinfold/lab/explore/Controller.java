package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Scheduler;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Violation;
import dev.pinfold.mm.sync.ViolationKind;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program once, under the choices of a strategy or after a given schedule: the scheduler that the operations of
 * {@code .sync} talk to.
 *
 * <p>An operation is announced by its task, chosen, performed, and committed when the next one is announced: only then is it
 * known what it came to. The choice is made on the announcing task's own stack, and only a change of task switches stacks.
 */
final class Controller implements Scheduler {
    /** A run of more operations than this goes nowhere: some task retries for ever instead of waiting. */
    static final int MAX_OPERATIONS = 3_000_000;

    /** How a run ended. */
    enum End {
        FINISHED,
        VIOLATION,
        CUT,
        /** A task could not be stopped where it was, in the first use of a class; the run says nothing and is repeated. */
        VOID
    }

    final int tasks;
    final History history;
    private final Fiber.Maker fibers;
    private final Sharing sharing;
    private final AwaitReads awaitReads = new AwaitReads();
    private final @Nullable RaceCheck races;
    private final @Nullable Fiber[] fiber;
    private final Announced[] pending;
    private final Announced also = new Announced();
    private final @Nullable Object[] labels;
    private final Segments segments = new Segments();

    private @Nullable Program program;
    private @Nullable Strategy strategy;
    private @Nullable Follow follow;
    private @Nullable ScheduleRecorder recorder;
    private boolean keepHistory;

    /** Tasks that are not done. */
    private long alive;
    /** The running task, 0 outside of all tasks; and the one to run when it has stopped, 0 for the end of the run. */
    private int current;

    private int next;
    /** Tasks run, and their operations are announced. */
    private boolean inTasks;
    /** Each task runs ahead to its first choice. */
    private boolean starting;
    /** The task whose condition is being evaluated, or 0. */
    private int evaluated;
    /** The operation performed last and not yet committed. */
    private @Nullable Announced performing;

    private boolean performingShared;
    private boolean performingChosen;

    private @Nullable Violation violation;
    private boolean cut;
    private boolean pinned;
    /** Where to put the sites at which tasks meet, if anybody wants to know. */
    private @Nullable Set<Site> met;

    private int mostOperations = MAX_OPERATIONS;
    /** Operations of this run by tasks, and by whoever sets up and checks. */
    private int operations;

    private int outside;
    private int preemptions;
    private long points;

    Controller(int tasks, Fiber.Maker fibers, Sharing sharing, @Nullable RaceCheck races) {
        this.tasks = tasks;
        this.fibers = fibers;
        this.sharing = sharing;
        this.races = races;
        history = new History(tasks);
        fiber = new Fiber[tasks + 1];
        labels = new Object[tasks + 1];
        pending = new Announced[tasks + 1];
        for (int t = 0; t <= tasks; t++) {
            pending[t] = new Announced();
        }
    }

    /**
     * Runs a program to its end or to where the strategy cuts it. The state of the program was built just now, after {@link
     * Sync#beginSchedule}.
     */
    End run(Program p, Strategy s) {
        reset(p);
        strategy = s;
        keepHistory = s.needsHistory();
        s.begin();
        inTasks = true;
        starting = true;
        for (int t = 1; t <= tasks && goesOn(); t++) {
            resume(t);
        }
        starting = false;
        segments.endHeadStart();
        if (goesOn()) {
            commit();
            current = 0;
        }
        next = goesOn() && alive != 0 ? decide() : 0;
        return loop(p);
    }

    /** Runs a program after a schedule, and records each step. */
    End follow(Program p, Follow f, ScheduleRecorder r) {
        reset(p);
        follow = f;
        recorder = r;
        inTasks = true;
        next = f.next(this);
        return loop(p);
    }

    private End loop(Program p) {
        while (next > 0) {
            int t = next;
            next = 0;
            resume(t);
        }
        inTasks = false;
        current = 0;
        if (!cut) {
            noteWaiting();
        }
        if (goesOn()) {
            try {
                p.finish();
            } catch (Throwable e) {
                fail(ThrownViolation.violation(e));
            }
        }
        for (int t = 1; t <= tasks; t++) {
            Fiber f = fiber[t];
            if (f != null) {
                f.abandon();
            }
        }
        return pinned ? End.VOID : violation != null ? End.VIOLATION : cut ? End.CUT : End.FINISHED;
    }

    /** Runs a task until it stops; if it ended, chooses who goes on. */
    private void resume(int t) {
        current = t;
        segments.enter(t);
        Fiber f = fiber[t];
        if (f == null) {
            f = start(t);
        }
        f.resume();
        if (f.done()) {
            fiber[t] = null;
            if (goesOn()) {
                commit();
                alive &= ~(1L << t);
                if (!starting && goesOn() && alive != 0) {
                    next = follow == null ? decide() : follow.next(this);
                }
            }
        }
    }

    /** What a task waits for to its end counts as touched, too. */
    private void noteWaiting() {
        for (long left = alive; left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            if (fiber[t] != null) {
                sharing.note(t, pending[t]);
            }
        }
    }

    private boolean goesOn() {
        return violation == null && !cut && !pinned;
    }

    private void reset(Program p) {
        program = p;
        strategy = null;
        follow = null;
        recorder = null;
        keepHistory = false;
        Arrays.fill(fiber, null);
        Arrays.fill(labels, null);
        for (int t = 1; t <= tasks; t++) {
            pending[t].n = 0;
            pending[t].possible = null;
        }
        alive = (1L << (tasks + 1)) - 2;
        starting = false;
        evaluated = 0;
        performing = null;
        violation = null;
        cut = false;
        pinned = false;
        operations = 0;
        preemptions = 0;
        also.n = 0;
        segments.clear();
        history.clear();
        sharing.beginRun();
        if (races != null) {
            races.beginRun();
        }
    }

    private Fiber start(int t) {
        Program p = program();
        Fiber f = fibers.make(() -> {
            try {
                p.run(t);
                String held = Sync.held(t);
                if (!held.isEmpty()) {
                    fail(new Violation(ViolationKind.LEFT_HELD, name(t) + " ends while it holds " + held));
                }
            } catch (ThreadFiber.Abandoned e) {
                throw e;
            } catch (Throwable e) {
                fail(ThrownViolation.violation(e));
            }
        });
        fiber[t] = f;
        return f;
    }

    /** Ends the run; what the last operation came to may be the earlier failure. */
    private void fail(Violation v) {
        if (violation == null) {
            commit();
        }
        if (violation == null) {
            violation = v;
        }
    }

    // What strategies, schedules and reports ask.

    private Program program() {
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

    /** Collects the sites of operations on objects that tasks meet at. */
    void collect(@Nullable Set<Site> sites) {
        met = sites;
    }

    /** Takes a run of more operations than this for one that goes nowhere. */
    void mostOperations(int most) {
        mostOperations = most;
    }

    /** The state of a program is about to be built. */
    void beginSetUp() {
        outside = 0;
    }

    /** Operations announced in this run. */
    int operations() {
        return operations;
    }

    /** Operations announced since the controller was made. */
    long points() {
        return points;
    }

    /** How often, in this run, a task was made to wait that could have gone on. */
    int preemptions() {
        return preemptions;
    }

    long alive() {
        return alive;
    }

    /** What the task is about to do. */
    Announced pending(int t) {
        return pending[t];
    }

    Segments segments() {
        return segments;
    }

    boolean started(int t) {
        return fiber[t] != null;
    }

    String name(int t) {
        return program == null || t == 0 ? "set-up" : program.name(t);
    }

    @Nullable
    Object label(int t) {
        return labels[t];
    }

    /** Says what the running task does from here on, in the program's own terms. */
    void label(Object line) {
        labels[current] = line;
    }

    /** The hash of the program's state, and of which tasks are done. */
    long stateHash() {
        inTasks = false;
        try {
            return LongTable.mix(program().state(), alive);
        } finally {
            inTasks = true;
        }
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

    private boolean evaluate(int t, BooleanSupplier possible) {
        int was = evaluated;
        evaluated = t;
        try {
            return possible.getAsBoolean();
        } finally {
            evaluated = was;
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

    private static String at(Op op, long object, @Nullable Site site) {
        return op + " " + Sync.describe(object) + (site == null ? "" : " at \"" + site + "\"");
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

    // The choice.

    /** Commits what was performed and lets the strategy choose; 0 if the run ends here. */
    private int decide() {
        commit();
        if (violation != null || strategy == null) {
            return 0;
        }
        long enabled = 0;
        for (long left = alive; left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            if (possible(t)) {
                enabled |= 1L << t;
            }
        }
        if (enabled == 0) {
            deadlock();
            return 0;
        }
        int chosen = strategy.choose(this, enabled, current);
        if (chosen == Strategy.CUT) {
            cut = true;
            return 0;
        }
        if (chosen != current && (enabled >>> current & 1) != 0) {
            preemptions++;
        }
        return chosen;
    }

    /** Enters the last operation in the books, now that it is known what it came to. */
    private void commit() {
        Announced a = performing;
        if (a == null) {
            return;
        }
        performing = null;
        sharing.note(current, a);
        if (met != null && a.site != null && performingShared) {
            met.add(a.site);
        }
        if (performingShared && strategy != null) {
            if (keepHistory) {
                history.add(current, a);
            }
            strategy.performed(this, current, a, performingChosen);
        }
        if (recorder != null) {
            recorder.performed(this, current, a);
        }
        if (races != null) {
            String race = races.performed(this, current, a);
            if (race != null) {
                fail(new Violation(ViolationKind.DATA_RACE, race));
            }
        }
    }

    // What the tasks say.

    @Override
    public int currentTask() {
        return current;
    }

    @Override
    public void also(Op op, long object, long bytes) {
        if (inTasks && evaluated == 0) {
            also.add(object, bytes, op.access());
            also.turn |= op == Op.SWITCH;
        }
    }

    @Override
    public void point(Op op, long object, long bytes, @Nullable Site site) {
        if (evaluated != 0) {
            Announced wait = pending[evaluated];
            if (wait.addRead(object, bytes) && awaitReads.add(evaluated, wait.site, object, bytes)) {
                sharing.grow();
            }
        } else if (inTasks) {
            announce(op, object, bytes, site, null);
        } else if (++outside > MAX_OPERATIONS) {
            int made = outside;
            outside = 0; // What is left to do is to put things away.
            throw livelock("set-up or check", made);
        }
    }

    private static Violation livelock(String who, int operations) {
        return new Violation(ViolationKind.LIVELOCK, "%,d operations, and no end; %s".formatted(operations, who));
    }

    @Override
    public void await(Op op, long object, @Nullable Site site, BooleanSupplier possible) {
        if (evaluated != 0) {
            throw new IllegalStateException("a condition waits");
        }
        if (inTasks) {
            announce(op, object, 1, site, possible);
        } else if (!possible.getAsBoolean()) {
            throw violation(
                    ViolationKind.DEADLOCK,
                    op + " " + Sync.describe(object) + " at \"" + site + "\" waits outside of all tasks");
        }
    }

    private void announce(Op op, long object, long bytes, @Nullable Site site, @Nullable BooleanSupplier possible) {
        points++;
        if (pinned) {
            also.n = 0;
            return;
        }
        commit();
        if (++operations > mostOperations) {
            fail(livelock(name(current) + " goes on at " + at(op, object, site), operations));
        }
        if (violation != null) {
            stop();
        }
        int me = current;
        Announced a = pending[me];
        a.begin(op, object, bytes, site, possible);
        for (int i = 0; i < also.n; i++) {
            a.add(also.from[i], also.to[i] - also.from[i], also.access[i]);
        }
        a.turn |= also.turn;
        also.turn = false;
        also.n = 0;
        if (op == Op.AWAIT) {
            awaitReads.addTo(a, me);
        }
        boolean waits = possible != null && !evaluate(me, possible);
        boolean isShared = waits || sharing.shared(a) && !(races != null && op.plain());
        boolean choice;
        int chosen = me;
        if (follow != null) {
            choice = true;
            chosen = follow.next(this);
        } else {
            choice = isShared && (waits || !releases(op) || sharing.looked(object));
            if (choice) {
                chosen = starting ? 0 : decide();
            }
        }
        if (chosen != me) {
            next = chosen;
            suspend();
        }
        a.possible = null;
        performing = a;
        performingShared = isShared;
        performingChosen = choice;
        segments.count();
    }

    private static boolean releases(Op op) {
        return op == Op.UNLOCK || op == Op.READ_UNLOCK || op == Op.DOWNGRADE || op == Op.EXIT;
    }

    /** Stops the running task until it is chosen. */
    private void suspend() {
        Fiber f = fiber[current];
        if (f != null && !f.suspend()) {
            pinned = true;
            next = 0;
        }
    }

    /** Stops the running task for good. */
    private void stop() {
        next = 0;
        suspend();
        if (violation != null) {
            throw violation;
        }
    }

    @Override
    public void result(boolean changed, long value) {
        Announced a = performing;
        if (a != null && evaluated == 0) {
            a.changed = changed;
            a.value = value;
        }
    }

    @Override
    public Violation violation(ViolationKind kind, String message) {
        if (!inTasks || evaluated != 0) {
            throw new Violation(kind, message);
        }
        Violation v = new Violation(kind, name(current) + " " + message);
        fail(v);
        stop();
        throw v;
    }
}
