package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.exec.Environment;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.Target;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.CallCatalogue;
import dev.pinfold.lab.lang.CallSpec;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.lang.WorkloadStep;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MemoryFault;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Syscall;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A machine of Pinfold's that takes the calls of a workload. */
public final class MachineTarget implements Target {
    private static final Map<String, Handler> HANDLERS = new HashMap<>();

    static {
        for (Syscall call : Syscall.values()) {
            HANDLERS.put(CallCatalogue.nameOf(call), SystemCall.handler(call));
        }
        HANDLERS.keySet().removeAll(TaskHandlers.NAMES);
        HANDLERS.putAll(AccessHandlers.HANDLERS);
        HANDLERS.putAll(PinHandlers.HANDLERS);
        HANDLERS.putAll(DeviceHandlers.HANDLERS);
        HANDLERS.putAll(WalkHandlers.HANDLERS);
        HANDLERS.putAll(MoveHandlers.HANDLERS);
        HANDLERS.putAll(KernelHandlers.HANDLERS);
        HANDLERS.putAll(HugeHandlers.HANDLERS);
    }

    /** Calls that a program makes, and no kernel code. */
    private static final Set<String> BY_USERS = Set.of("access", "memory", "pkey", "file");

    private final Machine machine;
    /** The lines in which one task cannot wait for another. */
    private final Set<WorkloadStep> inOrder = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Workload workload;
    private final Environment names;
    private final Map<String, Handler> tasksCalls;
    /** Which task binds a name, which is whose descriptor it is if it is one. */
    private final Map<String, Integer> binders;

    /** The names that stand for descriptors. */
    private final Set<String> descriptors;

    private final AtomicReferenceArray<@Nullable RunningTask> tasks;
    private final Holdings holdings = new Holdings();

    /** Makes the target; the tasks that exist from the start are made on the machine. */
    public MachineTarget(Machine machine, Workload workload, Environment names, Meeting meeting) {
        this.machine = machine;
        this.workload = workload;
        this.names = names;
        this.tasksCalls = new TaskHandlers(this, meeting).handlers();
        this.binders = binders(workload);
        this.descriptors = descriptors(workload);
        inOrder.addAll(workload.steps());
        inOrder.addAll(workload.last());
        this.tasks = new AtomicReferenceArray<>(workload.tasks().size());
        for (Workload.TaskName name : workload.tasks()) {
            if (name.createdOn() == 0) {
                Task task = machine.newTask();
                add(name.index(), task, new RunningTask.Process());
            }
        }
    }

    /** Says whether this target has a handler for a call. */
    public static boolean honours(CallSpec call) {
        return call.available()
                && (call.words() || HANDLERS.containsKey(call.name()) || TaskHandlers.NAMES.contains(call.name()));
    }

    /** Brings a task of the machine into the workload. */
    void add(int index, Task task, RunningTask.Process process) {
        String name = workload.tasks().get(index).name();
        RunningTask running = new RunningTask(index, name, task, process, holdings);
        running.target = this;
        tasks.set(index, running);
        if (!name.isEmpty()) {
            names.bind(name, new Value.Word(task.pid()));
        }
    }

    /** Returns how many tasks have ended. */
    long ends() {
        return all().stream().filter(RunningTask::ended).count();
    }

    private static Map<String, Integer> binders(Workload workload) {
        Map<String, Integer> binders = new HashMap<>();
        workload.calls().forEach(line -> bound(line).forEach(name -> binders.putIfAbsent(name, line.task())));
        return binders;
    }

    private static Set<String> descriptors(Workload workload) {
        return workload.calls()
                .filter(line -> line.spec().map(s -> s.result().equals("fd")).orElse(false))
                .flatMap(MachineTarget::bound)
                .collect(Collectors.toSet());
    }

    /** The names that a line binds or expects. */
    private static Stream<String> bound(Line line) {
        return line.expectation().map(Expectation::outcomes).orElse(List.of()).stream()
                .filter(Expectation.Values.class::isInstance)
                .flatMap(o -> ((Expectation.Values) o).slots().stream())
                .map(Expectation.Slot::binds);
    }

    /** Says whether a name stands for a descriptor. */
    boolean isDescriptor(String name) {
        return descriptors.contains(name);
    }

