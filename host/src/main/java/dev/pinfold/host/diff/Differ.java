package dev.pinfold.host.diff;

import dev.pinfold.host.random.Generator;
import dev.pinfold.host.random.Profile;
import dev.pinfold.host.random.World;
import dev.pinfold.mm.abi.Syscall;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs sequences on both sides and finds the first place where they disagree. */
public final class Differ {
    private static final String DIRTY = "Dirty \\d+, ";

    private final Side kernel;
    private final Side pinfold;
    private final int every;

    /**
     * Makes a differ.
     *
     * @param every after how many operations the states are compared
     */
    public Differ(Side kernel, Side pinfold, int every) {
        this.kernel = kernel;
        this.pinfold = pinfold;
        this.every = every;
    }

    /** A sequence as far as it has run. */
    static final class Run {
        final World world;
        final List<Invocation> ops = new ArrayList<>();
        final List<CallOutcome> outcomes = new ArrayList<>();
        final List<Checkpoint> checkpoints = new ArrayList<>();

        Run(int tasks) {
            world = new World(tasks);
        }

        Result result(@Nullable Divergence difference) {
            return new Result(ops, outcomes, checkpoints, Optional.ofNullable(difference));
        }
    }

    /** What a sequence came to: its operations, the kernel's answers, the states seen, and the difference if any. */
    public record Result(
            List<Invocation> ops,
            List<CallOutcome> outcomes,
            List<Checkpoint> checkpoints,
            Optional<Divergence> difference) {}

    /** The kernel's state after some operations: one look per task that had an address space. */
    public record Checkpoint(int after, List<Integer> tasks, List<Look> looks) {}

    /** Draws and runs a random sequence of about {@code length} operations. */
    public Result random(long seed, Profile profile, int length) {
        Run run = begin(1);
        Generator generator = new Generator(seed, profile, run.world);
        while (run.ops.size() < length) {
            List<Invocation> chunk = generator.next(every);
            if (chunk.isEmpty()) {
                break;
            }
            chunk.removeIf(op -> op.call() == MachineStep.EXEC && kernel instanceof KernelSide side && !side.fetches());
            Divergence difference = step(run, chunk);
            if (difference != null) {
                return run.result(difference);
            }
        }
        return run.result(end(run));
    }

    /** Runs given operations; {@code tasks} of the tasks exist from the start. */
    public Result replay(List<Invocation> ops, int tasks) {
        Run run = begin(tasks);
        for (int from = 0; from < ops.size(); from += every) {
            List<Invocation> chunk = ops.subList(from, Math.min(ops.size(), from + every));
            run.world.expect(chunk);
            Divergence difference = step(run, chunk);
            if (difference != null) {
                return run.result(difference);
            }
        }
        return run.result(end(run));
    }

    /**
     * Runs given operations one by one and compares after each, leaving out those that {@link Incomparable} finds:
     * what differs then does so for a reason.
     */
    public Result careful(List<Invocation> ops, int tasks) {
        Run run = begin(tasks);
        for (Invocation op : ops) {
            if (incomparable(run, op) != null) {
                continue;
            }
            List<Invocation> one = List.of(op);
            run.world.expect(one);
            Divergence difference = step(run, one);
            if (difference != null) {
                return run.result(difference);
            }
        }
        return run.result(end(run));
    }

    /** Returns whether a difference comes of calls that cannot be compared: without them there is none. */
    boolean excused(Divergence difference, int tasks) {
        Result careful = careful(difference.ops(), tasks);
        return careful.difference().isEmpty()
                && careful.ops().size() < difference.ops().size()
                && replay(careful.ops(), tasks).difference().isEmpty();
    }

    /**
     * Returns whether a difference comes of how the kernel treats large folios on its own: which entries are dirty, where it
     * joins the marks of neighbours; or what does not come about again, because its daemon came by, or somebody looked through
     * memory for a free huge page and held this one meanwhile.
     */
    boolean excusedOfHugePages(Divergence difference, int tasks) {
        return onlyOfDirt(difference) || difference.failure() == null && !comesAgain(difference, tasks);
    }

    /** Whether one of two repetitions shows a difference. */
    private boolean comesAgain(Divergence difference, int tasks) {
        boolean again = false;
        for (int i = 0; i < 2 && !again; i++) {
            again = replay(difference.ops(), tasks).difference().isPresent();
        }
        return again;
    }

    /**
     * Returns whether a difference is that the kernel copied a page for who reads it through a pin, where it might have been
     * used in place: the copy is clean. New pages and locked ones are in lists of the CPU's for a while, whose references say
     * that somebody else may have the page.
     */
    static boolean excusedOfUnsharing(Divergence difference) {
        return onlyOfDirt(difference)
                && difference.ops().stream()
                        .anyMatch(
                                op -> op.call() == Syscall.PROCESS_VM_READV || op.call() == Syscall.PROCESS_VM_WRITEV);
    }

    private static boolean onlyOfDirt(Divergence difference) {
        String mine = difference.kernel().replaceAll(DIRTY, "");
        return difference.failure() == null
                && difference.what().startsWith("state")
                && mine.equals(difference.pinfold().replaceAll(DIRTY, ""));
    }

