package dev.pinfold.bench;

import static dev.pinfold.bench.Linux.MIB;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.measure.Affinity;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Mman;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What one unit of work costs as the sizes around it grow: pages, mappings, mappings of one file, processes, threads. Pinfold
 * alone. A {@link Verdict} says of each series by what power of the size a unit's cost grows, and by what it may: where that is
 * nearly none, nothing grows faster than its work.
 */
public final class Growth {
    private static final int ROUNDS = 7;

    /**
     * The power that is as good as none. Caches and the depth of trees make more of everything somewhat dearer: six times where
     * there is two thousand times as much would be 0.24. What is looked through from one end to the other comes to 1.
     */
    private static final double NONE = 0.35;

    /** The power where the unit's own work is in proportion to the size. */
    private static final double PROPORTION = 1;

    /** Nanoseconds of each series that do not count. */
    private static final long WARM = 800_000_000L;

    private Growth() {}

    /** One measurement: nanoseconds for a unit of the work at a size. */
    public record Point(String series, String unit, long size, double nanos) {}

    /**
     * Whether a series grows no faster than its work.
     *
     * @param exponent a unit's cost grows as the size to this power: the slope of the line through the logarithms of all points
     * @param most what it may be
     */
    public record Verdict(String series, String unit, double exponent, double most) {
        public boolean reached() {
            return exponent <= most;
        }
    }

    /** One kind of work at one size: gives nanoseconds a unit, set-up left out. */
    @FunctionalInterface
    private interface Work {
        double at(int size);
    }

    private record Series(String name, String unit, double most, Work work, List<Integer> sizes) {
        Series(String name, String unit, double most, Work work, Integer... sizes) {
            this(name, unit, most, work, List.of(sizes));
        }
    }

    private static List<Series> all() {
        return List.of(
                new Series("write fault, of pages", "page", NONE, Growth::faults, 64, 1_024, 16_384, 131_072),
                new Series("mprotect, of pages", "page", NONE, Growth::protect, 64, 1_024, 16_384, 131_072),
                new Series("munmap, of pages", "page", NONE, Growth::unmap, 64, 1_024, 16_384, 131_072),
                new Series("fork and exit, of pages", "fork", PROPORTION, Growth::fork, 64, 1_024, 16_384, 131_072),
                new Series("mmap and munmap, among mappings", "pair", NONE, Growth::among, 10, 1_000, 60_000),
                new Series("fault, among mappings", "fault", NONE, Growth::faultAmong, 10, 1_000, 60_000),
                new Series(
                        "truncation, of mappings of a file", "mapping", NONE, Growth::truncate, 1, 64, 1_024, 16_384),
                new Series("copy on write, among children", "fault", NONE, Growth::children, 1, 16, 128, 512),
                new Series("fault, among threads", "fault", NONE, size -> threads(size, false), 1, 4, 16, 64),
                new Series("unmapping, among threads", "page", PROPORTION, size -> threads(size, true), 1, 4, 16, 64));
    }

    /** Measures every series, each from its smallest size on. Of some rounds the least counts: what disturbs one adds to it. */
    public static void run(Consumer<Point> each, BooleanSupplier enough) {
        Affinity.pin(0);
        for (Series s : all()) {
            // The compiler's turn: the smallest size does the same as the largest, and is quick.
            for (long end = System.nanoTime() + WARM; System.nanoTime() < end; ) {
                s.work().at(s.sizes().getFirst());
            }
            for (int size : s.sizes()) {
                if (enough.getAsBoolean()) {
                    return;
                }
                double[] rounds = new double[ROUNDS];
                s.work().at(size);
                for (int i = 0; i < ROUNDS; i++) {
                    rounds[i] = s.work().at(size);
                }
                each.accept(new Point(
                        s.name(), s.unit(), size, Arrays.stream(rounds).min().orElseThrow()));
            }
        }
    }

