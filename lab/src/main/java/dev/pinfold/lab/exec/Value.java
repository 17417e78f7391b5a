package dev.pinfold.lab.exec;

import dev.pinfold.lab.lang.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/** What a call gave and a name can hold. */
public sealed interface Value {
    /** An address, a descriptor, a count, a byte: one 64-bit word, unsigned. */
    record Word(long word) implements Value {
        @Override
        public String toString() {
            return Numbers.show(word);
        }
    }

    /** Several words: a list of pages, a range's start and end. */
    record Words(List<Long> words) implements Value {
        /** Makes the list; it is copied. */
        public Words {
            words = List.copyOf(words);
        }

        /** As a word, a list is its length. */
        @Override
        public long word() {
            return words.size();
        }

        @Override
        public String toString() {
            return words.stream().map(Numbers::show).collect(Collectors.joining(", "));
        }
    }

    /** A text. */
    record Text(String text) implements Value {
        /** As a word, a text is its length. */
        @Override
        public long word() {
            return text.length();
        }

        @Override
        public String toString() {
            return "\"" + text + "\"";
        }
    }

    /** Returns the value as one word. */
    long word();
}
