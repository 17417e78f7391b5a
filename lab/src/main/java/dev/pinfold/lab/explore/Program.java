package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is explored: some tasks over state of their own, built afresh for each schedule, so that the same choices always lead
 * to the same run. Everything the tasks share lies behind {@code dev.pinfold.mm.sync}; whatever else they do depends on
 * nothing but that (no clocks, no random numbers, no identity hash codes).
 */
public interface Program {
    /** How many tasks there are, at most 62. They are numbered from 1. */
    int tasks();

    /** The task's name in reports. */
    default String name(int task) {
        return String.valueOf((char) ('A' + task - 1));
    }

    /** Runs a task to its end. What it throws is a violation. */
    void run(int task) throws Throwable;

    /** Checks what the tasks left behind, after the last of them. What it throws is a violation. */
    default void finish() throws Throwable {}

    /**
     * A hash of everything the future depends on: shared state and each task's locals, wherever it stands. Asked only by the
     * strategy {@code state}, between any two operations; two states with one hash must have the same futures.
     */
    default long state() {
        throw new UnsupportedOperationException("this program has no state hash");
    }

    /** What came of the run, to be compared between schedules. */
    default Object outcome() {
        return "";
    }

    /** A name for an object's number, as things are now; asked for reports only, between any two operations. */
    default String describe(long object) {
        return Sync.describe(object);
    }

    /** A value read from or written to the object, in words; null if it is just a number. */
    default @Nullable String describe(long object, long value) {
        return null;
    }

    /** What is where, in words, for the report to compare before and after. */
    default Map<String, String> pages() {
        return Map.of();
    }

    /** Frees what the garbage collector does not; called after every schedule, finished or not. */
    default void close() {}

    /** A task's body. */
    @FunctionalInterface
    interface Body {
        void run() throws Throwable;
    }

    /** A program put together from bodies. */
    class Of implements Program {
        private final List<String> names = new ArrayList<>();
        private final List<Body> bodies = new ArrayList<>();
        private Body finish = () -> {};

        /** Adds a task. */
        public Of task(String name, Body body) {
            names.add(name);
            bodies.add(body);
            return this;
        }

        /** Sets the check after the last task. */
        public Of finish(Body check) {
            finish = check;
            return this;
        }

        @Override
        public int tasks() {
            return bodies.size();
        }

        @Override
        public String name(int task) {
            return names.get(task - 1);
        }

        @Override
        public void run(int task) throws Throwable {
            bodies.get(task - 1).run();
        }

        @Override
        public void finish() throws Throwable {
            finish.run();
        }
    }
}
