package dev.pinfold.lab.exec;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.lang.WorkloadStep;
import dev.pinfold.mm.sync.Deadlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Plays a workload that somebody wrote: its sections in order, the concurrent one on a thread for each task. What the
 * listener is told of a line is told by the thread that runs it.
 */
public final class Player {
    /** Hears of each line. Called by several threads in the concurrent section. */
    public interface Listener {
        /** A call is about to be made. */
        default void calling(Line line) {}

        /** A call has come back. */
        void called(Line line, StepOutcome outcome, long nanos);

        /** A line did not come out as it says. */
        void different(Difference difference);

        /** A line was not run, because its task had ended or what it needs never came. */
        void notRun(Line line);
    }

    private final Workload workload;
    private final Target target;
    private final Environment names;
    private final Listener listener;
    private final Meeting meeting;
    private final AtomicReference<@Nullable Line> failing = new AtomicReference<>();
    private volatile boolean anyDifference;
    /** The line that each thread is at. */
    private final Map<Thread, Line> underWay = new ConcurrentHashMap<>();

    /**
     * Makes a player.
     *
     * @param meeting the one that the names and the target wait at
     */
    public Player(Workload workload, Target target, Environment names, Meeting meeting, Listener listener) {
        this.workload = workload;
        this.target = target;
        this.names = names;
        this.meeting = meeting;
        this.listener = listener;
    }

    /**
     * Plays all of it.
     *
     * @throws WorkloadException where the workload turns out to be at fault
     */
    public void play() throws WorkloadException {
        before();
        if (!workload.concurrent().isEmpty()) {
            atOnce();
        }
        after();
    }

    /**
     * Plays what comes before the concurrent section.
     *
     * @throws WorkloadException where the workload turns out to be at fault
     */
    public void before() throws WorkloadException {
        inOrder(workload.steps());
    }

    /**
     * Plays what comes after the concurrent section.
     *
     * @throws WorkloadException where the workload turns out to be at fault
     */
    public void after() throws WorkloadException {
        inOrder(workload.last());
    }

    /** Returns what each task does in the concurrent section, by the task's index. */
    public SortedMap<Integer, List<WorkloadStep>> own() {
        SortedMap<Integer, List<WorkloadStep>> byTask = new TreeMap<>();
        for (WorkloadStep step : workload.concurrent()) {
            byTask.computeIfAbsent(step.task(), t -> new ArrayList<>()).add(step);
        }
        return byTask;
    }

    /**
     * Plays one task's part of the concurrent section.
     *
     * @throws WorkloadException where the workload turns out to be at fault
     */
    public void play(List<WorkloadStep> own) throws WorkloadException {
        boolean going = true;
        for (WorkloadStep step : own) {
            if (!(step instanceof Line line)) {
                event(step);
            } else if (going) {
                going = run(line, true);
            } else {
                listener.notRun(line);
            }
        }
    }

    /**
     * Says whether calls were given up that nobody was left to end. The machine behind the target does not hold together
     * then.
     */
    public boolean deadlocked() {
        return meeting.deadlocked();
    }

    /** Returns the first line whose call did not come back but threw; null where none did. */
    public @Nullable Line failing() {
        return failing.get();
    }

    private void inOrder(List<WorkloadStep> steps) throws WorkloadException {
        meeting.enter(1);
        meeting.join();
        try {
            Set<Integer> over = new HashSet<>();
            for (WorkloadStep step : steps) {
                if (step instanceof Line line) {
                    if (over.contains(line.task())) {
                        listener.notRun(line);
                    } else if (!run(line, false)) {
                        over.add(line.task());
                    }
                } else {
                    event(step);
                }
            }
        } finally {
            meeting.leave();
        }
    }

