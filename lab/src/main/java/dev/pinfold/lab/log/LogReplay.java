package dev.pinfold.lab.log;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadStep;
import dev.pinfold.lab.log.read.Gap;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.run.RunReport;
import dev.pinfold.lab.run.Tally;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Sched;
import dev.pinfold.mm.abi.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays a recorded log: memory calls are made and compared, file calls are followed so that descriptors mean what they
 * meant, tasks come and go as they did, and the rest is counted.
 *
 * <p>The log's order is that in which calls came back. Where two threads were in calls at once, the kernel may have done
 * them in the other order; {@link LogMemory} finds that out by the addresses that came of it.
 */
final class LogReplay {
    /** The machine's size is looked at once in so many calls. */
    private static final int SAMPLE = 32;

    private final Log whole;
    private final Workload log;
    private final LogWorld world;
    private final Neighbours neighbours;
    private final Map<String, Integer> notJudged = new TreeMap<>();
    private final Machine machine;
    private final Tally tally;
    private final Map<Integer, LogTask> tasks = new HashMap<>();
    private final LogMemory memory;
    private final LogFiles files;
    private final LogSharedMemory shm;
    private final boolean[] done;
    /** Whether the log shows how tasks came to be. */
    private final boolean creations;

    private int now;
    private int gap;
    private int calls;
    /** The address spaces as they were when their last task ended, by task. */
    private final Map<Integer, String> lastMaps = new HashMap<>();

    LogReplay(Log whole, LogWorld world, Machine machine, Tally tally, LogFacts facts) {
        this.whole = whole;
        this.log = whole.steps();
        this.world = world;
        this.neighbours = new Neighbours(whole);
        this.machine = machine;
        this.tally = tally;
        this.done = new boolean[log.steps().size()];
        this.files = new LogFiles(tally);
        this.shm = new LogSharedMemory(world, tally, facts);
        this.memory = new LogMemory(whole, world, tally, facts, this::pending);
        this.creations = log.calls().anyMatch(line -> line.creates() >= 0);
    }

    /**
     * Returns the task of a step, which exists from now on if no call of the log creates it. A log that shows no creation
     * at all was filtered: its tasks are taken for threads of the first one, unless they begin as a new program does.
     */
    private @Nullable LogTask task(WorkloadStep step) {
        Workload.TaskName name = log.tasks().get(step.task());
        LogTask known = tasks.get(name.index());
        if (known != null || name.createdOn() != 0) {
            return known;
        }
        LogTask first = tasks.values().stream()
                .filter(t -> !t.ended())
                .max((a, b) -> Integer.compare(a.index, b.index))
                .orElse(null);
        boolean program = step instanceof Line line && line.name().equals("brk") && LogFacts.argument(line, 0) == 0;
        LogTask made = null;
        if (first != null && !creations && !program) {
            long pid = first.calls.clone(LogClone.THREAD);
            Task task = pid > 0 ? machine.task((int) pid) : null;
            if (task != null) {
                made = new LogTask(name.index(), name.name(), task, first.process, first.image, first.files);
            }
        }
        if (made == null) {
            made = new LogTask(
                    name.index(),
                    name.name(),
                    machine.newTask(),
                    new LogTask.Process(),
                    new LogTask.Image(),
                    new LogDescriptors());
        }
        made.image.unseen |= neighbours.unseen(made.index, 0, world);
        tasks.put(name.index(), made);
        return made;
    }

    /** Replays all of it. */
    void play() {
        List<WorkloadStep> steps = log.steps();
        for (now = 0; now < steps.size(); now++) {
            if (!done[now]) {
                done[now] = true;
                gaps(steps.get(now));
                step(steps.get(now));
            }
        }
    }

    /** Takes note of what the log does not show before a step. */
    private void gaps(WorkloadStep step) {
        int line = step instanceof Line call ? call.last() : step.number();
        for (; gap < whole.gaps().size() && whole.gaps().get(gap).line() < line; gap++) {
            Gap here = whole.gaps().get(gap);
            for (LogTask task : tasks.values()) {
                task.image.whole = false;
            }
            LogTask task = task(step);
            if (task != null
                    && here.address() > 0
                    && task.calls.initialState().adopt(pageDown(here.address()), PAGE_SIZE) >= 0) {
                tally.adopted();
            }
            world.conclude(here.line(), "the log does not show all that happened here");
        }
    }

