package dev.pinfold.lab.measure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/** Keeps the calling thread on one processor of the host, where the host is Linux. */
public final class Affinity {
    private Affinity() {}

    /** Pins the calling thread; gives whether the host agreed. */
    public static boolean pin(int cpu) {
        Linker linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find("sched_setaffinity");
        if (symbol.isEmpty()) {
            return false;
        }
        var call = linker.downcallHandle(symbol.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(JAVA_LONG);
            mask.set(JAVA_LONG, 0, 1L << cpu);
            return (int) call.invokeExact(0, 8L, mask) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setaffinity cannot be called", e);
        }
    }
}
