package dev.pinfold.host.diff;

import dev.pinfold.host.agent.AgentException;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.lang.WorkloadStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A workload's calls on both sides, in file order. */
public final class FileDiff {
    /**
     * What came of it.
     *
     * @param operations how many calls were made
     * @param line the line at which the first difference showed, or 0
     * @param recorded the calls with the kernel's answers
     */
    public record Result(int operations, int line, Optional<Divergence> difference, Differ.Result recorded) {}

    private final Differ differ;
    private final int every;
    private BooleanSupplier enough = () -> false;

    /**
     * Makes the comparison.
     *
     * @param every after how many lines the states are compared
     */
    public FileDiff(Differ differ, int every) {
        this.differ = differ;
        this.every = every;
    }

    /** Ends, after the lines so far, where somebody wants it to; asked before each. */
    public FileDiff until(BooleanSupplier end) {
        enough = end;
        return this;
    }

    /**
     * Refuses what the running kernel cannot be asked.
     *
     * @throws WorkloadException naming the first such line
     */
    public static void require(Workload workload) throws WorkloadException {
        workload.require(WorkloadOps::can, "a call that the running kernel can be asked for");
        for (Line line : workload.setup()) {
            if (!line.name().equals("machine")) {
                throw line.error(
                        "the set-up call \"" + line.name() + "\"", "machine(…) only: diff compares with Linux");
            }
        }
        if (!workload.concurrent().isEmpty() && workload.concurrent().getFirst() instanceof Line line) {
            throw line.error("a concurrent section", "calls in file order: diff compares one order with itself");
        }
        if (workload.recorded()) {
            throw workload.calls()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("an empty log"))
                    .error("a log that strace recorded", "a workload: \"pinfold run\" compares a log with Linux");
        }
    }

    /**
     * Runs it.
     *
     * @throws WorkloadException where a line cannot be run
     */
    public Result run(Workload workload) throws WorkloadException {
        WorkloadOps ops = new WorkloadOps(workload);
        Differ.Run run = differ.begin(ops.initialTasks());
        List<Line> lines = new ArrayList<>();
        for (WorkloadStep step : workload.all().toList()) {
            if (enough.getAsBoolean()) {
                break;
            }
            if (step instanceof Line line && line.spec().isPresent()) {
                lines.add(line);
                Divergence difference = advance(run, ops, line, lines.size() % every == 0);
                if (difference != null) {
                    return new Result(lines.size(), line.number(), Optional.of(difference), run.result(difference));
                }
            }
        }
        Divergence last = differ.states(run);
        if (last == null) {
            last = differ.end(run);
        }
        int at = last == null || lines.isEmpty() ? 0 : lines.getLast().number();
        return new Result(lines.size(), at, Optional.ofNullable(last), run.result(last));
    }

    private @Nullable Divergence advance(Differ.Run run, WorkloadOps ops, Line line, boolean look)
            throws WorkloadException {
        if (WorkloadOps.looks(line.name())) {
            return differ.states(run);
        }
        Invocation op = ops.op(line);
        List<Invocation> one = List.of(op);
        String reason = differ.incomparable(run, op);
        run.world.expect(one);
        Divergence difference;
        try {
            difference = differ.perform(run, one);
        } catch (AgentException e) {
            throw line.error(
                    "a call that does not come back on the running kernel (" + e.getMessage() + ")",
                    "calls that end: diff makes one after the other");
        }
        // Refused on every machine, also where the processor at hand happens to do as Pinfold does.
        if (reason != null && run.outcomes.getLast().ok()) {
            throw line.error(reason, "a call whose result does not depend on the processor or the disk");
        }
        if (difference != null) {
            return difference;
        }
        ops.learn(line, run.outcomes.getLast());
        return look ? differ.states(run) : null;
    }

    /** Returns how many tasks of a workload exist from the start. */
    public static int initialTasks(Workload workload) {
        return new WorkloadOps(workload).initialTasks();
    }
}
