package dev.pinfold.bench.parts;

import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Frames: taken and given back, and their references. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBench {
    private final Frames frames = new Frames(FrameConfig.of(1, 4096));
    private final int held = frames.alloc(Zone.NORMAL, 0, 0);

    @Benchmark
    public void references() {
        frames.get(held);
        frames.put(held, 0);
    }

    @Benchmark
    public boolean tryReference() {
        boolean got = frames.tryGet(held);
        frames.put(held, 0);
        return got;
    }

    @Benchmark
    public int allocateAndFree() {
        int pfn = frames.alloc(Zone.NORMAL, 0, 0);
        frames.put(pfn, 0);
        return pfn;
    }

    @TearDown
    public void close() {
        frames.put(held, 0);
        frames.close();
    }
}
