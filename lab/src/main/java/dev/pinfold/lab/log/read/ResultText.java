package dev.pinfold.lab.log.read;

import dev.pinfold.lab.lang.Cursor;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.mm.abi.Errno;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what strace prints behind a call: {@code = RESULT} and remarks. */
final class ResultText {
    private ResultText() {}

    /** Reads a result and leaves the cursor behind it and its remarks; null where none stands, or not a whole one. */
    static @Nullable Expectation read(Cursor c) {
        blanks(c);
        if (!c.take("=")) {
            return null;
        }
        blanks(c);
        int start = c.at;
        Expectation.Outcome outcome = outcome(c);
        if (outcome == null) {
            return null;
        }
        int end = c.at;
        remarks(c);
        return new Expectation(List.of(outcome), c.text.substring(start, end));
    }

    private static void blanks(Cursor c) {
        while (c.peek() == ' ' || c.peek() == '\t') {
            c.at++;
        }
    }

    private static Expectation.@Nullable Outcome outcome(Cursor c) {
        if (c.take("?")) {
            int before = c.at;
            blanks(c);
            String word = c.name();
            if (word.startsWith("E")) {
                return new Expectation.Any(word.startsWith("ERESTART"));
            }
            c.at = before;
            return new Expectation.Any(false);
        }
        boolean minus = c.take("-");
        String digits = c.alphanumeric();
        OptionalLong value = digits.isEmpty() ? OptionalLong.empty() : Numbers.parse(digits);
        if (value.isEmpty()) {
            return null;
        }
        if (!minus) {
            described(c);
            return values(c.at, value.getAsLong(), digits);
        }
        if (value.getAsLong() == 1) {
            return failure(c);
        }
        return value.getAsLong() <= Errno.MAX_ERRNO
                ? new Expectation.Failure((int) value.getAsLong())
                : values(c.at, -value.getAsLong(), "-" + digits);
    }

    private static Expectation.Outcome values(int at, long value, String text) {
        return new Expectation.Values(List.of(new Expectation.Slot("", List.of(new Expr.Num(at, value, text)))));
    }

    /** What follows -1: the error's name, or its number. */
    private static Expectation.@Nullable Outcome failure(Cursor c) {
        int before = c.at;
        blanks(c);
        String name = c.name();
        if (name.startsWith("E") && name.length() > 1) {
            int number = Errno.number(name);
            return number > 0 ? new Expectation.Failure(number) : new Expectation.Any(false);
        }
        if (name.isEmpty() && c.take("(errno ")) {
            OptionalLong number = Numbers.parse(c.alphanumeric());
            c.take(")");
            return number.isPresent() ? new Expectation.Failure((int) number.getAsLong()) : null;
        }
        c.at = before;
        return name.isEmpty() ? values(before, -1, "-1") : null;
    }

    private static void described(Cursor c) {
        if (c.peek() == '<' && c.text.indexOf('>', c.at) > 0) {
            remark(c, '<', '>');
        }
    }

    /** Steps over {@code (Cannot allocate memory)}, {@code (in [3])}, {@code <0.000412>} and comments. */
    private static void remarks(Cursor c) {
        while (true) {
            int before = c.at;
            blanks(c);
            boolean remark = c.looking("/*")
                    ? after(c, "*/")
                    : c.peek() == '(' && remark(c, '(', ')') || c.peek() == '<' && timed(c);
            if (!remark) {
                c.at = before;
                return;
            }
        }
    }

    private static boolean after(Cursor c, String end) {
        int found = c.text.indexOf(end, c.at);
        c.at = found < 0 ? c.at : found + end.length();
        return found >= 0;
    }

    private static boolean timed(Cursor c) {
        return c.at + 1 < c.text.length() && Cursor.isDigit(c.text.charAt(c.at + 1)) && remark(c, '<', '>');
    }

    private static boolean remark(Cursor c, char open, char close) {
        int depth = 0;
        for (int i = c.at; i < c.text.length(); i++) {
            char ch = c.text.charAt(i);
            if (ch == open) {
                depth++;
            } else if (ch == close && (close != '>' || c.text.charAt(i - 1) != '-') && --depth == 0) {
                c.at = i + 1;
                return true;
            }
        }
        return false;
    }
}
