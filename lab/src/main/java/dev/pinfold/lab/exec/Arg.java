package dev.pinfold.lab.exec;

import dev.pinfold.mm.abi.Param;
import java.util.Arrays;
import java.util.List;

/** An argument of a call, with nothing left to resolve: what a {@link Param} is given. */
public sealed interface Arg {
    /** A number: an address, a size, flags, a descriptor; or a pointer that the caller chose itself, 0 included. */
    record Num(long value) implements Arg {}

    /** Bytes that the call reads: a path or a name without the zero byte at its end, data to write. */
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

    /** Room for bytes that the call writes. */
    record Room(int bytes) implements Arg {}

    /** The members of a structure that the call reads, in order. */
    record Members(List<Long> words) implements Arg {
        /** Makes the structure; the list is copied. */
        public Members {
            words = List.copyOf(words);
        }
    }

    /** Ranges of addresses: start and length in turn. */
    record Ranges(List<Long> words) implements Arg {
        /** Makes the ranges; the list is copied. */
        public Ranges {
            words = List.copyOf(words);
        }
    }

    /** Buffers of the caller's own in place of ranges: each a {@link Text} or a {@link Room}. */
    record Buffers(List<Arg> parts) implements Arg {
        /** Makes the buffers; the list is copied. */
        public Buffers {
            parts = List.copyOf(parts);
        }
    }

    /** A task by its index; whoever makes the call puts its number, or a descriptor of it. */
    record Task(int index) implements Arg {}

    /** Returns the number, or 0 for anything else. */
    default long number() {
        return this instanceof Num n ? n.value() : 0;
    }

    /** Returns how many bytes it stands for as a buffer. */
    default int length() {
        return switch (this) {
            case Text t -> t.bytes().length;
            case Room r -> r.bytes();
            default -> 0;
        };
    }
}
