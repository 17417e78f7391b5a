package dev.pinfold.mm;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A machine: its memory, its CPUs, its files, and the tasks that run on it. */
public abstract class Machine implements AutoCloseable {
    private final MachineConfig config;

    Machine(MachineConfig config) {
        this.config = config;
    }

    public MachineConfig config() {
        return config;
    }

    /** A first task, in an address space of its own, child of nobody. */
    public abstract Task newTask();

    /** The task with a pid or tid that a call returned; null if it has ended. */
    public abstract @Nullable Task task(int pid);

    /** Faults handled so far, by kind. */
    public abstract Map<String, Long> faultCounts();

    /** Frames in use. */
    public abstract int usedFrames();

    /** Page-table pages of all address spaces. */
    public abstract long tableCount();

    /** Audits everything and reports each contradiction. No task may be in a call meanwhile. */
    public abstract void check(Consumer<String> findings);

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
    public abstract void close();
}