    private void atOnce() throws WorkloadException {
        SortedMap<Integer, List<WorkloadStep>> byTask = own();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        meeting.enter(byTask.size());
        Map<Thread, String> threads = new HashMap<>();
        byTask.forEach((task, steps) -> {
            String name = workload.tasks().get(task).shown();
            Thread thread = new Thread(() -> ownLines(steps, failure), "task " + name);
            threads.put(thread, name);
            thread.start();
        });
        for (Thread thread : threads.keySet()) {
            join(thread);
        }
        Throwable thrown = failure.get();
        switch (thrown) {
            case null -> {}
            case WorkloadException e -> throw e;
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs one task's lines of the concurrent section, on a thread of their own. */
    private void ownLines(List<WorkloadStep> steps, AtomicReference<@Nullable Throwable> failure) {
        meeting.join();
        try {
            play(steps);
        } catch (WorkloadException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            meeting.leave();
        }
    }

    private void event(WorkloadStep step) {
        if (step instanceof WorkloadStep.Gone gone
                && !deadlocked()
                && target.exists(gone.task())
                && !target.ended(gone.task())) {
            meeting.change(Meeting.ENDS, () -> target.kill(gone.task()));
        }
    }

    /** Returns the key by which a task's creation is waited for. */
    public static String createdKey(int task) {
        return "the creation of task " + task;
    }

    /**
     * Runs a line.
     *
     * @return whether the task goes on with its next one
     */
    private boolean run(Line line, boolean atOnce) throws WorkloadException {
        underWay.put(Thread.currentThread(), line);
        try {
            return runLine(line, atOnce);
        } finally {
            underWay.remove(Thread.currentThread());
        }
    }

    private boolean runLine(Line line, boolean atOnce) throws WorkloadException {
        if (deadlocked()) {
            listener.notRun(line);
            return false;
        }
        try {
            if (atOnce) {
                meeting.await("the task to be created", createdKey(line.task()), () -> target.exists(line.task()));
                meeting.look(Meeting.ENDS);
            }
            if (!target.exists(line.task()) || target.ended(line.task())) {
                return over(line);
            }
            return call(line);
        } catch (Deadlock e) {
            listener.different(new Difference(
                    line.number(),
                    line.call(),
                    "the call to return",
                    "waits for ever at \"" + e.getMessage() + "\": nobody is left who could end it"));
            return false;
        } catch (Meeting.Nobody e) {
            if (anyDifference || deadlocked()) {
                // The task that should have brought it about has failed, and that is reported already.
                listener.notRun(line);
                return false;
            }
            throw line.error(
                    "\"" + line.name() + "(…)\", which waits for " + e.what(),
                    "another line that brings it about before");
        }
    }

    /** A line that a task is at; {@code waitsFor} is empty where the task does not sleep. */
    public record At(String task, Line line, String waitsFor) {
        /** In words: which line, whose, and what for. */
        @Override
        public String toString() {
            String who = task.isEmpty() ? "" : task + " ";
            return "line %d  %s%s: %s"
                    .formatted(
                            line.number(), who, line.call(), waitsFor.isEmpty() ? "at work" : "waits for " + waitsFor);
        }
    }

    /** Where each task is at this moment, in the order of the lines; asked by whatever thread. */
    public List<At> underWay() {
        Map<Thread, String> waits = meeting.waits();
        return underWay.entrySet().stream()
                .map(e -> new At(
                        workload.tasks().get(e.getValue().task()).name(),
                        e.getValue(),
                        waits.getOrDefault(e.getKey(), "")))
                .sorted(Comparator.comparingInt(at -> at.line().number()))
                .toList();
    }

    private boolean over(Line line) throws WorkloadException {
        listener.notRun(line);
        if (!anyDifference && !target.exists(line.task())) {
            throw line.error("a line of a task that was never created", "the call that creates it to succeed");
        }
        if (!anyDifference && line.task() >= 0 && ownEnd(line)) {
            throw line.error("a line of a task that has ended", "the task's lines before its exit");
        }
        return false;
    }

    /** Says whether a line comes after its own task's exit in the file, rather than after the end of its process. */
    private boolean ownEnd(Line line) {
        return workload.calls()
                .anyMatch(l -> l.task() == line.task()
                        && l.number() < line.number()
                        && (l.name().equals("exit") || l.name().equals("exit_group")));
    }

    private boolean call(Line line) throws WorkloadException, Meeting.Nobody {
        Arguments arguments = new Arguments(line, names);
        listener.calling(line);
        long start = System.nanoTime();
        StepOutcome outcome;
        try {
            outcome = target.call(line.task(), arguments);
        } catch (RuntimeException | Error e) {
            if (!(e instanceof Deadlock)) {
                failing.compareAndSet(null, line);
            }
            throw e;
        }
        long nanos = System.nanoTime() - start;
        listener.called(line, outcome, nanos);
        if (outcome instanceof StepOutcome.Ended) {
            return true;
        }
        Verdict verdict = Verdict.of(arguments, outcome, names);
        if (verdict.difference().isPresent()) {
            anyDifference = true;
            listener.different(verdict.difference().get());
            if (verdict.endsTask()) {
                meeting.change(Meeting.ENDS, () -> target.kill(line.task()));
                return false;
            }
        }
        return true;
    }
}
