package dev.pinfold.mm.sync;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The explorer's side of the seam: in controlled mode every operation on shared state is announced here before it takes
 * effect, and the scheduler decides which task goes on.
 *
 * <p>Objects are half-open ranges {@code [object, object + bytes)} of numbers that are the same in every run of one
 * schedule: {@link Sync#newId} for heap objects (one number each), {@link Sync#nativeId} for native memory (one number a
 * byte). Two operations can only depend on each other when their ranges overlap.
 */
public interface Scheduler {
    /** The running task: 0 is whoever sets up and checks, tasks of the program count from 1. */
    int currentTask();

    /** Adds an object to the operation announced next: for the few operations that touch more than one at once. */
    void also(Op op, long object, long bytes);

    /** Announces an operation that is always possible; returns when the task may perform it. */
    void point(Op op, long object, long bytes, @Nullable Site site);

    /**
     * Announces an operation that is possible only while {@code possible} holds; returns when the task may perform it, and
     * then it holds. The condition is evaluated on the scheduler's side, any number of times, and must only read; what it
     * reads through {@code .sync} counts as read by the operation.
     */
    void await(Op op, long object, @Nullable Site site, BooleanSupplier possible);

    /**
     * Says what the operation just performed came to.
     *
     * @param changed false if it changed nothing, so that it counts as a read (failed try-lock or compare-and-set)
     * @param value the value read or written, for reports
     */
    void result(boolean changed, long value);

    /** Ends the schedule with a violation: always throws; declared as returning what it throws for {@code throw}. */
    Violation violation(ViolationKind kind, String message);
}
