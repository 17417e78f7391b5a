package dev.pinfold.bench;

import dev.pinfold.host.agent.Agent;
import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.agent.Opcode;
import dev.pinfold.lab.measure.Affinity;
import dev.pinfold.mm.MachineConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Runs rows with both sides pinned to one processor and in turns, so that a machine that speeds up or slows down does it
 * to both. The first rounds warm both sides (the compiler here, the memory behind the virtual machine there) and do not
 * count; the figures are medians, the spread is how far the middle half of the ratios lies apart.
 */
public final class Duel {
    private static final int CPU = 0;
    private static final int MIN_ROUNDS = 9;
    private static final int MAX_ROUNDS = 60;

    private final Duration perRow;

    /** A run that gives each row about so much time. */
    public Duel(Duration perRow) {
        this.perRow = perRow;
    }

    /**
     * What a row came to.
     *
     * @param pinfold nanoseconds a unit
     * @param kernel nanoseconds a unit
     * @param ratio kernel ÷ Pinfold: above 1 Pinfold is faster
     * @param spread half the distance of the ratios' quartiles, over their median
     */
    public record Result(Row row, double pinfold, double kernel, double ratio, double spread, int rounds) {}

    /** Runs the rows in their order and gives each result as soon as it is there. */
    public void run(Iterable<Row> rows, Consumer<Result> results) throws AgentUnavailableException {
        boolean pinned = Affinity.pin(CPU);
        if (!pinned) {
            throw new IllegalStateException("this thread cannot be kept on one processor");
        }
        for (Row row : rows) {
            try (Agent agent = Agent.start(AgentOptions.standard().withPatience(Duration.ofSeconds(60)));
                    PinfoldTask ours =
                            new PinfoldTask(MachineConfig.defaults().withCpus(2).withMemory(3L << 30))) {
                agent.spawn(0);
                KernelTask theirs = new KernelTask(agent);
                theirs.operate(0, Opcode.PIN_CPU, CPU);
                results.accept(run(row, theirs, ours));
            }
        }
    }

    private Result run(Row row, KernelTask theirs, PinfoldTask ours) {
        try (Contender kernel = row.kernel().make(theirs);
                Contender pinfold = row.pinfold().make(ours)) {
            long end = System.nanoTime() + perRow.toNanos();
            long warm = System.nanoTime() + perRow.toNanos() / 3;
            while (System.nanoTime() < warm) {
                kernel.round();
                pinfold.round();
            }
            double[] k = new double[MAX_ROUNDS];
            double[] p = new double[MAX_ROUNDS];
            double[] ratios = new double[MAX_ROUNDS];
            int n = 0;
            while (n < MIN_ROUNDS || (n < MAX_ROUNDS && System.nanoTime() < end)) {
                k[n] = Contender.measured(kernel, row.name() + ", the kernel's side");
                p[n] = Contender.measured(pinfold, row.name() + ", Pinfold's side");
                ratios[n] = k[n] / p[n];
                n++;
            }
            double[] r = Arrays.copyOf(ratios, n);
            double[] quartiles = Quantile.withDefaults().evaluate(r, 0.25, 0.5, 0.75);
            return new Result(
                    row,
                    Median.withDefaults().evaluate(Arrays.copyOf(p, n)),
                    Median.withDefaults().evaluate(Arrays.copyOf(k, n)),
                    quartiles[1],
                    (quartiles[2] - quartiles[0]) / 2 / quartiles[1],
                    n);
        }
    }
}
