package dev.pinfold.lab.compare;

import dev.pinfold.lab.choice.ChoiceException;
import dev.pinfold.lab.choice.ChoiceFiles;
import dev.pinfold.lab.measure.Affinity;
import dev.pinfold.lab.measure.InstructionCounter;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.design.DesignPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the choices of design points, in turns: a round of the first choice, one of the second, and so on, so that a
 * host that speeds up or slows down does it to all. Runs as a program of its own in a production JVM, since the JVM that
 * explores is none, and prints each figure as a line.
 *
 * <p>Arguments: {@code POINT…}, and {@code --choice FILE} for choices from outside.
 */
public final class Measuring {
    private static final int CPU = 0;
    private static final int MIN_ROUNDS = 15;
    private static final int MAX_ROUNDS = 400;
    private static final long WARM_NANOS = 130_000_000;
    private static final long ROUND_NANOS = 100_000_000;
    /** A round that takes less is repeated, so that the clock does not show. */
    private static final long LEAST_NANOS = 400_000;

    /** Said once: where there is no counter of instructions. */
    static final String NO_COUNTER = "no-counter";

    /** Said before each operation, so that others can tell how far this is. */
    static final String STEP = "step";

    private Measuring() {}

    /** Measures, and prints. */
    public static void main(String[] args) throws IOException, ChoiceException {
        List<String> points = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--choice")) {
                files.add(Path.of(args[++i]));
            } else {
                points.add(args[i]);
            }
        }
        ChoiceFiles.add(files);
        boolean pinned = Affinity.pin(CPU);
        if (!pinned) {
            System.err.println("this thread cannot be kept on one processor");
        }
        InstructionCounter counter = InstructionCounter.open();
        if (counter == null) {
            System.out.println(NO_COUNTER);
        }
        for (String point : points) {
            point(Design.point(point), counter);
        }
        System.out.flush();
    }

    /** Operations that are timed for the points. */
    static int steps(List<String> points) {
        return points.stream().mapToInt(p -> Operations.of(p).size()).sum();
    }

    private static <T extends Choice> void point(DesignPoint<T> point, @Nullable InstructionCounter counter) {
        for (Operation operation : Operations.of(point.name())) {
            System.out.println(STEP);
            System.out.flush();
            time(point, operation, counter);
        }
        for (T choice : point.choices()) {
            memory(point.name(), choice, new Footprint(Design.defaults().with(point, choice)));
        }
    }

    private static void memory(String point, Choice choice, Footprint footprint) {
        bytes(point, choice, "record of a frame", "frame", choice.frameBytes());
        bytes(point, choice, "heap for a page", "page", footprint.perPage());
        bytes(point, choice, "heap for a pinned page", "page", footprint.perPin());
        bytes(point, choice, "heap for a task", "task", footprint.perTask());
        bytes(point, choice, "heap for a CPU", "CPU", footprint.perCpu());
        bytes(point, choice, "heap for a device", "device", footprint.perDevice());
    }

    private static void bytes(String point, Choice choice, String name, String unit, double value) {
        System.out.println(
                new Figure(point, choice.choice(), Figure.Kind.MEMORY, name, unit, Math.round(value), 0).line());
    }

    private static <T extends Choice> void time(
            DesignPoint<T> point, Operation operation, @Nullable InstructionCounter counter) {
        List<T> choices = point.choices();
        int n = choices.size();
        Machine[] machines = new Machine[n];
        Operation.Round[] rounds = new Operation.Round[n];
        try {
            for (int c = 0; c < n; c++) {
                machines[c] = Machine.of(operation.config(), Design.defaults().with(point, choices.get(c)));
                rounds[c] = operation.prepare().on(machines[c]);
            }
            Meter meter = new Meter(counter);
            long warm = System.nanoTime() + WARM_NANOS * n;
            while (System.nanoTime() < warm) {
                for (Operation.Round round : rounds) {
                    round.run(meter);
                }
            }
            meter.reset();
            rounds[0].run(meter);
            int repeat = Math.clamp(LEAST_NANOS / Math.max(1, meter.nanos()), 1, 2000);
            double units = (double) operation.units() * repeat;
            double[][] nanos = new double[n][MAX_ROUNDS];
            double[][] instructions = new double[n][MAX_ROUNDS];
            long end = System.nanoTime() + ROUND_NANOS * n;
            int k = 0;
            while (k < MIN_ROUNDS || (k < MAX_ROUNDS && System.nanoTime() < end)) {
                for (int c = 0; c < n; c++) {
                    meter.reset();
                    for (int r = 0; r < repeat; r++) {
                        rounds[c].run(meter);
                    }
                    nanos[c][k] = meter.nanos() / units;
                    instructions[c][k] = meter.instructions() / units;
                }
                k++;
            }
            for (int c = 0; c < n; c++) {
                print(point, choices.get(c), Figure.Kind.TIME, operation, Arrays.copyOf(nanos[c], k));
                if (meter.counts()) {
                    print(
                            point,
                            choices.get(c),
                            Figure.Kind.INSTRUCTIONS,
                            operation,
                            Arrays.copyOf(instructions[c], k));
                }
            }
        } finally {
            for (Machine m : machines) {
                if (m != null) {
                    m.discard();
                }
            }
        }
    }

    private static void print(
            DesignPoint<?> point, Choice choice, Figure.Kind kind, Operation operation, double[] values) {
        Arrays.sort(values);
        double median = values[values.length / 2];
        double spread = median == 0 ? 0 : (values[values.length * 3 / 4] - values[values.length / 4]) / 2 / median;
        System.out.println(new Figure(
                        point.name(),
                        choice.choice(),
                        kind,
                        operation.shown(point.name()),
                        operation.unit(),
                        median,
                        spread)
                .line());
    }
}
