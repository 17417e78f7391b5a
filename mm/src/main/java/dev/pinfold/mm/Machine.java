package dev.pinfold.mm;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A machine: its memory, its CPUs, its files, and the tasks that run on it. */
public final class Machine implements AutoCloseable {
    private final MachineConfig config;

    /** Builds a machine; memory is reserved, not touched. */
    public Machine(MachineConfig config) {
        this.config = config;
    }

    public MachineConfig config() {
        return config;
    }

    /** A first task, in an address space of its own, child of nobody. */
    public Calls newTask() {
        throw new UnsupportedOperationException("not joined to the kernel yet");
    }

    /** The task with a pid or tid that a call returned; null if it has ended. */
    public @Nullable Calls task(int pid) {
        throw new UnsupportedOperationException("not joined to the kernel yet");
    }

    /** Faults handled so far, by kind. */
    public Map<String, Long> faultCounts() {
        throw new UnsupportedOperationException("not joined to the kernel yet");
    }

    /** Frames in use. */
    public int usedFrames() {
        throw new UnsupportedOperationException("not joined to the kernel yet");
    }

    /** Page-table pages of all address spaces. */
    public long tableCount() {
        throw new UnsupportedOperationException("not joined to the kernel yet");
    }

    /** Audits everything and reports each contradiction. No task may be in a call meanwhile. */
    public void check(Consumer<String> findings) {
        throw new UnsupportedOperationException("not joined to the kernel yet");
    }

    /** Audits everything; throws AssertionError with all findings if there are any. */
    public void check() {
        StringBuilder all = new StringBuilder();
        check(f -> all.append('\n').append(f));
        if (!all.isEmpty()) {
            throw new AssertionError("the machine contradicts itself:" + all);
        }
    }

    /** Ends every task and gives the memory back. */
    @Override
    public void close() {}
}
