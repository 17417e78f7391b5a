package dev.pinfold.lab.exec;

import dev.pinfold.lab.lang.WorkloadException;

/** What takes the calls of a workload: a machine of Pinfold's, or anything that behaves like one. */
public interface Target {
    /**
     * Makes a call.
     *
     * @param task index of the task in the workload
     * @param arguments the call and its arguments
     * @return what came of it
     * @throws WorkloadException where the workload is at fault, so that there is nothing to say about the target
     * @throws Meeting.Nobody where the call waits for what cannot come
     */
    StepOutcome call(int task, Arguments arguments) throws WorkloadException, Meeting.Nobody;

    /** Says whether a task exists: from the start, or made by a call, whether or not it has ended since. */
    boolean exists(int task);

    /** Says whether a task has ended. */
    boolean ended(int task);

    /** Ends a task whose line did something that it does not expect, as a signal would. */
    void kill(int task);
}
