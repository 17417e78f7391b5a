package dev.pinfold.lab.lang;

import java.util.List;

/**
 * What a line says must come back: one of several outcomes.
 *
 * @param outcomes one or more, of which one must hold
 * @param text as written
 */
public record Expectation(List<Outcome> outcomes, String text) {
    /** Makes the expectation; the list is copied. */
    public Expectation {
        outcomes = List.copyOf(outcomes);
    }

    /** One way a call may come out. */
    public sealed interface Outcome {}

    /**
     * {@code ?}: anything.
     *
     * @param unfinished whether strace says that the call did not take place: it was interrupted and is made again
     */
    public record Any(boolean unfinished) implements Outcome {}

    /** An error: {@code -1 ENOMEM}. */
    public record Failure(int errno) implements Outcome {}

    /** A fault: {@code SIGSEGV SEGV_MAPERR}. */
    public record Fault(String signal, String code) implements Outcome {}

    /** Values, several where a call gives several. */
    public record Values(List<Slot> slots) implements Outcome {
        /** Makes the outcome; the list is copied. */
        public Values {
            slots = List.copyOf(slots);
        }
    }

    /**
     * One value that comes back.
     *
     * @param binds the name it is bound to, or an empty string
     * @param equals what it must equal, or nothing where it may be anything
     */
    public record Slot(String binds, List<Expr> equals) {
        /** Makes the slot; the list is copied. */
        public Slot {
            equals = List.copyOf(equals);
        }

        /** Says that nothing is expected of the value. */
        public boolean free() {
            return equals.isEmpty();
        }
    }

    /** Says that the call did not take place: it was interrupted before it did anything, and is made again. */
    public boolean unfinished() {
        return outcomes.size() == 1 && outcomes.getFirst() instanceof Any any && any.unfinished();
    }

    /** Says that nothing in particular is expected. */
    public boolean anything() {
        return outcomes.stream().anyMatch(Any.class::isInstance);
    }

    /** Says whether one of the outcomes is this error. */
    public boolean allows(int errno) {
        return outcomes.stream().anyMatch(o -> o instanceof Any || o instanceof Failure f && f.errno() == errno);
    }

    /** Says whether every outcome is an error or a fault. */
    public boolean onlyFailures() {
        return outcomes.stream().allMatch(o -> o instanceof Failure || o instanceof Fault);
    }
}
