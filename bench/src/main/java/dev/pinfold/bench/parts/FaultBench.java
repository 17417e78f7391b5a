package dev.pinfold.bench.parts;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Mman;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Faults by kind, each with its share of the call that empties the memory again: 512 pages at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FaultBench {
    private static final int PAGES = 512;
    private static final long BYTES = PAGES * PAGE_SIZE;

    private final Warm warm = new Warm();
    private final long anonymous = warm.touched(BYTES);
    private final long file = warm.file(BYTES);

    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long zeroPage() {
        warm.calls.touch(anonymous, BYTES, false);
        return warm.calls.madvise(anonymous, BYTES, Mman.MADV_DONTNEED);
    }

    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long anonymous() {
        warm.calls.touch(anonymous, BYTES, true);
        return warm.calls.madvise(anonymous, BYTES, Mman.MADV_DONTNEED);
    }

    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long sharedFile() {
        warm.calls.touch(file, BYTES, true);
        return warm.calls.madvise(file, BYTES, Mman.MADV_DONTNEED);
    }

    /** With its share of a fork and the child's exit. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public long copyOnWrite() {
        Task child = warm.task.fork();
        warm.calls.touch(anonymous, BYTES, true);
        child.exit(0);
        return warm.task.waitFor(child);
    }

    @TearDown
    public void close() {
        warm.close();
    }
}
