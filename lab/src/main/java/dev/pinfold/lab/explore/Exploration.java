package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Violation;
import dev.pinfold.mm.sync.ViolationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One exploration: the loop over schedules, what it learns of sharing, and the recording of what it finds. */
final class Exploration {
    /** Sharing counts as known when so many random runs have taught nothing new. */
    private static final int QUIET = 30;

    private static final int MOST_RUNS_TO_LEARN = 500;

    private final Explorer how;
    private final Strategy strategy;
    private final int tasks;
    private final Sharing sharing = new Sharing();
    private final Controller controller;
    private final long start = System.nanoTime();

    /** Runs of the last pass that came to their end, those given up, and all runs of all passes. */
    private long runs;

    private long cut;
    private long total;
    /** The most operations of a run. */
    private int longest;

    /** A violation met before the search proper: it may not be the one with the fewest preemptions. */
    private @Nullable Violation early;

    private Segments earlyRun = new Segments();
    private int earlyPreemptions;

    Exploration(Explorer how, Strategy strategy) {
        this.how = how;
        this.strategy = strategy;
        Program p = build(new Controller(0, ContinuationFiber::new, new Sharing(), null));
        tasks = p.tasks();
        p.close();
        if (tasks < 1 || tasks > 62) {
            throw new IllegalArgumentException("a program has between 1 and 62 tasks, not " + tasks);
        }
        Fiber.Maker maker = how.threads ? ThreadFiber::new : Fiber.fastest();
        controller = new Controller(tasks, maker, sharing, how.races ? new RaceCheck(tasks) : null);
        controller.mostOperations(how.operations);
        controller.collect(how.met);
    }

    private Program build(Controller c) {
        c.beginSetUp();
        Sync.install(c);
        Sync.beginSchedule();
        return how.programs.get();
    }

    private double spent() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Whether a part of what may be spent is spent. */
    private boolean spent(int part) {
        return how.enough.getAsBoolean()
                || controller.points() + total * Explorer.RUN >= how.work / part
                || spent() >= how.seconds / part;
    }

    Result run() {
        if (!sampled() && tasks > 1) {
            learn();
        }
        if (how.first && early != null) {
            return result(false, record(early, earlyRun, earlyPreemptions));
        }
        long tell = total + 1000;
        boolean more = true;
        strategy.restart(tasks);
        while (more) {
            Controller.End end = once(strategy);
            if (end == Controller.End.VOID) {
                continue;
            }
            if (end == Controller.End.CUT) {
                cut++;
            } else {
                runs++;
            }
            Violation v = controller.run().violation();
            if (end == Controller.End.VIOLATION && v != null) {
                if (how.violations == null) {
                    Segments run = controller.run().segments.copy();
                    return result(false, record(v, run, controller.run().preemptions()));
                }
                how.violations.accept(v);
            }
            more = strategy.end(controller.run());
            if (sharing.takeGrown()) {
                strategy.restart(tasks);
                more = true;
                runs = 0;
                cut = 0;
            }
            if (runs > 0 && (runs >= how.schedules || spent(1)) || how.enough.getAsBoolean()) {
                break;
            }
            if (total >= tell) {
                tell = total + 1000;
                how.progress.accept(result(false, null));
            }
        }
        if (early != null && more && how.violations == null) {
            return result(false, record(early, earlyRun, earlyPreemptions));
        }
        return result(!more && strategy.complete(), null);
    }

    private Controller.End once(Strategy s) {
        Program p = build(controller);
        try {
            Controller.End end = controller.run(p, s);
            if (end == Controller.End.FINISHED) {
                how.outcomes.accept(p.outcome());
            }
            if (end != Controller.End.VOID) {
                total++;
                longest = Math.max(longest, controller.run().operations());
            }
            return end;
        } finally {
            p.close();
        }
    }

