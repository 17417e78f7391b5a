package dev.pinfold.lab.explore;

/**
 * Decides which task goes on, run after run, and knows when it has seen everything it set out to see.
 *
 * <p>Tasks are numbered from 1; a set of tasks is a long with bit t for task t.
 */
interface Strategy {
    /** Returned by {@link #choose} to end the run: what would follow was seen before. */
    int CUT = -1;

    /** Begins from the beginning: what was learned from earlier runs no longer holds. */
    void restart(int tasks);

    /** Begins a run. */
    void begin();

    /**
     * Chooses the task to go on. Called where the running task is about to touch something shared, waits, or has ended.
     *
     * @param enabled the tasks that can go on, at least one
     * @param current the task that ran last, or 0 at the start; it may be disabled or done
     * @return a task of {@code enabled}, or {@link #CUT}
     */
    int choose(Controller run, long enabled, int current);

    /**
     * Takes note of an operation on a shared object that the task has just performed. Not each comes from a choice: the
     * release of a lock may follow without one.
     *
     * @param chosen whether {@link #choose} was asked for it
     */
    default void performed(Controller run, int task, Announced what, boolean chosen) {}

    /** Ends a run; returns whether another is wanted. */
    boolean end(Controller run);

    /** Whether every run within {@link #bound} has been seen. Asked after {@link #end} returned false. */
    boolean complete();

    /** What the runs seen, or to be seen, are: {@code "all schedules"}. */
    String bound();

    /** Whether the strategy wants {@link Controller#history} kept. */
    default boolean needsHistory() {
        return false;
    }
}
