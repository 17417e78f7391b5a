package dev.pinfold.lab.measure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Instructions that the calling thread retired in user mode, as the processor counts them: {@code perf_event_open(2)} with
 * PERF_COUNT_HW_INSTRUCTIONS. Many virtual machines have no such counter, and some hosts forbid it.
 */
public final class InstructionCounter implements AutoCloseable {
    private static final long PERF_EVENT_OPEN = 298;
    private static final int ATTRIBUTES = 128;
    /** PERF_COUNT_HW_INSTRUCTIONS of the type PERF_TYPE_HARDWARE, which is 0. */
    private static final long INSTRUCTIONS = 1;
    /** exclude_kernel and exclude_hv. */
    private static final long USER_ONLY = 0x60;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment value = arena.allocate(JAVA_LONG);
    private final int fd;
    private final MethodHandle read;
    private final MethodHandle close;

    private InstructionCounter(int fd, Linker linker) {
        this.fd = fd;
        read = linker.downcallHandle(
                linker.defaultLookup().find("read").orElseThrow(),
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
        close = linker.downcallHandle(
                linker.defaultLookup().find("close").orElseThrow(), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    /** A counter for the calling thread; null where the host has none or does not allow it. */
    public static @Nullable InstructionCounter open() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find("syscall");
        if (symbol.isEmpty()) {
            return null;
        }
        MethodHandle call = linker.downcallHandle(
                symbol.get(),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
            attributes.set(JAVA_INT, 4, ATTRIBUTES);
            attributes.set(JAVA_LONG, 8, INSTRUCTIONS);
            attributes.set(JAVA_LONG, 40, USER_ONLY);
            long fd = (long) call.invokeExact(PERF_EVENT_OPEN, attributes, 0L, -1L, -1L, 0L);
            if (fd < 0) {
                return null;
            }
            InstructionCounter counter = new InstructionCounter((int) fd, linker);
            // A counter that exists and does not count is of no use.
            long before = counter.read();
            long after = counter.read();
            if (before < 0 || after <= before) {
                counter.close();
                return null;
            }
            return counter;
        } catch (Throwable e) {
            throw new IllegalStateException("perf_event_open cannot be called", e);
        }
    }

    /** Instructions so far. */
    public long read() {
        try {
            long n = (long) read.invokeExact(fd, value, 8L);
            return n == 8 ? value.get(JAVA_LONG, 0) : -1;
        } catch (Throwable e) {
            throw new IllegalStateException("a performance counter cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            int ignored = (int) close.invokeExact(fd);
        } catch (Throwable e) {
            throw new IllegalStateException("a performance counter cannot be closed", e);
        }
        arena.close();
    }
}
