package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.host.agent.Agent;
import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.lab.lang.CallSpec;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Constant;
import dev.pinfold.mm.abi.Group;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the lines of a workload into operations, one after the other, as the names they use become known. */
final class WorkloadOps {
    /** The most that a call can be asked to give back as a text. */
    private static final long MOST = 1 << 20;

    private static final Map<String, Call> CALLS = calls();

    private final Map<String, Long> bound = new HashMap<>();
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

    private static Map<String, Call> calls() {
        Map<String, Call> calls = new HashMap<>();
        Arrays.stream(Call.values()).forEach(c -> calls.put(c.text(), c));
        calls.put("openat", Call.OPEN);
        calls.put("clone3", Call.CLONE);
        calls.put("prctl_thp_disable", Call.PRCTL);
        return calls;
    }

    /** Says whether both sides can be asked for a call. */
    static boolean can(CallSpec spec) {
        return spec.group().equals("setup") || CALLS.containsKey(spec.name()) || looks(spec.name());
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
        Call call = CALLS.get(line.name());
        if (call == null) {
            throw line.error("the call \"" + line.name() + "\"", "a call that the running kernel can be asked for");
        }
        List<Expr> given = new ArrayList<>(line.arguments());
        if (line.name().equals("openat")) {
            if (!(Expr.plain(given.getFirst()) instanceof Expr.Const c)
                    || !c.name().equals("AT_FDCWD")) {
                throw line.error(given.getFirst().at(), "a directory", "AT_FDCWD");
            }
            given.removeFirst();
        }
        List<Arg> args = call == Call.CLONE ? List.of(new Arg.Num(cloneFlags(line, given))) : args(line, call, given);
        int task = places[line.task()];
        Invocation op = new Invocation(task, call, args, line.creates() < 0 ? -1 : places[line.creates()]);
        if (op.creates() >= Agent.maxTasks()) {
            throw line.error("task " + (op.creates() + 1), "at most " + Agent.maxTasks() + " tasks");
        }
        if (call.createsTask() && op.creates() < 0) {
            throw line.error("a task without a name", "a word as its result (\"= B\")");
        }
        if (call == Call.PROCESS_MADVISE && args.getFirst() instanceof Arg.Task other && other.index() != task) {
            throw line.error(
                    "advice for another task", "the caller's own name: the agent's tasks may not advise others");
        }
        if (call == Call.WRPKRU || call == Call.PKEY_FREE) {
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
                    bound.put(name, outcome.value());
                }
            }
        }
    }

    private long cloneFlags(Line line, List<Expr> given) throws WorkloadException {
        for (Expr e : given) {
            Optional<Expr> member = Expr.member(e, "flags");
            if (e instanceof Expr.KeyValue k && k.key().equals("flags")) {
                member = Optional.of(k.value());
            }
            if (member.isPresent()) {
                return value(line, member.get());
            }
        }
        return given.isEmpty() ? 0 : value(line, given.getFirst());
    }

    private List<Arg> args(Line line, Call call, List<Expr> given) throws WorkloadException {
        List<Arg> args = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Param param = i < call.params().size() ? call.params().get(i) : Param.INT;
            args.add(arg(line, param, given, i));
        }
        return args;
    }

    private Arg arg(Line line, Param param, List<Expr> given, int index) throws WorkloadException {
        Expr expr = Expr.plain(given.get(index));
        return switch (param) {
            case PATH, NAME -> new Arg.Text(string(line, expr));
            case FS -> new Arg.Num(expr instanceof Expr.Name n && n.name().equals("tmpfs") ? 1 : 0);
            case TASK ->
                expr instanceof Expr.Name n && tasksByName.containsKey(n.name())
                        ? new Arg.Task(tasksByName.get(n.name()))
                        : new Arg.Num(value(line, expr));
            case BUFFER_IN ->
                expr instanceof Expr.Str ? new Arg.Text(string(line, expr)) : new Arg.Num(value(line, expr));
            case BUFFER_OUT ->
                expr instanceof Expr.Str ? room(line, given.get(index + 1), 1) : new Arg.Num(value(line, expr));
            case VECTOR -> expr instanceof Expr.Array ? vector(line, given) : new Arg.Num(value(line, expr));
            case STATUS ->
                expr instanceof Expr.Array || expr instanceof Expr.Struct
                        ? new Arg.Room(4)
                        : new Arg.Num(value(line, expr));
            case LIMIT_OUT -> expr instanceof Expr.Struct ? new Arg.Room(16) : new Arg.Num(value(line, expr));
            case LIMIT_IN ->
                expr instanceof Expr.Struct
                        ? new Arg.Limit(member(line, expr, "rlim_cur"), member(line, expr, "rlim_max"))
                        : new Arg.Num(value(line, expr));
            case RANGES -> ranges(line, expr);
            default -> new Arg.Num(value(line, expr));
        };
    }

    /** Room for what a call gives back, a byte for each {@code unit} bytes that it is asked for. */
    private Arg room(Line line, Expr asked, long unit) throws WorkloadException {
        long bytes = value(line, asked);
        if (bytes < 0 || bytes > MOST * unit) {
            throw line.error(
                    asked.at(),
                    "a length of " + Long.toUnsignedString(bytes),
                    "at most " + MOST * unit + ": what comes back must have room");
        }
        return new Arg.Room((int) ((bytes + unit - 1) / unit));
    }

    /** Room for mincore's vector. Of a range that ends beyond all addresses nothing comes back. */
    private Arg vector(Line line, List<Expr> given) throws WorkloadException {
        long start = value(line, given.get(0));
        long end = start + value(line, given.get(1));
        boolean beyond = Long.compareUnsigned(end, start) < 0 || Long.compareUnsigned(end, AgentOptions.TASK_SIZE) > 0;
        return beyond ? new Arg.Room(1) : room(line, given.get(1), PAGE_SIZE);
    }

    private Arg ranges(Line line, Expr expr) throws WorkloadException {
        List<Long> words = new ArrayList<>();
        if (!(expr instanceof Expr.Array array)) {
            long address = value(line, expr);
            if (address != 0) {
                throw line.error(expr.at(), "an address", "ranges: [{iov_base=…, iov_len=…}, …]");
            }
            return new Arg.Num(0);
        }
        for (Expr element : array.elements()) {
            words.add(member(line, element, "iov_base"));
            words.add(member(line, element, "iov_len"));
        }
        return new Arg.Ranges(words);
    }

    private long member(Line line, Expr struct, String key) throws WorkloadException {
        Optional<Expr> member = Expr.member(struct, key);
        if (member.isEmpty()) {
            throw line.error(struct.at(), "a structure without " + key, key + "=VALUE");
        }
        return value(line, member.get());
    }

    private static byte[] string(Line line, Expr expr) throws WorkloadException {
        if (expr instanceof Expr.Str s && !s.cut()) {
            return s.bytes().getBytes(StandardCharsets.ISO_8859_1);
        }
        throw line.error(expr.at(), "something else", "a whole string");
    }

    private long value(Line line, Expr expr) throws WorkloadException {
        return switch (Expr.plain(expr)) {
            case Expr.Num n -> n.value();
            case Expr.Const c -> c.value();
            case Expr.Minus m -> -value(line, m.value());
            case Expr.Not n -> ~value(line, n.value());
            case Expr.Name n -> name(line, n);
            case Expr.Binary b -> {
                long left = value(line, b.left());
                long right = value(line, b.right());
                yield switch (b.operator()) {
                    case '+' -> left + right;
                    case '-' -> left - right;
                    case '*' -> left * right;
                    case '|' -> left | right;
                    case '<' -> left << right;
                    default -> throw line.error(b.at(), "the operator " + b.operator(), "+, -, *, | or <<");
                };
            }
            default -> throw line.error(expr.at(), "a value that the running kernel cannot be given", "a number");
        };
    }

    private long name(Line line, Expr.Name n) throws WorkloadException {
        Long value = bound.get(n.name());
        if (value != null) {
            return value;
        }
        Constant constant = Group.find(n.name());
        if (constant != null) {
            return constant.value();
        }
        throw line.error(n.at(), "the name \"" + n.name() + "\", which nothing has bound", "a name that holds a value");
    }
}
