package dev.pinfold.lab.exec;

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

    /**
     * Returns once a condition holds. The condition must change only before a call of {@link #changed}.
     *
     * @param what what is waited for, for a message
     * @throws Nobody where nobody can bring it about any more
     */
    void await(String what, BooleanSupplier condition) throws Nobody;

    /** Says that a condition somebody waits for may hold now. */
    void changed();

    /** Makes the meeting of a section that runs in file order, in which nobody can wait: what does not hold never will. */
    static Meeting inFileOrder() {
        return new Meeting() {
            @Override
            public void await(String what, BooleanSupplier condition) throws Nobody {
                if (!condition.getAsBoolean()) {
                    throw new Nobody(what);
                }
            }

            @Override
            public void changed() {}
        };
    }
}
