package dev.pinfold.bench.parts;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Design;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.SpaceTracking;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.dirty.Checkpoint;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Walks: over a space's pages, over a file's mappings in both styles, and for what was stored to, by density. */
public class WalkBench {
    private static final int PAGES = 16_384;
    private static final long BYTES = PAGES * PAGE_SIZE;

    private WalkBench() {}

    /** A walk over a range that counts what is present. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Fork(1)
    @Warmup(iterations = 5, time = 1)
    @Measurement(iterations = 5, time = 1)
    public static class Range {
        private final Warm warm = new Warm();
        private final long at = warm.touched(BYTES);

        @Benchmark
        @OperationsPerInvocation(PAGES)
        public long present() {
            return warm.task.walks().walkPageRange(at, BYTES);
        }

        @TearDown
        public void close() {
            warm.close();
        }
    }

    /** Write-protecting a file's mapping whose pages are all writable, with a share of the stores that make them so. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Fork(1)
    @Warmup(iterations = 5, time = 1)
    @Measurement(iterations = 5, time = 1)
    public static class Protect {
        @Param({"callback", "iterator"})
        public String style = "callback";

        private final Machine callback = machine("callback");
        private final Machine iterator = machine("iterator");
        private final Task callbackTask = callback.newTask();
        private final Task iteratorTask = iterator.newTask();
        private final long callbackAt = map(callbackTask);
        private final long iteratorAt = map(iteratorTask);

        private static Machine machine(String style) {
            return Machine.of(
                    MachineConfig.defaults().withMemory(256L << 20),
                    Design.defaults().with("WALK_STYLE", style));
        }

        private static long map(Task task) {
            int fd = task.memfd("parts", BYTES);
            return task.mmap(0, BYTES, Warm.READ_WRITE, Mman.MAP_SHARED, fd, 0);
        }

        @Benchmark
        @OperationsPerInvocation(PAGES)
        public long protect() {
            Task task = style.equals("callback") ? callbackTask : iteratorTask;
            task.calls().touch(style.equals("callback") ? callbackAt : iteratorAt, BYTES, true);
            return task.walks().wpSharedMappingRange(3, 0, PAGES);
        }

        @TearDown
        public void close() {
            callback.close();
            iterator.close();
        }
    }

    /** Checkpoints of a space after stores to some of its pages, with a share of those stores. */
    @State(Scope.Thread)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Fork(1)
    @Warmup(iterations = 5, time = 1)
    @Measurement(iterations = 5, time = 1)
    public static class Dirty {
        @Param({"0", "1", "10", "100"})
        public int percent;

        private final Warm warm = new Warm();
        private final long at = warm.touched(BYTES);
        private final SpaceTracking tracking = warm.task.walks().trackSpace();
        private Checkpoint last = tracking.checkpoint(null);

        @Benchmark
        @OperationsPerInvocation(PAGES)
        public Checkpoint checkpoint() {
            int step = percent == 0 ? PAGES : 100 / percent;
            for (int i = 0; percent > 0 && i < PAGES; i += step) {
                warm.calls.store(at + i * PAGE_SIZE, 1, 1);
            }
            last = tracking.checkpoint(last);
            return last;
        }

        @TearDown
        public void close() {
            tracking.close();
            warm.close();
        }
    }
}
