package dev.pinfold.host.diff;

import dev.pinfold.lab.exec.Arg;
import dev.pinfold.mm.abi.Errno;
import java.util.Arrays;

/**
 * What came of an {@link Invocation}.
 *
 * @param value the value of a call that went well, or -errno; of a call that gives a task its index; of SEGV_PKUERR the
 *     key
 * @param signal the number of the signal an access raised, or 0
 * @param code the signal's si_code
 * @param address the signal's si_addr
 * @param out bytes that the call wrote into {@link Arg.Room}
 */
@SuppressWarnings("ArrayRecordComponent") // equals compares contents
public record CallOutcome(Kind kind, long value, int signal, int code, long address, byte[] out) {
    /** How it came out. */
    public enum Kind {
        /** A value or an error. */
        VALUE,
        /** A signal. */
        SIGNAL,
        /** The task that was to do it does not exist any more. */
        NO_TASK,
        /** The task died of it. */
        DIED
    }

    private static final byte[] NOTHING = {};

    /** A value or -errno. */
    public static CallOutcome value(long value) {
        return new CallOutcome(Kind.VALUE, value, 0, 0, 0, NOTHING);
    }

    /** A value, and bytes with it. */
    public static CallOutcome value(long value, byte[] out) {
        return new CallOutcome(Kind.VALUE, value, 0, 0, 0, out);
    }

    /** A signal. */
    public static CallOutcome signal(int signal, int code, long address) {
        return new CallOutcome(Kind.SIGNAL, 0, signal, code, address, NOTHING);
    }

    /** A signal, and the protection key that it is about. */
    static CallOutcome signal(int signal, int code, long address, long key) {
        return new CallOutcome(Kind.SIGNAL, key, signal, code, address, NOTHING);
    }

    /** An outcome without anything else to say. */
    public static CallOutcome of(Kind kind) {
        return new CallOutcome(kind, 0, 0, 0, 0, NOTHING);
    }

    /** Returns whether the call ended with an error. */
    public boolean failed() {
        return kind == Kind.VALUE && Errno.isError(value);
    }

    /** Returns whether it went well. */
    public boolean ok() {
        return kind == Kind.VALUE && !failed();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallOutcome o
                && kind == o.kind
                && value == o.value
                && signal == o.signal
                && code == o.code
                && address == o.address
                && Arrays.equals(out, o.out);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value) * 31 + Arrays.hashCode(out) + kind.hashCode();
    }
}
