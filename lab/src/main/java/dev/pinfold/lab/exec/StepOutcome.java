package dev.pinfold.lab.exec;

import dev.pinfold.mm.abi.Errno;
import java.util.List;

/** What came of a call. */
public sealed interface StepOutcome {
    /**
     * The call gave a value.
     *
     * @param disagreements where what the call wrote into its arguments is not what the line says
     */
    record Returned(Value value, List<Disagreement> disagreements) implements StepOutcome {
        /** Makes the outcome; the list is copied. */
        public Returned {
            disagreements = List.copyOf(disagreements);
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** The call gave an error. */
    record Failed(int errno) implements StepOutcome {
        @Override
        public String toString() {
            return "-1 " + Errno.name(errno);
        }
    }

    /** The access faulted; signal and code by name, the code empty where there is none. */
    record Faulted(String signal, String code, long address) implements StepOutcome {
        @Override
        public String toString() {
            return (code.isEmpty() ? signal : signal + " " + code) + " at 0x" + Long.toHexString(address);
        }
    }

    /** The call did not come back: the task has ended. */
    record Ended() implements StepOutcome {
        @Override
        public String toString() {
            return "the task's end";
        }
    }

    /** What a line said and what was there instead, of an argument that the call fills in. */
    record Disagreement(String expected, String actual) {}

    /** Makes the outcome of a system call from what its instruction returns. */
    static StepOutcome ofSyscall(long result) {
        return Errno.isError(result) ? new Failed((int) -result) : of(result);
    }

    /** Makes the outcome of a call that gave a word. */
    static StepOutcome of(long word) {
        return new Returned(new Value.Word(word), List.of());
    }
}
