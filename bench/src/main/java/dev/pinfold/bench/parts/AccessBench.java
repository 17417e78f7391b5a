package dev.pinfold.bench.parts;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.MachineConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Loads and stores: with a hit in the TLB, and with a walk through 4 or 5 levels of tables. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessBench {
    /** Pages that all have the same place in the TLB: none is found there. */
    private static final long STRIDE = 1024 * PAGE_SIZE;

    @Param({"4", "5"})
    public int levels = 4;

    private final Warm four = new Warm();
    private final Warm five =
            new Warm(MachineConfig.defaults().withMemory(2L << 30).withLevels(5));
    private final long fourAt = four.touched(16 * STRIDE);
    private final long fiveAt = five.touched(16 * STRIDE);
    private long next;

    @Benchmark
    public long loadHit() {
        return levels == 4 ? four.calls.load(fourAt, 8) : five.calls.load(fiveAt, 8);
    }

    @Benchmark
    public long storeHit() {
        return levels == 4 ? four.calls.store(fourAt, 1, 8) : five.calls.store(fiveAt, 1, 8);
    }

    @Benchmark
    public long loadMiss() {
        next = next + STRIDE & 15 * STRIDE;
        return levels == 4 ? four.calls.load(fourAt + next, 8) : five.calls.load(fiveAt + next, 8);
    }

    @TearDown
    public void close() {
        four.close();
        five.close();
    }
}
