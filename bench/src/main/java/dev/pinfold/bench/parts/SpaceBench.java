package dev.pinfold.bench.parts;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Task;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Address spaces of 10, 1,000 and 60,000 mappings: looking one up, adding and removing one, and fork. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpaceBench {
    private static final long BASE = 0x1000_0000_0000L;

    @Param({"10", "1000", "60000"})
    public int mappings = 10;

    private final Warm warm = new Warm();
    private int next;

    /** Every other page is a mapping, so that none merge. */
    @Setup
    public void map() {
        for (int i = 0; i < mappings; i++) {
            Warm.ok(warm.calls.mmap(
                    BASE + i * 2L * PAGE_SIZE, PAGE_SIZE, Warm.READ_WRITE, Warm.FIXED_PRIVATE_ANONYMOUS, -1, 0));
        }
    }

    private long place() {
        next = (next + 7919) % mappings;
        return BASE + next * 2L * PAGE_SIZE;
    }

    /** The mmap lock for reading, one lookup, and nothing to do: MS_ASYNC. */
    @Benchmark
    public long lookUp() {
        return warm.calls.msync(place(), PAGE_SIZE, 1);
    }

    @Benchmark
    public long mapAndUnmap() {
        return warm.calls.munmap(warm.anonymous(PAGE_SIZE), PAGE_SIZE);
    }

    @Benchmark
    public long protectAndBack() {
        long at = place();
        warm.calls.mprotect(at, PAGE_SIZE, 1);
        return warm.calls.mprotect(at, PAGE_SIZE, Warm.READ_WRITE);
    }

    @Benchmark
    public long forkAndExit() {
        Task child = warm.task.fork();
        child.exit(0);
        return warm.task.waitFor(child);
    }

    @TearDown
    public void close() {
        warm.close();
    }
}
