package dev.pinfold.mm.space;

/**
 * State of the kernel's own that a processor holds for the task that runs on it, and that follows the task from CPU to CPU:
 * temporary kernel maps, rights to protected memory. The methods are called with the CPU in hand: by the task itself, or by
 * who takes the CPU from it.
 */
public interface TaskState {
    /** The task leaves the CPU: what the next one must not find there is saved and taken away. */
    void out(int cpu);

    /** The task has come to a CPU: what was saved is put back. */
    void in(int cpu);

    /** An exception or an interrupt begins while the task is in the kernel. */
    void exceptionEntry(int cpu);

    /** The exception is over; the task may be on another CPU by now. */
    void exceptionExit(int cpu);

    /** The task makes a child, which begins with nothing of this. */
    void fork();

    /** Everything is over for the task: what is left is reported and taken away. */
    void end(int cpu);

    /** What the task has open, in words; empty if nothing. */
    String open();
}
