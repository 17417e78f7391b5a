package dev.pinfold.bench.parts;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Pages;
import dev.pinfold.mm.abi.Foll;
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

/** Pins taken and given back, with and without locks; the time is for all pages of a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PinBench {
    private static final int MOST = 512;

    @Param({"1", "16", "512"})
    public int pages = 1;

    private final Warm warm = new Warm();
    private final long at = warm.touched(MOST * PAGE_SIZE);
    private final Pages held = warm.task.pages();
    private final int[] list = new int[MOST];

    @Benchmark
    public long fast() {
        held.pinUserPagesFast(at, pages, Foll.FOLL_WRITE, list);
        return held.unpin(list, 0, pages);
    }

    @Benchmark
    public long underTheLock() {
        held.pinUserPages(at, pages, Foll.FOLL_WRITE, list);
        return held.unpin(list, 0, pages);
    }

    @TearDown
    public void close() {
        warm.close();
    }
}