    private void skipped(Line line) {
        tally.skipped(line.name());
        notJudged(line);
    }

    private void notJudged(Line line) {
        notJudged.merge(line.name(), 1, Integer::sum);
    }

    Map<String, Integer> notJudged() {
        return notJudged;
    }

    private void step(WorkloadStep step) {
        LogTask task = task(step);
        if (task == null || task.ended()) {
            if (step instanceof Line line) {
                skipped(line);
            }
            return;
        }
        switch (step) {
            case Line line -> call(task, line);
            case WorkloadStep.Gone gone -> end(task, gone.status());
            case WorkloadStep.Signal signal -> memory.signal(task, signal);
        }
    }

    private void call(LogTask task, Line line) {
        world.notice(line);
        if (line.spec().isEmpty()) {
            if (Rights.changes(line)) {
                Rights.follow(task, line, world);
            }
            if (!shm.call(task, line)) {
                skipped(line);
                files.notice(task, line);
            }
            return;
        }
        if (line.expectation().isPresent() && line.expectation().get().unfinished()) {
            // Interrupted before it did anything; the log has it again.
            tally.skipped(line.name());
            return;
        }
        switch (line.spec().get().group()) {
            case "memory", "pkey" -> {
                if (begins(task, line)) {
                    world.conclude(
                            line.number(), "a program begins whose execve is not in the log: lines were left out");
                    program(task, line, "");
                    task.image.thinned = true;
                }
                if (!memory.call(task, line)) {
                    notJudged(line);
                }
            }
            case "file" -> {
                files.follow(task, line);
                notJudged(line);
            }
            default -> taskCall(task, line);
        }
        if (++calls % SAMPLE == 0) {
            tally.size(machine.tableCount(), machine.usedFrames());
        }
    }

    private void taskCall(LogTask task, Line line) {
        Calls calls = task.calls;
        long start = System.nanoTime();
        boolean succeeded = LogFacts.result(line).orElse(-1) >= 0;
        switch (line.name()) {
            case "fork", "vfork", "clone", "clone3" -> {
                if (succeeded) {
                    create(task, line);
                }
            }
            case "execve" -> {
                if (succeeded) {
                    program(task, line, LogFiles.path(line, 0));
                }
            }
            case "exit" -> end(task, (int) LogFacts.argument(line, 0));
            case "exit_group" -> {
                remember(task, false);
                calls.exitGroup((int) LogFacts.argument(line, 0));
                task.process.ended = true;
            }
            case "wait4" -> {
                notJudged(line);
                LogTask child = byNumber(LogFacts.result(line).orElse(0));
                if (child != null && child.ended()) {
                    calls.wait4(child.task.pid(), null, 1);
                }
            }
            default -> notJudged(line);
        }
        tally.called(line.name(), System.nanoTime() - start);
    }

    /** A task runs another program from here on. */
    private void program(LogTask task, Line line, String path) {
        remember(task, true);
        task.calls.execve(path);
        task.image = new LogTask.Image();
        task.image.whole = whole.filter().isEmpty();
        task.image.unseen = neighbours.unseen(task.index, line.number(), world);
    }

    /**
     * Says whether a program begins of which the log has no execve: it asks where its heap ends, and that is not where the task's
     * ended.
     */
    private static boolean begins(LogTask task, Line line) {
        return line.name().equals("brk")
                && LogFacts.argument(line, 0) == 0
                && task.image.heapKnown
                && !task.image.unseen
                && LogFacts.result(line).isPresent()
                && LogFacts.result(line).getAsLong() != task.calls.brk(0);
    }

