package dev.pinfold.lab.log.read;

import java.util.regex.Pattern;

/** Knows what stands around a log: sorts the lines that are no event by what they look like and where they stand. */
final class Surroundings {
    private static final Pattern STACK =
            Pattern.compile("[>\\s|]* > \\S.*(?:\\[0x[0-9a-f]+\\]|\\(\\)|unexpected_backtracing_error.*)\\s*");
    private static final Pattern FENCE =
            Pattern.compile("[\\s>|]*(?:```.*|~~~.*|\\{\\{\\{.*|\\}\\}\\}|\\[/?(?:code|quote|pre)[^\\]]*\\]"
                    + "|</?(?:pre|code|details|summary|blockquote|p|div)\\b[^>]*>.*|\\{(?:code|noformat)[^}]*\\}"
                    + "|[-=*_]{4,}.*|\\+?-+ ?8<.*)");
    private static final Pattern LEFT_OUT = Pattern.compile(
            "[\\s\\[(<{*#/>.-]*(?:\\.{2,}|\\[?snip\\w*.*|(?:many|several|some|\\d+)? ?(?:more )?(?:lines?|calls|output) "
                    + "(?:were )?(?:snipped|omitted|truncated|skipped|removed|cut|left out|deleted).*|cut|etc\\.*)[\\s\\])>}*.:-]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern KEYS = Pattern.compile("\\s*(?:\\^[A-Z\\\\])+\\s*");
    private static final Pattern NOTICE = Pattern.compile(
            "\\s*(?:(?:\\S*/)?strace: .*|\\[ ?Process (?:PID=)?\\d+ .*\\]|Process \\d+ (?:attached|detached|suspended|resumed)\\b.*"
                    + "|umove\\w*: .*|ptrace: .*|attach: .*|PANIC: .*|\\[wait\\(.*|<(?:detached|unfinished) \\.\\.\\.>)");
    private static final Pattern DUMP = Pattern.compile("\\s*(?:\\| [0-9a-f]{5,} .*|\\* \\d+ bytes in buffer \\d+)");
    private static final Pattern PROMPT = Pattern.compile("\\s*(?:(?:\\([\\w.-]+\\) ?)?(?:"
            + "\\[[^\\]]*@[^\\]]*\\] ?[$#%>].*"
            + "|[\\w.-]+@[\\w.-]+[: ].*?[$#%\u276f\u279c>](?: .*)?"
            + "|[$%\u276f\u279c\u03bb\u00bb>](?: .*)?|# (?:\\S*/)?s?(?:udo )?strace .*"
            + "|[A-Za-z][\\w.-]*[-:]?[\\w./~-]*[$#%\u276f>](?: .*)?"
            + "|.*[~/][\\w./~-]*(?: .*)? ?[$#%\u276f\u279c>](?: \\S.*| ?)"
            + ")|(?:sudo |time |env )*(?:\\S*/)?strace(?: -.*| \\./.*| /.*| \\w+)?)");

    private boolean summary;
    private boolean fences;
    private boolean fenced;
    private boolean broke;
    private boolean started;

    /** Says whether a line belongs to a table that {@code -c} prints; one begins with its head and ends with its total. */
    boolean inSummary(String text) {
        String line = text.strip();
        if (line.startsWith("% time ")) {
            summary = true;
            return true;
        }
        if (!summary) {
            return false;
        }
        boolean row = line.isEmpty() || line.startsWith("---") || Character.isDigit(line.charAt(0));
        summary = row && !line.endsWith(" total");
        return row;
    }

    /** Says whether a line is one of a call's stack. */
    static boolean stack(String text) {
        return text.contains(" > ") && STACK.matcher(text).matches();
    }

    /** An event was found. */
    void event() {
        broke = false;
        started = true;
    }

    /** Says whether something stood since the last event that parts logs. */
    boolean broke() {
        return broke;
    }

    /** Says whether a line cannot be output in the middle of a call. */
    boolean certain(String text) {
        return FENCE.matcher(text).matches() && text.contains("`") || text.startsWith("% time ");
    }

    /** Says what stands before an event on the same line. */
    PassedKind before(String text) {
        return KEYS.matcher(text).matches()
                ? PassedKind.KEYS
                : PROMPT.matcher(text).matches() ? PassedKind.PROMPT : PassedKind.OUTPUT;
    }

    /** Says what a line is. */
    PassedKind kind(String text) {
        if (FENCE.matcher(text).matches()) {
            fences = true;
            fenced = !fenced;
            broke = true;
            return PassedKind.FENCE;
        }
        if (KEYS.matcher(text).matches()) {
            return PassedKind.KEYS;
        }
        if (NOTICE.matcher(text).matches()) {
            return PassedKind.NOTICE;
        }
        if (DUMP.matcher(text).matches()) {
            return PassedKind.DUMP;
        }
        if (started && LEFT_OUT.matcher(text).matches()) {
            return PassedKind.LEFT_OUT;
        }
        if (PROMPT.matcher(text).matches()) {
            broke = true;
            return PassedKind.PROMPT;
        }
        String line = text.strip();
        if (line.startsWith("#") || line.startsWith("//")) {
            return PassedKind.COMMENT;
        }
        return !started || fences && !fenced ? PassedKind.TALK : PassedKind.OUTPUT;
    }
}