    /** Random runs that find out what tasks share, so that the search need not start again with each discovery. */
    private void learn() {
        Strategy walk = new RandomWalk(how.seed);
        walk.restart(tasks);
        int quiet = 0;
        for (int i = 0; i < MOST_RUNS_TO_LEARN && quiet < QUIET && !spent(2) && !(how.first && early != null); i++) {
            Controller.End end = once(walk);
            Violation v = controller.run().violation();
            if (end == Controller.End.VIOLATION && early == null && v != null) {
                early = v;
                earlyRun = controller.run().segments.copy();
                earlyPreemptions = controller.run().preemptions();
            }
            if (v != null && v.kind() == ViolationKind.LIVELOCK) {
                return;
            }
            walk.end(controller.run());
            quiet = sharing.takeGrown() ? 0 : quiet + 1;
        }
    }

    private boolean sampled() {
        return strategy instanceof Sampling || strategy instanceof Alternate;
    }

    private Result result(boolean complete, @Nullable Failure found) {
        String bound = sampled() ? runs + " " + strategy.bound() : strategy.bound();
        return new Result(
                how.strategy, runs, cut, total, controller.points(), longest, complete, bound, found, spent());
    }

    /** Runs again what was found, step by step. */
    private Failure record(Violation v, Segments run, int preempted) {
        for (Segments s : List.of(run.withoutHeadStart(), run)) {
            var recorder = new ScheduleRecorder(null, null);
            Sync.nameObjects(true);
            Program p = build(controller);
            Controller.End end;
            Map<String, String> before = pages(p);
            Map<String, String> after;
            try {
                end = controller.follow(p, new Follow(s), recorder);
                after = pages(p);
            } finally {
                p.close();
                Sync.nameObjects(false);
            }
            Violation again = controller.run().violation();
            // Where a protection is off, what is read may be what memory happens to hold: another violation does as
            // well.
            boolean does = again != null
                    && (again.kind() == v.kind() || (how.first && again.kind() != ViolationKind.REPLAY_DIVERGED));
            if (end == Controller.End.VIOLATION && again != null && does) {
                List<ScheduleStep> steps = recorder.steps();
                return failure(again, ScheduleString.of(p, steps).toString(), steps, p, preempted, before, after);
            }
        }
        Violation again = controller.run().violation();
        throw new IllegalStateException(
                "the program does not do the same under the same schedule: first " + v.kind() + " (" + v.getMessage()
                        + "), then " + (again == null ? "nothing" : again.kind() + " (" + again.getMessage() + ")"),
                v);
    }

    /** What is where; what a violation left behind may be past telling. */
    private static Map<String, String> pages(Program p) {
        try {
            return p.pages();
        } catch (RuntimeException | AssertionError e) {
            return Map.of("the pages", "cannot be told: " + e.getMessage());
        }
    }

    private static Failure failure(
            Violation v,
            String schedule,
            List<ScheduleStep> steps,
            Program p,
            int preempted,
            Map<String, String> before,
            Map<String, String> after) {
        var names = new ArrayList<String>();
        for (int t = 1; t <= p.tasks(); t++) {
            names.add(p.name(t));
        }
        String message = v.getMessage();
        return new Failure(
                v.kind(), message == null ? "" : message, schedule, steps, names, preempted, before, after, v);
    }

    /** Runs the program after a schedule; returns what was violated, or null. */
    @Nullable
    Failure replay(String schedule, Consumer<ScheduleStep> each) {
        Sync.nameObjects(true);
        Program p = build(controller);
        ScheduleString s = ScheduleString.parse(p, schedule);
        var recorder = new ScheduleRecorder(s, each);
        Map<String, String> before = pages(p);
        Map<String, String> after;
        try {
            controller.follow(p, new Follow(s.segments()), recorder);
            after = pages(p);
        } finally {
            p.close();
            Sync.nameObjects(false);
        }
        Violation v = controller.run().violation();
        return v == null ? null : failure(v, schedule, recorder.steps(), p, 0, before, after);
    }
}
