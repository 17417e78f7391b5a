package dev.pinfold.lab.log.read;

import java.util.List;
import java.util.regex.Pattern;

/** Takes from a line what terminals, mails and web pages put into it. */
final class Cleaning {
    /** What a terminal is told: colours, titles, movements. */
    private static final Pattern ESCAPES =
            Pattern.compile("\u001b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\^_=>])");

    private Cleaning() {}

    /** Returns the parts of a line between its carriage returns, cleaned; nearly always one. */
    static List<String> parts(String line) {
        boolean plain = true;
        for (int i = 0; i < line.length() && plain; i++) {
            char c = line.charAt(i);
            plain = c >= ' ' && c < 0x7f && c != '&' || c == '\t';
        }
        if (plain) {
            return List.of(line);
        }
        String text = line.indexOf('\u001b') < 0 ? line : ESCAPES.matcher(line).replaceAll("");
        text = text.replace('\u00a0', ' ')
                .replace('\u201c', '"')
                .replace('\u201d', '"')
                .replace("\u2026", "...");
        if (text.indexOf('&') >= 0 && ofAPage(text)) {
            text = text.replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&#34;", "\"")
                    .replace("&amp;", "&");
        }
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\b' && !kept.isEmpty()) {
                kept.setLength(kept.length() - 1);
            } else if (c >= ' ' || c == '\t' || c == '\r') {
                kept.append(c);
            }
        }
        return kept.indexOf("\r") < 0
                ? List.of(kept.toString())
                : List.of(kept.toString().split("\r+"));
    }

    /** Says whether a line was written as a web page writes it: a program's own strings have quotes around them. */
    private static boolean ofAPage(String text) {
        return text.contains("&lt;...")
                || text.contains("&lt;unfinished")
                || text.contains("&quot;") && text.indexOf('"') < 0
                || text.indexOf('"') < 0 && (text.contains("&lt;") || text.contains("&gt;"));
    }

    /** Returns the index after marks of quotation at the beginning of a line: {@code > > }, {@code | }, {@code + }. */
    static int afterMarks(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean mark = c == '>' || c == '|' || c == '*' || c == '\u2502';
            boolean diff = (c == '+' || c == '-') && at + 1 < text.length() && text.charAt(at + 1) == ' ';
            if (!mark && !diff && c != ' ' && c != '\t' && c != '`') {
                return at;
            }
            at++;
        }
        return at;
    }
}
