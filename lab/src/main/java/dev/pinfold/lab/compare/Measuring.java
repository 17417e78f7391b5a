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
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the choices of design points, in turns: a round of the first choice, one of the second, and so on, so that a
 * host that speeds up or slows down does it to all. A figure is the lower quartile of the rounds: what else the host does only
 * ever adds time, to some of them. Runs as a program of its own in a production JVM, since the JVM that
 * explores is none, and prints each figure as a line.
 *
 * <p>Arguments: {@code POINT…}, and {@code --choice FILE} for choices from outside. What the compiler has learned from one
 * operation changes what it makes of the next; so JVMs that measure the same begin with different ones.
 */
public final class Measuring {
    private static final int CPU = 0;
    private static final int MIN_ROUNDS = 15;
    private static final int MAX_ROUNDS = 400;
    /** Warming up takes at least this long, ends when nothing was compiled for a while, and in any case at last. */
    private static final long LEAST_WARM_NANOS = 100_000_000;

    private static final long QUIET_NANOS = 120_000_000;
    private static final long MOST_WARM_NANOS = 3_000_000_000L;
    private static final long ROUND_NANOS = 60_000_000;
    /** A round that takes less is repeated, so that the clock does not show. */
    private static final long LEAST_NANOS = 200_000;

    /** Said once: where there is no counter of instructions. */
    static final String NO_COUNTER = "no-counter";

    /** Said before each operation, so that others can tell how far this is. */
    static final String STEP = "step";

    /** Followed by which JVM of how many this is: each begins with another operation. */
    static final String TURN = "--turn";

    private Measuring() {}

    /** Measures, and prints. */
    public static void main(String[] args) throws IOException, ChoiceException {
        List<String> points = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        int turn = 0;
        int turns = 1;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--choice")) {
                files.add(Path.of(args[++i]));
            } else if (args[i].equals(TURN)) {
                turn = Integer.parseInt(args[++i]);
                turns = Integer.parseInt(args[++i]);
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
            point(Design.point(point), turn, turns, counter);
        }
        System.out.flush();
    }

    /** Operations that are timed for the points. */
    static int steps(List<String> points) {
        return points.stream().mapToInt(p -> Operations.of(p).size()).sum();
    }

    private static <T extends Choice> void point(
            DesignPoint<T> point, int turn, int turns, @Nullable InstructionCounter counter) {
        List<Operation> operations = Operations.of(point.name());
        Collections.rotate(operations, -(operations.size() * turn / turns));
        for (Operation operation : operations) {
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
        bytes(point, choice, "record of a task", "task", choice.taskBytes());
        bytes(point, choice, "record of a CPU and device", "CPU and device", choice.cpuDeviceBytes());
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
        List<T> choices = new ArrayList<>();
        List<Machine> machines = new ArrayList<>();
        List<Operation.Round> rounds = new ArrayList<>();
        try {
            for (T choice : point.choices()) {
                Machine machine =
                        Machine.of(operation.config(), Design.defaults().with(point, choice));
                machines.add(machine);
                Operation.Round round = operation.prepare().on(machine);
                if (round != null) {
                    choices.add(choice);
                    rounds.add(round);
                }
            }
            int n = choices.size();
            if (n == 0) {
                return;
            }
            Meter meter = new Meter(counter);
            warm(rounds, meter);
            meter.reset();
            rounds.getFirst().run(meter);
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
                        rounds.get(c).run(meter);
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
            machines.forEach(Machine::discard);
        }
    }

    /** Runs rounds until the compiler has nothing more to say to them. On a busy host it may take its time. */
    private static void warm(List<Operation.Round> rounds, Meter meter) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long start = System.nanoTime();
        long compiled = -1;
        long since = start;
        long now = start;
        while (now - start < LEAST_WARM_NANOS || (now - since < QUIET_NANOS && now - start < MOST_WARM_NANOS)) {
            for (Operation.Round round : rounds) {
                round.run(meter);
            }
            now = System.nanoTime();
            long total = compiler.getTotalCompilationTime();
            if (total != compiled) {
                compiled = total;
                since = now;
            }
        }
    }

    private static void print(
            DesignPoint<?> point, Choice choice, Figure.Kind kind, Operation operation, double[] values) {
        Arrays.sort(values);
        double median = values[values.length / 2];
        double quartile = values[values.length / 4];
        double spread = median == 0 ? 0 : (values[values.length * 3 / 4] - quartile) / 2 / median;
        System.out.println(new Figure(
                        point.name(),
                        choice.choice(),
                        kind,
                        operation.shown(point.name()),
                        operation.unit(),
                        quartile,
                        spread)
                .line());
    }
}
