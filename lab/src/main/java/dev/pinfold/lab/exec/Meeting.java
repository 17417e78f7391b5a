package dev.pinfold.lab.exec;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** Where tasks wait for what other tasks do: a name that is bound, a task that exits. */
public interface Meeting {
    /** What was waited for cannot come: nobody is left who could bring it about. */
    final class Nobody extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;

        /** Makes the exception; {@code what} says what was waited for. */
        public Nobody(String what) {
            super(what, null, false, false);
            this.what = what;
        }

        /** Returns what was waited for. */
        public String what() {
            return what;
        }
    }

    /** The key of the ends of tasks. */
    String ENDS = "the end of a task";

    /**
     * Returns once a condition holds. The condition changes only inside {@link #change} with the same key.
     *
     * @param what what is waited for, for a message
     * @param key stands for what the condition depends on
     * @throws Nobody where nobody can bring it about any more
     */
    void await(String what, String key, BooleanSupplier condition) throws Nobody;

    /** Makes a change that those may wait for who wait with the key. */
    void change(String key, Runnable change);

    /** Says that what the key stands for is about to be looked at, without waiting for it. */
    default void look(String key) {}

    /** Says that so many tasks begin to work at once. */
    default void enter(int tasks) {}

    /** Says that the calling thread does the work of one of them, until it leaves. */
    default void join() {}

    /** Says whether tasks were found waiting inside calls that nobody is left to end; from then on no task goes on. */
    default boolean deadlocked() {
        return false;
    }

    /** What each of the threads waits for that wait at this moment, here or inside a call. */
    default Map<Thread, String> waits() {
        return Map.of();
    }

    /** Says that the calling thread is done. */
    default void leave() {}

    /** Makes the meeting of a section that runs in file order, in which nobody can wait: what does not hold never will. */
    static Meeting inFileOrder() {
        return new Meeting() {
            @Override
            public void await(String what, String key, BooleanSupplier condition) throws Nobody {
                if (!condition.getAsBoolean()) {
                    throw new Nobody(what);
                }
            }

            @Override
            public void change(String key, Runnable change) {
                change.run();
            }
        };
    }
}