    private void create(LogTask parent, Line line) {
        int index = line.creates();
        if (index < 0) {
            return;
        }
        long flags = switch (line.name()) {
            case "fork" -> Signal.SIGCHLD;
            case "vfork" -> Sched.CLONE_VM | Sched.CLONE_VFORK | Signal.SIGCHLD;
            default -> LogClone.flags(line);
        };
        Calls calls = parent.calls;
        boolean thread = (flags & Sched.CLONE_THREAD) != 0;
        boolean sharesSpace = (flags & Sched.CLONE_VM) != 0;
        long pid = flags == Signal.SIGCHLD ? calls.fork() : calls.clone(flags & LogClone.KEPT);
        Task child = pid > 0 ? machine.task((int) pid) : null;
        if (child == null) {
            world.different(line, "a new task", pid < 0 ? LogMemory.showResult(pid) : "no task", Blame.PINFOLD, "");
            return;
        }
        boolean sharesFiles = (flags & Sched.CLONE_FILES) != 0;
        tasks.put(
                index,
                new LogTask(
                        index,
                        log.tasks().get(index).name(),
                        child,
                        thread ? parent.process : new LogTask.Process(),
                        sharesSpace ? parent.image : parent.image.copy(),
                        sharesFiles ? parent.files : parent.files.copy()));
    }

    private @Nullable LogTask byNumber(long number) {
        String name = Long.toString(number);
        LogTask found = null;
        for (LogTask task : tasks.values()) {
            if (task.name.equals(name) && (found == null || task.index > found.index)) {
                found = task;
            }
        }
        return found;
    }

    private void end(LogTask task, int status) {
        if (!task.ended()) {
            remember(task, true);
            task.end();
            task.calls.exit(status);
        }
    }

    /**
     * Keeps the maps of an address space that is about to go, for the report.
     *
     * @param oneByOne whether only this task leaves it rather than its whole process
     */
    private void remember(LogTask task, boolean oneByOne) {
        boolean alone = tasks.values().stream()
                .noneMatch(t ->
                        t != task && t.image == task.image && !t.ended() && (oneByOne || t.process != task.process));
        if (alone && task.image.topKnown) {
            lastMaps.put(task.index, task.calls.maps());
        }
        tally.size(machine.tableCount(), machine.usedFrames());
    }

    /** Returns the lines after the one that is being played which were begun before it came back, in the same space. */
    private List<LogMemory.Pending> pending(LogTask task, Line line) {
        List<LogMemory.Pending> found = new ArrayList<>();
        List<WorkloadStep> steps = log.steps();
        // A task has one call at a time: after one line of each task none of them can have been begun in time.
        Set<Integer> seen = new HashSet<>();
        seen.add(line.task());
        for (int i = now + 1; i < steps.size() && seen.size() < tasks.size() && i < now + 4096; i++) {
            if (!done[i]
                    && steps.get(i) instanceof Line other
                    && seen.add(other.task())
                    && other.number() < line.last()) {
                LogTask owner = tasks.get(other.task());
                boolean memoryCall = other.spec().isPresent()
                        && other.spec().get().group().equals("memory")
                        && other.expectation().isPresent();
                if (memoryCall && owner != null && owner.image == task.image && !owner.ended()) {
                    int at = i;
                    found.add(new LogMemory.Pending(owner, other, () -> done[at] = true));
                }
            }
        }
        return found;
    }

    /** Returns the address spaces at the end: of tasks that live, and the last of those that were. */
    List<RunReport.TaskMaps> maps() {
        List<RunReport.TaskMaps> maps = new ArrayList<>();
        Set<LogTask.Image> seen = new HashSet<>();
        for (Workload.TaskName name : log.tasks()) {
            LogTask task = tasks.get(name.index());
            if (task != null && !task.ended() && seen.add(task.image)) {
                maps.add(new RunReport.TaskMaps(name.name(), task.calls.maps()));
            } else if (lastMaps.containsKey(name.index())) {
                maps.add(new RunReport.TaskMaps(name.name(), lastMaps.get(name.index())));
            }
        }
        return maps;
    }

    /** Ends all tasks that the log left alive. */
    void end() {
        for (LogTask task : tasks.values()) {
            if (task.end()) {
                task.calls.exit(0);
            }
        }
    }
}
