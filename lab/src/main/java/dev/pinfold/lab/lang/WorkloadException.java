package dev.pinfold.lab.lang;

import java.util.regex.Pattern;

/**
 * A workload that is not understood or cannot run: where, what was found, what was expected. The message is complete:
 * {@code FILE:LINE:COLUMN: found X, expected Y}, the line, and a caret under the place.
 */
public final class WorkloadException extends Exception {
    private static final long serialVersionUID = 1L;
    /** How many characters of something in quotes a message repeats. */
    private static final int QUOTED = 60;

    private static final Pattern LONG_QUOTE = Pattern.compile("\"([^\"]{" + QUOTED + "})[^\"]+\"");

    /** How much of a long line is shown around the place. */
    private static final int SHOWN = 120;

    private final int line;
    private final int column;
    private final String found;
    private final String expected;

    /**
     * Makes the error.
     *
     * @param line from 1
     * @param column from 1, in characters
     * @param text the line, or an empty string where it cannot be shown
     */
    public WorkloadException(String file, int line, int column, String found, String expected, String text) {
        super("%s:%d:%d: found %s, expected %s%s"
                .formatted(file, line, column, shortened(found), shortened(expected), excerpt(text, column)));
        this.line = line;
        this.column = column;
        this.found = shortened(found);
        this.expected = shortened(expected);
    }

    private static String shortened(String message) {
        return LONG_QUOTE.matcher(message).replaceAll("\"$1…\"");
    }

    /** Returns the line, from 1. */
    public int line() {
        return line;
    }

    /** Returns the column, from 1. */
    public int column() {
        return column;
    }

    /** Returns what was found. */
    public String found() {
        return found;
    }

    /** Returns what was expected. */
    public String expected() {
        return expected;
    }

    private static String excerpt(String text, int column) {
        if (text.isEmpty()) {
            return "";
        }
        int at = Math.min(column - 1, text.length());
        int from = at > SHOWN * 3 / 4 ? at - SHOWN * 3 / 4 : 0;
        int to = Math.min(text.length(), from + SHOWN);
        String head = from > 0 ? "…" : "";
        String tail = to < text.length() ? "…" : "";
        StringBuilder caret = new StringBuilder(" ".repeat(head.length()));
        for (int i = from; i < at; i++) {
            caret.append(text.charAt(i) == '\t' ? '\t' : ' ');
        }
        return "\n    " + head + text.substring(from, to) + tail + "\n    " + caret + "^";
    }
}
