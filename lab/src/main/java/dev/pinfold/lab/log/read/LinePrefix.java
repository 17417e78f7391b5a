package dev.pinfold.lab.log.read;

/**
 * What stands before a call on its line: the task, as {@code [pid N]} or as a column, and stamps, instruction pointers and call
 * numbers. Reads without making anything, as it is tried at many places of many lines.
 */
final class LinePrefix {
    /** The task as written, or an empty string. */
    String task = "";
    /** Where the prefix ends. */
    int end;
    /** A stamp in nanoseconds of the day or of the epoch, or -1. */
    long time = -1;
    /** Whether a number led the line that may be its own rather than a task's. */
    boolean column;

    private String text = "";

    /** Reads a prefix from an index; it may be empty. */
    void scan(String line, int from) {
        text = line;
        task = "";
        time = -1;
        column = false;
        end = from;
        int at = from;
        while (true) {
            at = blanks(at);
            end = at;
            if (at >= text.length()) {
                return;
            }
            char c = text.charAt(at);
            int next;
            if (c >= '0' && c <= '9') {
                next = number(at);
            } else if (c == '[') {
                next = bracket(at);
            } else if (c == '(' && text.startsWith("(+", at)) {
                next = after(')', at);
            } else if (c == '+' && at + 1 < text.length() && digit(at + 1)) {
                next = word(at + 1);
            } else {
                return;
            }
            if (next < 0) {
                return;
            }
            at = next;
        }
    }

    private boolean digit(int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private int blanks(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (digit(at)) {
            at++;
        }
        return at;
    }

    private int after(char close, int from) {
        int at = text.indexOf(close, from);
        return at < 0 ? -1 : at + 1;
    }

    private boolean blank(int at) {
        return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
    }

    /** To the blank that ends a word, or -1. */
    private int word(int from) {
        int at = from;
        while (at < text.length() && !blank(at)) {
            at++;
        }
        return at < text.length() ? at : -1;
    }

    /** A task's column, the number of a line, or a stamp. */
    private int number(int from) {
        int at = digits(from);
        if (at < text.length() && text.charAt(at) == '<' && task.isEmpty()) {
            int close = after('>', at);
            if (close > 0 && blank(close)) {
                task = text.substring(from, at);
                return close;
            }
            return -1;
        }
        if (blank(at)) {
            if (!task.isEmpty() || time >= 0 || at - from > 10) {
                return -1;
            }
            task = text.substring(from, at);
            column = true;
            return at;
        }
        if (at >= text.length()) {
            return -1;
        }
        return switch (text.charAt(at)) {
            case ':' -> blank(at + 1) && time < 0 && task.isEmpty() ? at + 1 : clock(from, at);
            case '.' -> fraction(from, at, 1);
            case '-' -> text.startsWith("-", digits(at + 1)) ? date(from) : -1;
            case '|', ')' -> blank(at + 1) && time < 0 ? at + 1 : -1;
            default -> -1;
        };
    }

    /** {@code 10:00:00.123456}. */
    private int clock(int from, int colon) {
        int minutes = digits(colon + 1);
        if (minutes == colon + 1 || minutes >= text.length() || text.charAt(minutes) != ':') {
            return -1;
        }
        int seconds = digits(minutes + 1);
        if (seconds == minutes + 1) {
            return -1;
        }
        long before = 3600 * small(from, colon) + 60 * small(colon + 1, minutes);
        time = (before + small(minutes + 1, seconds)) * 1_000_000_000L;
        if (seconds < text.length() && text.charAt(seconds) == '.') {
            int end = digits(seconds + 1);
            time += nanos(seconds + 1, end);
            seconds = end;
        }
        return blank(seconds) ? seconds : -1;
    }

    /** {@code 1700000000.123456}, and {@code 0.000123} of {@code -r}. */
    private int fraction(int from, int dot, long unit) {
        int to = digits(dot + 1);
        if (to == dot + 1 || !blank(to) || dot - from > 10) {
            return -1;
        }
        time = small(from, dot) * 1_000_000_000L * unit + nanos(dot + 1, to);
        return to;
    }

    /** {@code 2026-03-01T10:00:00.0Z}, and the same with a blank: what systems put before the lines that they collect. */
    private int date(int from) {
        return word(from);
    }

    private long small(int from, int to) {
        long n = 0;
        for (int i = from; i < to; i++) {
            n = n * 10 + (text.charAt(i) - '0');
        }
        return n;
    }

    private long nanos(int from, int to) {
        long n = 0;
        for (int i = 0; i < 9; i++) {
            n = n * 10 + (from + i < to ? text.charAt(from + i) - '0' : 0);
        }
        return n;
    }

    /** {@code [pid 12]}, {@code [00007f12]} of {@code -i}, {@code [  9]} of {@code -n}. */
    private int bracket(int from) {
        int close = text.indexOf(']', from);
        if (close < 0 || close - from > 48) {
            return -1;
        }
        if (text.startsWith("[pid", from)) {
            int start = blanks(from + 4);
            int stop = digits(start);
            if (stop == start) {
                return -1;
            }
            task = text.substring(start, stop);
            column = false;
            return close + 1;
        }
        for (int i = from + 1; i < close; i++) {
            char c = text.charAt(i);
            boolean fits = Character.digit(c, 16) >= 0 || c == ' ' || c == '?' || c == '.' || c == 'x';
            if (!fits) {
                return -1;
            }
        }
        return close + 1;
    }
}
