package dev.pinfold.lab.lang;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the arguments of set-up calls, whose values are words that may hold hyphens ({@code per-task}) as well as
 * numbers and strings.
 */
final class WordReader {
    private final Cursor c;

    WordReader(Cursor cursor) {
        this.c = cursor;
    }

    /** Reads from after the opening parenthesis to after the closing one. */
    List<Expr> arguments() throws WorkloadException {
        List<Expr> arguments = new ArrayList<>();
        c.blanks();
        if (c.take(")")) {
            return arguments;
        }
        while (true) {
            c.blanks();
            arguments.add(argument());
            c.blanks();
            if (c.take(")")) {
                return arguments;
            }
            if (!c.take(",")) {
                throw c.error("\",\" or \")\"");
            }
        }
    }

    private Expr argument() throws WorkloadException {
        int start = c.at;
        String key = c.name();
        if (!key.isEmpty()) {
            c.blanks();
            if (c.take("=")) {
                c.blanks();
                return new Expr.KeyValue(start, key, value());
            }
            c.at = start;
        }
        return value();
    }

    private Expr value() throws WorkloadException {
        int start = c.at;
        if (!Cursor.startsName(c.peek())) {
            return new ExprReader(c).value();
        }
        while (Cursor.isNamePart(c.peek()) || c.peek() == '-') {
            c.at++;
        }
        String word = c.text.substring(start, c.at);
        return new Expr.Name(start, word);
    }
}
