package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Scheduler;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Violation;
import dev.pinfold.mm.sync.ViolationKind;
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

    private final ScheduleRun run;
    private final Fiber.Maker fibers;
    private final Sharing sharing;
    private final AwaitReads awaitReads = new AwaitReads();
    private final @Nullable RaceCheck races;
    private final Announced also = new Announced();
    private @Nullable Strategy strategy;
    private @Nullable Follow follow;
    private @Nullable ScheduleRecorder recorder;
    private boolean keepHistory;

    /** The task to run when the running one has stopped, 0 for the end of the run. */
    private int next;
    /** Each task runs ahead to its first choice. */
    private boolean starting;
    /** The operation performed last and not yet committed. */
    private @Nullable Announced performing;

    private boolean performingShared;
    private boolean performingChosen;

    /** Where to put the sites at which tasks meet, if anybody wants to know. */
    private @Nullable Set<Site> met;

    private int mostOperations = MAX_OPERATIONS;
    private long points;

    Controller(int tasks, Fiber.Maker fibers, Sharing sharing, @Nullable RaceCheck races) {
        this.fibers = fibers;
        this.sharing = sharing;
        this.races = races;
        run = new ScheduleRun(tasks);
    }

    /**
     * Runs a program to its end or to where the strategy cuts it. The state of the program was built just now, after {@link
     * Sync#beginSchedule}.
     */
    End run(Program p, Strategy s) {
        reset(p);
        strategy = s;
        keepHistory = s instanceof UsesHistory u && u.needsHistory();
        s.begin();
        run.inTasks = true;
        starting = true;
        for (int t = 1; t <= run.tasks && run.goesOn(); t++) {
            resume(t);
        }
        starting = false;
        run.segments.endHeadStart();
        if (run.goesOn()) {
            commit();
            run.current = 0;
        }
        next = run.goesOn() && run.alive != 0 ? decide() : 0;
        return loop(p);
    }

    /** Runs a program after a schedule, and records each step. */
    End follow(Program p, Follow f, ScheduleRecorder r) {
        reset(p);
        follow = f;
        recorder = r;
        run.inTasks = true;
        next = f.next(run);
        return loop(p);
    }

    private End loop(Program p) {
        while (next > 0) {
            int t = next;
            next = 0;
            resume(t);
        }
        run.inTasks = false;
        run.current = 0;
        if (!run.cut) {
            noteWaiting();
        }
        if (run.goesOn()) {
            try {
                p.finish();
            } catch (Throwable e) {
                fail(ThrownViolation.violation(e));
            }
        }
        for (int t = 1; t <= run.tasks; t++) {
            Fiber f = run.fiber[t];
            if (f != null) {
                f.abandon();
            }
        }
        return run.pinned ? End.VOID : run.violation() != null ? End.VIOLATION : run.cut ? End.CUT : End.FINISHED;
    }

    /** Runs a task until it stops; if it ended, chooses who goes on. */
    private void resume(int t) {
        run.current = t;
        run.segments.enter(t);
        Fiber f = run.fiber[t];
        if (f == null) {
            f = start(t);
        }
        f.resume();
        if (f.done()) {
            run.fiber[t] = null;
            if (run.goesOn()) {
                commit();
                run.alive &= ~(1L << t);
                if (!starting && run.goesOn() && run.alive != 0) {
                    next = follow == null ? decide() : follow.next(run);
                }
            }
        }
    }

    /** What a task waits for to its end counts as touched, too. */
    private void noteWaiting() {
        for (long left = run.alive; left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            if (run.fiber[t] != null) {
                sharing.note(t, run.pending[t]);
            }
        }
    }

    private void reset(Program p) {
        run.begin(p);
        strategy = null;
        follow = null;
        recorder = null;
        keepHistory = false;
        starting = false;
        performing = null;
        also.n = 0;
        sharing.beginRun();
        if (races != null) {
            races.beginRun();
        }
    }

    private Fiber start(int t) {
        Program p = run.program();
        Fiber f = fibers.make(() -> {
            try {
                p.run(t);
                String held = Sync.held(t);
                if (!held.isEmpty()) {
                    fail(new Violation(ViolationKind.LEFT_HELD, run.name(t) + " ends while it holds " + held));
                }
            } catch (ThreadFiber.Abandoned e) {
                throw e;
            } catch (Throwable e) {
                fail(ThrownViolation.violation(e));
            }
        });
        run.fiber[t] = f;
        return f;
    }

    /** Ends the run; what the last operation came to may be the earlier failure. */
    private void fail(Violation v) {
        if (run.violation() == null) {
            commit();
        }
        run.fail(v);
    }

    // What the exploration asks.

    /** The schedule that runs, or has run last. */
    ScheduleRun run() {
        return run;
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
        run.outside = 0;
    }

    /** Operations announced since the controller was made. */
    long points() {
        return points;
    }

    /** Says what the running task does from here on, in the program's own terms. */
    void label(Object line) {
        run.labels[run.current] = line;
    }

    private static String at(Op op, long object, @Nullable Site site) {
        return op + " " + Sync.describe(object) + (site == null ? "" : " at \"" + site + "\"");
    }

    // The choice.

    /** Commits what was performed and lets the strategy choose; 0 if the run ends here. */
    private int decide() {
        commit();
        if (run.violation() != null || strategy == null) {
            return 0;
        }
        long enabled = run.enabled();
        if (enabled == 0) {
            run.deadlock();
            return 0;
        }
        int chosen = strategy.choose(run, enabled, run.current);
        if (chosen == Strategy.CUT) {
            run.cut = true;
            return 0;
        }
        if (chosen != run.current && (enabled >>> run.current & 1) != 0) {
            run.preemptions++;
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
        sharing.note(run.current, a);
        if (met != null && a.site != null && performingShared) {
            met.add(a.site);
        }
        if (performingShared && strategy != null) {
            if (keepHistory) {
                run.history.add(run.current, a);
            }
            strategy.performed(run, run.current, a, performingChosen);
        }
        if (recorder != null) {
            recorder.performed(run, run.current, a);
        }
        if (races != null) {
            String race = races.performed(run, run.current, a);
            if (race != null) {
                fail(new Violation(ViolationKind.DATA_RACE, race));
            }
        }
    }

    // What the tasks say.

    @Override
    public int currentTask() {
        return run.current;
    }

    @Override
    public void also(Op op, long object, long bytes) {
        if (run.inTasks && run.evaluated == 0) {
            also.add(object, bytes, op.access());
            also.turn |= op == Op.SWITCH;
        }
    }

    @Override
    public void point(Op op, long object, long bytes, @Nullable Site site) {
        if (run.evaluated != 0) {
            Announced wait = run.pending[run.evaluated];
            if (wait.addRead(object, bytes) && awaitReads.add(run.evaluated, wait.site, object, bytes)) {
                sharing.grow();
            }
        } else if (run.inTasks) {
            announce(op, object, bytes, site, null);
        } else if (++run.outside > MAX_OPERATIONS) {
            int made = run.outside;
            run.outside = 0; // What is left to do is to put things away.
            throw livelock("set-up or check", made);
        }
    }

    private static Violation livelock(String who, int operations) {
        return new Violation(ViolationKind.LIVELOCK, "%,d operations, and no end; %s".formatted(operations, who));
    }

    @Override
    public void await(Op op, long object, @Nullable Site site, BooleanSupplier possible) {
        if (run.evaluated != 0) {
            throw new IllegalStateException("a condition waits");
        }
        if (run.inTasks) {
            announce(op, object, 1, site, possible);
        } else if (!possible.getAsBoolean()) {
            throw violation(
                    ViolationKind.DEADLOCK,
                    op + " " + Sync.describe(object) + " at \"" + site + "\" waits outside of all tasks");
        }
    }

    private void announce(Op op, long object, long bytes, @Nullable Site site, @Nullable BooleanSupplier possible) {
        points++;
        if (run.pinned) {
            also.n = 0;
            return;
        }
        commit();
        if (++run.operations > mostOperations) {
            fail(livelock(run.name(run.current) + " goes on at " + at(op, object, site), run.operations));
        }
        if (run.violation() != null) {
            stop();
        }
        int me = run.current;
        Announced a = run.pending[me];
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
        boolean waits = possible != null && !run.evaluate(me, possible);
        boolean isShared = waits || sharing.shared(a) && !(races != null && op.plain());
        boolean choice;
        int chosen = me;
        if (follow != null) {
            choice = true;
            chosen = follow.next(run);
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
        run.segments.count();
    }

    private static boolean releases(Op op) {
        return op == Op.UNLOCK || op == Op.READ_UNLOCK || op == Op.DOWNGRADE || op == Op.EXIT;
    }

    /** Stops the running task until it is chosen. */
    private void suspend() {
        Fiber f = run.fiber[run.current];
        if (f != null && !f.suspend()) {
            run.pinned = true;
            next = 0;
        }
    }

    /** Stops the running task for good. */
    private void stop() {
        next = 0;
        suspend();
        Violation v = run.violation();
        if (v != null) {
            throw v;
        }
    }

    @Override
    public void result(boolean changed, long value) {
        Announced a = performing;
        if (a != null && run.evaluated == 0) {
            a.changed = changed;
            a.value = value;
        }
    }

    @Override
    public Violation violation(ViolationKind kind, String message) {
        if (!run.inTasks || run.evaluated != 0) {
            throw new Violation(kind, message);
        }
        Violation v = new Violation(kind, run.name(run.current) + " " + message);
        fail(v);
        stop();
        throw v;
    }
}
