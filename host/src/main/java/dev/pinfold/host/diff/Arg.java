package dev.pinfold.host.diff;

import java.util.Arrays;
import java.util.List;

/** An argument of an {@link Invocation}, with nothing left to resolve. */
public sealed interface Arg {
    /** A number: an address, a size, flags, a descriptor; or a pointer that the caller chose itself, 0 included. */
    record Num(long value) implements Arg {}

    /** Bytes that the call reads: a path, a name, data to write. */
    @SuppressWarnings("ArrayRecordComponent") // equals compares contents
    record Text(byte[] bytes) implements Arg {
        @Override
        public boolean equals(Object other) {
            return other instanceof Text t && Arrays.equals(bytes, t.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Room for bytes that the call writes; they become part of its {@link CallOutcome}. */
    record Room(int bytes) implements Arg {}

    /** A limit, soft and hard; -1 is RLIM_INFINITY. */
    record Limit(long soft, long hard) implements Arg {}

    /** Ranges of addresses: start and length in turn. */
    record Ranges(List<Long> words) implements Arg {
        /** Makes the ranges; the list is copied. */
        public Ranges {
            words = List.copyOf(words);
        }
    }

    /** A task by its index; the sides put its pid. */
    record Task(int index) implements Arg {}

    /** Returns the number, or 0 for anything else. */
    default long number() {
        return this instanceof Num n ? n.value() : 0;
    }
}
