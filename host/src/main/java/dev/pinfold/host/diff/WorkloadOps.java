package dev.pinfold.host.diff;

import dev.pinfold.host.agent.Agent;
import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.lab.exec.Arg;
import dev.pinfold.lab.exec.ArgReader;
import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.CloneFlags;
import dev.pinfold.lab.exec.Environment;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.CallCatalogue;
import dev.pinfold.lab.lang.CallSpec;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Signature;
import dev.pinfold.mm.abi.Struct;
import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the lines of a workload into operations, one after the other, as the names they use become known. */
final class WorkloadOps {
    /** The most that a call can be asked to give back as a text. */
    private static final long MOST = 1 << 20;

    private final Environment bound = new Environment(Meeting.inFileOrder());
    private final Map<String, Integer> tasksByName = new HashMap<>();
    /** Where the sides keep a task of the workload: those that exist from the start come first. */
    private final int[] places;

    private final int initial;

    WorkloadOps(Workload workload) {
        places = new int[workload.tasks().size()];
        int next = 0;
        for (boolean created : new boolean[] {false, true}) {
            for (Workload.TaskName task : workload.tasks()) {
                if (task.createdOn() > 0 == created) {
                    places[task.index()] = next++;
                    tasksByName.put(task.name(), places[task.index()]);
                }
            }
        }
        initial =
                (int) workload.tasks().stream().filter(t -> t.createdOn() == 0).count();
    }

    /** Says whether both sides can be asked for a call. */
    static boolean can(CallSpec spec) {
        return spec.group().equals("setup") || call(spec.name()) != null || looks(spec.name());
    }

    /** Says whether a call only looks: it makes the sides' states be compared. */
    static boolean looks(String name) {
        return name.equals("maps");
    }

    /** Returns how many tasks exist from the start. */
    int initialTasks() {
        return initial;
    }

    /** Returns a line as an operation. */
    Invocation op(Line line) throws WorkloadException {
        Signature call = call(line.name());
        if (call == null) {
            throw line.error("the call \"" + line.name() + "\"", "a call that the running kernel can be asked for");
        }
        int task = places[line.task()];
        List<Arg> args;
        try {
            args = args(line, call);
        } catch (Meeting.Nobody e) {
            throw line.error(e.what() + ", which nothing has bound", "a name that holds a value");
        }
        Invocation op = new Invocation(task, call, args, line.creates() < 0 ? -1 : places[line.creates()]);
        if (op.creates() >= Agent.maxTasks()) {
            throw line.error("task " + (op.creates() + 1), "at most " + Agent.maxTasks() + " tasks");
        }
        if (op.createsTask() && op.creates() < 0) {
            throw line.error("a task without a name", "a word as its result (\"= B\")");
        }
        if (op.throughDescriptor() && args.getFirst() instanceof Arg.Task other && other.index() != task) {
            throw line.error(
                    "advice for another task", "the caller's own name: the agent's tasks may not advise others");
        }
        if (call == MachineStep.WRPKRU || call == Syscall.PKEY_FREE) {
            if (Excluded.excludes(op)) {
                throw line.error("key 0 out of reach", "another key: the agent's own memory has key 0");
            }
        } else if (Excluded.excludes(op)) {
            throw line.error(
                    "addresses above 0x" + Long.toHexString(AgentOptions.AGENT_START),
                    "addresses below it: there the agent itself lies");
        }
        return op;
    }

    /** Takes in what a line came to, for the names it binds. */
    void learn(Line line, CallOutcome outcome) {
        Optional<Expectation> expectation = line.expectation();
        if (expectation.isEmpty() || !outcome.ok()) {
            return;
        }
        for (Expectation.Outcome wanted : expectation.get().outcomes()) {
            if (wanted instanceof Expectation.Values values && !values.slots().isEmpty()) {
                String name = values.slots().getFirst().binds();
                if (!name.isEmpty() && !tasksByName.containsKey(name)) {
                    bound.bind(name, new Value.Word(outcome.value()));
                }
            }
        }
    }

    /** The call or the step of a name, or null if the sides have none. */
    private static @Nullable Signature call(String name) {
        Optional<Syscall> call = name.equals("clone3") ? Optional.of(Syscall.CLONE) : CallCatalogue.syscall(name);
        return call.isPresent() ? call.get() : MachineStep.of(name);
    }

    private List<Arg> args(Line line, Signature call) throws WorkloadException, Meeting.Nobody {
        Arguments a = new Arguments(line, bound);
        if (call == Syscall.CLONE) {
            return List.of(new Arg.Num(CloneFlags.of(a)));
        }
        if (call instanceof Syscall s) {
            return comparable(line, s, ArgReader.read(s, a, MOST, n -> tasksByName.getOrDefault(n, -1)));
        }
        List<Arg> args = new ArrayList<>();
        for (int i = 0; i < a.count(); i++) {
            Optional<Expr> fs = i == 2 && call == MachineStep.FILE ? a.key("fs") : Optional.empty();
            if (a.string(i).isPresent()) {
                args.add(Invocation.text(a.path(i)));
            } else if (fs.isPresent()) {
                args.add(new Arg.Num(fs.get() instanceof Expr.Name n && n.name().equals("tmpfs") ? 1 : 0));
            } else {
                args.add(new Arg.Num(a.word(i)));
            }
        }
        return args;
    }

    /** Leaves out what says nothing of memory, and refuses what is another file on each side. */
    private static List<Arg> comparable(Line line, Syscall call, List<Arg> args) throws WorkloadException {
        for (int i = 0; i < args.size(); i++) {
            Param p = call.params().get(i);
            if (p.kind() == ParamKind.DIRECTORY && (int) args.get(i).number() != FileFlags.AT_FDCWD) {
                throw line.error(line.arguments().get(i).at(), "a directory", "AT_FDCWD");
            }
            if (p.struct() == Struct.RUSAGE && args.get(i) instanceof Arg.Room) {
                args.set(i, new Arg.Num(0));
            }
        }
        return args;
    }
}
