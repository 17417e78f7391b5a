package dev.pinfold.bench;

import dev.pinfold.host.diff.CallOutcome;
import dev.pinfold.host.diff.Invocation;
import dev.pinfold.host.diff.Look;
import dev.pinfold.host.diff.Side;
import java.util.List;
import java.util.function.Supplier;

/** A side of a comparison with a clock on it. */
final class TimedSide implements Side {
    private final Side side;
    private long nanos;

    TimedSide(Side side) {
        this.side = side;
    }

    /** Nanoseconds spent in the side so far. */
    long nanos() {
        return nanos;
    }

    private <T> T timed(Supplier<T> work) {
        long from = System.nanoTime();
        T result = work.get();
        nanos += System.nanoTime() - from;
        return result;
    }

    @Override
    public String name() {
        return side.name();
    }

    @Override
    public void begin(int tasks) {
        long from = System.nanoTime();
        side.begin(tasks);
        nanos += System.nanoTime() - from;
    }

    @Override
    public List<CallOutcome> run(List<Invocation> ops) {
        return timed(() -> side.run(ops));
    }

    @Override
    public List<Look> look(List<Integer> tasks) {
        return timed(() -> side.look(tasks));
    }

    @Override
    public List<long[]> files(int task, List<Integer> descriptors) {
        return timed(() -> side.files(task, descriptors));
    }

    @Override
    public void close() {
        side.close();
    }
}