    /** What the points of each series come to, in the order of the series. */
    public static List<Verdict> verdicts(List<Point> points) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Series s : all()) {
            List<Point> own =
                    points.stream().filter(p -> p.series().equals(s.name())).toList();
            if (own.size() > 1) {
                verdicts.add(new Verdict(s.name(), s.unit(), exponent(own), s.most()));
            }
        }
        return verdicts;
    }

    /** The slope of the least-squares line through the points' logarithms. */
    static double exponent(List<Point> points) {
        double x = points.stream()
                .mapToDouble(p -> Math.log((double) p.size()))
                .average()
                .orElseThrow();
        double y =
                points.stream().mapToDouble(p -> Math.log(p.nanos())).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (Point p : points) {
            double dx = Math.log((double) p.size()) - x;
            above += dx * (Math.log(p.nanos()) - y);
            below += dx * dx;
        }
        return above / below;
    }

    private static Machine machine() {
        return Machine.of(MachineConfig.defaults().withCpus(1).withMemory(1L << 30));
    }

    private static long anonymous(Calls c, long bytes) {
        return PinfoldTask.ok(c.mmap(0, bytes, Linux.READ_WRITE, Linux.PRIVATE_ANONYMOUS, -1, 0));
    }

    private static double faults(int pages) {
        try (Machine machine = machine()) {
            Calls c = machine.newTask().calls();
            int times = Math.max(1, 16_384 / pages);
            long ns = 0;
            for (int i = 0; i < times; i++) {
                long a = anonymous(c, pages * PAGE_SIZE);
                long from = System.nanoTime();
                c.touch(a, pages * PAGE_SIZE, true);
                ns += System.nanoTime() - from;
                c.munmap(a, pages * PAGE_SIZE);
            }
            return ns / ((double) times * pages);
        }
    }

    private static double unmap(int pages) {
        try (Machine machine = machine()) {
            Calls c = machine.newTask().calls();
            int times = Math.max(1, 16_384 / pages);
            long ns = 0;
            for (int i = 0; i < times; i++) {
                long a = anonymous(c, pages * PAGE_SIZE);
                c.touch(a, pages * PAGE_SIZE, true);
                long from = System.nanoTime();
                c.munmap(a, pages * PAGE_SIZE);
                ns += System.nanoTime() - from;
            }
            return ns / ((double) times * pages);
        }
    }

    private static double protect(int pages) {
        try (Machine machine = machine()) {
            Calls c = machine.newTask().calls();
            long a = anonymous(c, pages * PAGE_SIZE);
            c.touch(a, pages * PAGE_SIZE, true);
            int times = Math.max(1, 65_536 / pages);
            long from = System.nanoTime();
            for (int i = 0; i < times; i++) {
                c.mprotect(a, pages * PAGE_SIZE, Mman.PROT_READ);
                c.mprotect(a, pages * PAGE_SIZE, Linux.READ_WRITE);
            }
            return (System.nanoTime() - from) / (2.0 * times * pages);
        }
    }

    private static double fork(int pages) {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            Calls c = task.calls();
            c.touch(anonymous(c, pages * PAGE_SIZE), pages * PAGE_SIZE, true);
            int times = 50;
            long from = System.nanoTime();
            for (int i = 0; i < times; i++) {
                Task child = task.fork();
                child.exit(0);
                task.waitFor(child);
            }
            return (System.nanoTime() - from) / (double) times;
        }
    }

    /** Every other page is a mapping, so that none merge. */
    private static long scatter(Calls c, int mappings) {
        long base = 0x1000_0000_0000L;
        for (int i = 0; i < mappings; i++) {
            PinfoldTask.ok(c.mmap(
                    base + i * 2L * PAGE_SIZE, PAGE_SIZE, Linux.READ_WRITE, Linux.FIXED_PRIVATE_ANONYMOUS, -1, 0));
        }
        return base;
    }

    private static double among(int mappings) {
        try (Machine machine = machine()) {
            Calls c = machine.newTask().calls();
            scatter(c, mappings);
            int times = 4_000;
            long from = System.nanoTime();
            for (int i = 0; i < times; i++) {
                c.munmap(anonymous(c, PAGE_SIZE), PAGE_SIZE);
            }
            return (System.nanoTime() - from) / (double) times;
        }
    }

    private static double faultAmong(int mappings) {
        try (Machine machine = machine()) {
            Calls c = machine.newTask().calls();
            long base = scatter(c, mappings);
            int times = Math.min(mappings, 4_000);
            int step = mappings / times;
            long from = System.nanoTime();
            for (int i = 0; i < times; i++) {
                c.touch(base + (long) i * step * 2 * PAGE_SIZE, 1, false);
            }
            return (System.nanoTime() - from) / (double) times;
        }
    }

    private static double truncate(int mappings) {
        try (Machine machine = machine()) {
            Calls c = machine.newTask().calls();
            int fd = (int) PinfoldTask.ok(c.memfdCreate("g", 0));
            PinfoldTask.ok(c.ftruncate(fd, 2 * PAGE_SIZE));
            long base = 0x1000_0000_0000L;
            for (int i = 0; i < mappings; i++) {
                long a = base + i * 2L * PAGE_SIZE;
                PinfoldTask.ok(c.mmap(a, PAGE_SIZE, Linux.READ_WRITE, Mman.MAP_SHARED | 0x10, fd, 0));
                c.touch(a, 1, true);
            }
            long from = System.nanoTime();
            PinfoldTask.ok(c.ftruncate(fd, 0));
            return (System.nanoTime() - from) / (double) mappings;
        }
    }

    /** The parent stores to pages that so many children share. */
    private static double children(int count) {
        try (Machine machine = machine()) {
            Task task = machine.newTask();
            Calls c = task.calls();
            long a = anonymous(c, MIB);
            c.touch(a, MIB, true);
            List<Task> children = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int pid = (int) PinfoldTask.ok(c.fork());
                children.add(Objects.requireNonNull(machine.task(pid)));
            }
            long from = System.nanoTime();
            c.touch(a, MIB, true);
            long ns = System.nanoTime() - from;
            children.forEach(child -> child.exit(0));
            return ns / (double) (MIB / PAGE_SIZE);
        }
    }

    /** Faults, or the unmapping of a page, in a space that the threads on so many processors have used and may use again. */
    private static double threads(int count, boolean unmap) {
        MachineConfig config = MachineConfig.defaults().withCpus(count).withMemory(64L << 20);
        try (Machine machine = Machine.of(config)) {
            Task task = machine.newTask();
            Calls c = task.calls();
            long shared = anonymous(c, PAGE_SIZE);
            c.touch(shared, PAGE_SIZE, true);
            for (int i = 1; i < count; i++) {
                task.thread().calls().touch(shared, PAGE_SIZE, false);
            }
            int pages = 512;
            int times = 4;
            long ns = 0;
            for (int i = 0; i < times; i++) {
                long a = anonymous(c, pages * PAGE_SIZE);
                long from = System.nanoTime();
                c.touch(a, pages * PAGE_SIZE, true);
                long between = System.nanoTime();
                for (int j = 0; j < pages; j++) {
                    PinfoldTask.ok(c.munmap(a + j * PAGE_SIZE, PAGE_SIZE));
                }
                ns += unmap ? System.nanoTime() - between : between - from;
            }
            return ns / ((double) times * pages);
        }
    }
}
