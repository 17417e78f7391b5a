package dev.pinfold.lab.lang;

import java.nio.charset.StandardCharsets;

/** Reads the text of one call from left to right. The only place that knows what a character means. */
public final class Cursor {
    public final Piece piece;
    public final String text;
    public int at;

    public Cursor(Piece piece, int at) {
        this.piece = piece;
        this.text = piece.text();
        this.at = at;
    }

    public boolean atEnd() {
        return at >= text.length();
    }

    /** Returns the character here, or 0 at the end. */
    public char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    public boolean looking(String what) {
        return text.startsWith(what, at);
    }

    /** Steps over a text if it stands here. */
    public boolean take(String what) {
        if (looking(what)) {
            at += what.length();
            return true;
        }
        return false;
    }

    /** Steps over blanks and over comments between slashes and stars. */
    public void blanks() throws WorkloadException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == '/' && looking("/*")) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw piece.error(text.length(), "the end of the line", "\"*/\", the end of the comment");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    public static boolean startsName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isNamePart(char c) {
        return startsName(c) || isDigit(c);
    }

    /** Reads a name; empty where none stands here. */
    public String name() {
        int start = at;
        if (startsName(peek())) {
            while (isNamePart(peek())) {
                at++;
            }
        }
        return text.substring(start, at);
    }

    /** Reads letters and digits, beginning with a digit or not: a number or what was meant to be one. */
    public String alphanumeric() {
        int start = at;
        while (isNamePart(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Reads a string from its opening quote to after its closing one, one char a byte. */
    String string() throws WorkloadException {
        int start = at++;
        StringBuilder bytes = new StringBuilder();
        while (true) {
            if (atEnd()) {
                throw piece.error(start, "a string that does not end", "a closing \" before the end of the line");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return bytes.toString();
            }
            if (c != '\\') {
                utf8(bytes, c);
            } else {
                escape(bytes);
            }
        }
    }

    private void escape(StringBuilder bytes) throws WorkloadException {
        char c = peek();
        at++;
        switch (c) {
            case 'n' -> bytes.append('\n');
            case 't' -> bytes.append('\t');
            case 'r' -> bytes.append('\r');
            case 'v' -> bytes.append('\u000b');
            case 'f' -> bytes.append('\f');
            case 'a' -> bytes.append('\u0007');
            case 'b' -> bytes.append('\b');
            case 'e' -> bytes.append('\u001b');
            case '\\', '"', '\'', '?' -> bytes.append(c);
            case 'x' -> bytes.append((char) digits(16, 2));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                bytes.append((char) (digits(8, 3) & 0xff));
            }
            default ->
                throw piece.error(
                        at - 2,
                        c == 0 ? "a backslash at the end of the line" : "\"\\" + c + "\"",
                        "a C escape: \\n, \\t, \\\\, \\\", \\x7f or \\177");
        }
    }

    private int digits(int radix, int most) throws WorkloadException {
        int value = 0;
        int n = 0;
        while (n < most && Character.digit(peek(), radix) >= 0) {
            value = value * radix + Character.digit(peek(), radix);
            at++;
            n++;
        }
        if (n == 0) {
            throw piece.error(at, found(), "hexadecimal digits after \\x");
        }
        return value;
    }

    private static void utf8(StringBuilder bytes, char c) {
        if (c < 0x80) {
            bytes.append(c);
        } else {
            for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                bytes.append((char) (b & 0xff));
            }
        }
    }

    /**
     * Steps over something of which only the end matters, to the first of {@code stops} outside strings and brackets.
     *
     * @return whether one was found before the text ended
     */
    public boolean skipTo(String stops) throws WorkloadException {
        int depth = 0;
        while (!atEnd()) {
            char c = peek();
            if (c == '"') {
                string();
                continue;
            }
            if (looking("/*")) {
                blanks();
                continue;
            }
            if (depth == 0 && stops.indexOf(c) >= 0) {
                return true;
            }
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth = Math.max(0, depth - 1);
            }
            at++;
        }
        return false;
    }

    /** Names what stands here, for a message. */
    String found() {
        if (atEnd()) {
            return "the end of the line";
        }
        char c = peek();
        if (isNamePart(c)) {
            int end = at;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            return "\"" + text.substring(at, end) + "\"";
        }
        return c == '"' ? "a string" : "\"" + c + "\"";
    }

    WorkloadException error(String expected) {
        return piece.error(at, found(), expected);
    }
}
