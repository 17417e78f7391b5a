package dev.pinfold.lab.explore;

/**
 * Decides which task goes on, run after run, and knows when it has seen everything it set out to see. {@link
 * Explorer#STRATEGIES} names those that are there; {@link Explorer#strategy(Strategy)} takes one of your own, for which
 * violations are reported, shrunk to a schedule and replayed as for the others.
 *
 * <p>Tasks are numbered from 1; a set of tasks is a long with bit t for task t. Calls come from one thread: {@link #restart},
 * then for each run {@link #begin}, any number of {@link #choose} and {@link #performed}, and {@link #end}. What a strategy
 * chooses may depend on nothing but what it was told and on seeds, or a run cannot be repeated.
 */
public interface Strategy {
    /** Returned by {@link #choose} to end the run: what would follow was seen before. */
    int CUT = -1;

    /**
     * Begins from the beginning: what was learned from earlier runs no longer holds. Called first, and again whenever more
     * turns out to be shared than was known, so that there are choices where there were none.
     *
     * @param tasks how many tasks there are
     */
    void restart(int tasks);

    /** Begins a run. */
    void begin();

    /**
     * Chooses the task to go on. Called where the running task is about to touch something shared, waits, or has ended.
     *
     * @param run the run so far
     * @param enabled the tasks that can go on, at least one
     * @param current the task that ran last, or 0 at the start; it may be disabled or done
     * @return a task of {@code enabled}, or {@link #CUT}
     */
    int choose(ScheduleRun run, long enabled, int current);

    /**
     * Takes note of an operation on a shared object that the task has just performed. Not each comes from a choice: the
     * release of a lock may follow without one.
     *
     * @param chosen whether {@link #choose} was asked for it
     */
    default void performed(ScheduleRun run, int task, Announced what, boolean chosen) {}

    /** Ends a run; returns whether another is wanted. */
    boolean end(ScheduleRun run);

    /** Whether every run within {@link #bound} has been seen. Asked after {@link #end} returned false. */
    boolean complete();

    /** What the runs seen, or to be seen, are: {@code "all schedules"}. */
    String bound();
}
