package dev.pinfold.host.diff;

import java.util.List;

/** One of the two that are compared: something that executes operations and lets its state be looked at. */
public interface Side extends AutoCloseable {
    /** Returns its name for reports. */
    String name();

    /**
     * Begins anew: no files, no tasks but {@code tasks} fresh ones with the indices from 0, each in an empty address
     * space of its own.
     */
    void begin(int tasks);

    /** Executes operations in order and returns what came of each. */
    List<CallOutcome> run(List<Invocation> ops);

    /** Returns the states of the address spaces of tasks that are alive, in the given order. */
    List<Look> look(List<Integer> tasks);

    /**
     * Returns, for each descriptor of a task, the size of the file and a hash of its contents; {-errno, 0} where that
     * cannot be read.
     */
    List<long[]> files(int task, List<Integer> descriptors);

    @Override
    void close();
}
