package dev.pinfold.lab.lang;

/** What happens on a line: a call, or an event that strace tells of. */
public sealed interface WorkloadStep permits Line, WorkloadStep.Gone, WorkloadStep.Signal {
    /** Returns the line's number, from 1. */
    int number();

    /** Returns the index of its task in {@link Workload#tasks()}. */
    int task();

    /**
     * The task ended.
     *
     * @param status what it exited with
     * @param signal what killed it, or an empty string
     */
    record Gone(int number, int task, int status, String signal) implements WorkloadStep {}

    /**
     * The task was sent a signal.
     *
     * @param code the signal's code by name, or an empty string
     * @param address where a fault happened
     * @param text the line
     */
    record Signal(int number, int task, String signal, String code, long address, String text)
            implements WorkloadStep {}
}