    /** The task that a descriptor belongs to: for kernel functions it stands for the open file, whoever calls. */
    RunningTask holder(RunningTask caller, Expr descriptor) {
        Integer index = Expr.plain(descriptor) instanceof Expr.Name n ? binders.get(n.name()) : null;
        RunningTask holder = index == null ? null : tasks.get(index);
        return holder == null ? caller : holder;
    }

    Machine machine() {
        return machine;
    }

    /** Returns the pages that calls have taken and nobody gave back, by the line that took them. */
    public List<Difference> leftOver() {
        return holdings.leftOver();
    }

    /** Returns what tasks have open in the kernel and should not have at the end, by task; empty if nothing. */
    public String leftOpen() {
        StringBuilder left = new StringBuilder();
        for (RunningTask task : all()) {
            String open = task.ended() ? "" : task.task.kernel().open();
            if (!open.isEmpty()) {
                left.append(left.isEmpty() ? "" : "; ")
                        .append(task.name)
                        .append(" has ")
                        .append(open);
            }
        }
        return left.toString();
    }

    /** Audits the machine, which knows nothing of who holds its pages from outside; tells what it finds. */
    public void check(Consumer<String> findings) {
        machine.check(findings, holdings.pages(false), holdings.pages(true));
    }

    /** Returns the tasks that are there, by their names. */
    public Map<String, Task> living() {
        Map<String, Task> living = new LinkedHashMap<>();
        all().stream().filter(t -> !t.ended()).forEach(t -> living.put(t.name, t.task));
        return living;
    }

    /** Returns the maps of each address space once, by the name of a task that has it. */
    public Map<String, String> maps() {
        Map<String, String> maps = new LinkedHashMap<>();
        Set<RunningTask.Process> seen = new HashSet<>();
        for (RunningTask task : all()) {
            if (!task.ended() && seen.add(task.process)) {
                maps.put(task.name, task.calls.maps());
            }
        }
        return maps;
    }

    /** Ends every task that is still there. */
    public void endAll() {
        for (RunningTask task : all()) {
            kill(task.index);
        }
    }

    RunningTask task(int index) {
        return Objects.requireNonNull(tasks.get(index), "a task that does not exist yet");
    }

    /** Returns all tasks that exist or have existed. */
    List<RunningTask> all() {
        return workload.tasks().stream()
                .map(t -> tasks.get(t.index()))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    @Override
    public StepOutcome call(int index, Arguments a) throws WorkloadException, Meeting.Nobody {
        RunningTask task = task(index);
        String name = a.line().name();
        Handler handler = HANDLERS.containsKey(name) ? HANDLERS.get(name) : tasksCalls.get(name);
        if (handler == null) {
            throw a.line().error("the call \"" + name + "\"", "a call that can be run already");
        }
        TaskHandlers.awaitTurn(task, a.line(), tasksMeeting());
        if (inOrder.contains(a.line()) && !task.task.kernel().canRun()) {
            throw new Meeting.Nobody("a CPU, which another task keeps");
        }
        if (a.line().spec().map(s -> BY_USERS.contains(s.group())).orElse(false)) {
            task.task.kernel().exitToUser();
        }
        StepOutcome outcome = handler.call(task, a);
        // A task whose process another has ended stops where it is: that is no result of its call.
        boolean stopped =
                (outcome instanceof StepOutcome.Failed || outcome instanceof StepOutcome.Faulted) && task.calls.ended();
        return stopped ? new StepOutcome.Ended() : outcome;
    }

    private Meeting tasksMeeting() {
        return names.meeting();
    }

    @Override
    public boolean exists(int index) {
        return tasks.get(index) != null;
    }

    @Override
    public boolean ended(int index) {
        RunningTask task = tasks.get(index);
        return task != null && task.ended();
    }

    @Override
    public void kill(int index) {
        RunningTask task = task(index);
        if (task.end()) {
            task.calls.exit(0);
        }
    }

    /** Makes the outcome of an access from its value and from how it ended. */
    static StepOutcome ofAccess(Calls calls, long value) {
        long fault = calls.fault();
        return fault == 0 ? StepOutcome.of(value) : faulted(fault, calls.faultAddress());
    }

    static StepOutcome faulted(long fault, long address) {
        String[] words = MemoryFault.describe(fault).split(" ", 2);
        return new StepOutcome.Faulted(words[0], words.length > 1 ? words[1] : "", address);
    }
}
