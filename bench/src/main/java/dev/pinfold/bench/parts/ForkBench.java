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

/** A fork, the child's exit and the wait for it, by pages touched before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForkBench {
    @Param({"0", "256", "16384", "262144"})
    public int pages;

    private final Warm warm = new Warm();

    @Setup
    public void touch() {
        if (pages > 0) {
            warm.touched(pages * PAGE_SIZE);
        }
    }

    @Benchmark
    public long fork() {
        Task child = warm.task.fork();
        child.exit(0);
        return warm.task.waitFor(child);
    }

    @TearDown
    public void close() {
        warm.close();
    }
}