    /** Returns what makes an operation, made now, incomparable, or null. */
    @Nullable
    String incomparable(Run run, Invocation op) {
        return kernel instanceof KernelSide side ? new Incomparable(side).reason(op, run) : null;
    }

    /** Begins a sequence on both sides. */
    Run begin(int tasks) {
        kernel.begin(tasks);
        pinfold.begin(tasks);
        return new Run(tasks);
    }

    private @Nullable Divergence step(Run run, List<Invocation> chunk) {
        Divergence difference = perform(run, chunk);
        return difference == null ? states(run) : difference;
    }

    /** Runs operations on both sides and compares what they come to. */
    @Nullable
    Divergence perform(Run run, List<Invocation> chunk) {
        int before = run.ops.size();
        List<CallOutcome> expected = kernel.run(chunk);
        List<CallOutcome> actual = pinfold.run(chunk);
        run.ops.addAll(chunk);
        run.outcomes.addAll(expected);
        for (int i = 0; i < chunk.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                return result(run, before + i, expected.get(i), actual.get(i));
            }
        }
        run.world.learn(chunk, expected);
        return null;
    }

    private Divergence result(Run run, int index, CallOutcome expected, CallOutcome actual) {
        Invocation op = run.ops.get(index);
        Printer printer = new Printer();
        List<Invocation> ops = run.ops.subList(0, index + 1);
        List<CallOutcome> outcomes = run.outcomes.subList(0, index + 1);
        Throwable failure = failure();
        if (failure != null && actual.kind() == CallOutcome.Kind.DIED) {
            return new Divergence(
                    index, "failure", printer.shown(op, expected), trace(failure), ops, outcomes, "", "", failure);
        }
        return new Divergence(
                index,
                "result",
                printer.shown(op, expected),
                printer.shown(op, actual),
                ops,
                outcomes,
                maps(kernel, run, op.task()),
                maps(pinfold, run, op.task()),
                null);
    }

    private String maps(Side side, Run run, int task) {
        int leader = run.world.leader(task);
        try {
            return side.look(List.of(leader)).getFirst().mapsText();
        } catch (RuntimeException | AssertionError e) {
            return "";
        }
    }

    /** Compares the states of all address spaces. */
    @Nullable
    Divergence states(Run run) {
        List<Integer> tasks = run.world.spaces();
        List<Look> expected = kernel.look(tasks);
        List<Look> actual;
        try {
            actual = pinfold.look(tasks);
        } catch (RuntimeException | Error e) {
            return failed(run, e);
        }
        run.checkpoints.add(new Checkpoint(run.ops.size(), tasks, expected));
        for (int i = 0; i < tasks.size(); i++) {
            run.world.learn(tasks.get(i), expected.get(i));
            List<Look.Finding> findings = expected.get(i).differences(actual.get(i), 6);
            if (!findings.isEmpty()) {
                return new Divergence(
                        run.ops.size() - 1,
                        "state of task " + new Printer().task(tasks.get(i)),
                        joined(findings, f -> f.where() + f.mine()),
                        joined(findings, f -> f.where() + f.theirs()),
                        run.ops,
                        run.outcomes,
                        expected.get(i).mapsText(),
                        actual.get(i).mapsText(),
                        null);
            }
        }
        return null;
    }

    private static String joined(List<Look.Finding> findings, Function<Look.Finding, String> side) {
        return findings.stream().map(side).collect(Collectors.joining("; "));
    }

    /** At the end of a sequence: the files, and Pinfold's own audit. */
    @Nullable
    Divergence end(Run run) {
        for (int task : run.world.spaces()) {
            List<Integer> descriptors = run.world.descriptors(task);
            List<long[]> expected = kernel.files(task, descriptors);
            List<long[]> actual;
            try {
                actual = pinfold.files(task, descriptors);
            } catch (RuntimeException | Error e) {
                return failed(run, e);
            }
            for (int i = 0; i < descriptors.size(); i++) {
                if (!Arrays.equals(expected.get(i), actual.get(i))) {
                    return new Divergence(
                            run.ops.size() - 1,
                            "file",
                            "descriptor " + descriptors.get(i) + " of task " + new Printer().task(task) + ": "
                                    + file(expected.get(i)),
                            file(actual.get(i)),
                            run.ops,
                            run.outcomes,
                            "",
                            "",
                            null);
                }
            }
        }
        if (pinfold instanceof PinfoldSide side) {
            side.audit();
            Throwable failure = side.failure();
            return failure == null ? null : failed(run, failure);
        }
        return null;
    }

    private static String file(long[] found) {
        return "size " + found[0] + ", contents " + Long.toHexString(found[1]);
    }

    private @Nullable Throwable failure() {
        return pinfold instanceof PinfoldSide side ? side.failure() : null;
    }

    private Divergence failed(Run run, Throwable failure) {
        return new Divergence(
                run.ops.size() - 1, "failure", "", trace(failure), run.ops, run.outcomes, "", "", failure);
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().lines().limit(4).reduce((a, b) -> a + "\n" + b).orElse("");
    }
}
