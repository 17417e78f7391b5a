package dev.pinfold.lab.log.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of gVisor's own strace: {@code E} as a call begins and {@code X} as it comes back, arguments in hexadecimal with what
 * they stand for beside them, results in decimal and hexadecimal, the error as {@code errno=N}.
 */
final class GvisorLines implements Translation {
    private static final Pattern LINE = Pattern.compile(
            ".*?strace\\.go:\\d+\\] \\[\\s*(\\d+)(?:\\(\\S*\\))?:\\s*(\\d+)(?:\\(\\S*\\))?\\] (\\S*) ([EX]) (.*)");
    private static final Pattern RESULT = Pattern.compile(
            "(.*\\)) = (-?\\w+)(?: \\((0x[0-9a-f ]+)\\))?(?: errno=(\\d+)(?: \\([^)]*\\))?)?(?: \\([^()]*\\))?\\s*");
    /** A word and what gVisor says of it: {@code 0x3 /etc/passwd}, {@code 0xffffffffffffffff (bad FD)}. */
    private static final Pattern BAD = Pattern.compile(" \\(bad FD\\)");

    private static final Pattern BESIDE =
            Pattern.compile("\\b(0x[0-9a-f]+) (/[^,)]*|\\w+:\\[[^,)]*|\"[^\"]*\"|host:[^,)]*|anon[^,)]*)");

    private static final Pattern OCTAL = Pattern.compile("\\b0o([0-7]+)");
    /** Where the log's lines are JSON objects: what stands behind the message. */
    private static final Pattern BEHIND = Pattern.compile("\"(?:,\\s*\"\\w+\":.*)?\\}\\s*$");

    static boolean is(String line) {
        return LINE.matcher(line).matches();
    }

    @Override
    public Dialect dialect() {
        return Dialect.GVISOR;
    }

    @Override
    public @Nullable String strace(String line) {
        boolean object = line.startsWith("{");
        Matcher m = LINE.matcher(object ? BEHIND.matcher(line).replaceAll("").replace("\\\"", "\"") : line);
        if (!m.matches()) {
            return line;
        }
        if (m.group(4).equals("E")) {
            return null;
        }
        String task = m.group(2);
        Matcher r = RESULT.matcher(m.group(5));
        if (!r.matches()) {
            return task + " " + m.group(5);
        }
        String plain = OCTAL.matcher(r.group(1)).replaceAll("0$1").replace("AT_FDCWD /", "AT_FDCWD");
        String call = BESIDE.matcher(BAD.matcher(plain).replaceAll("")).replaceAll("$1");
        String hex = r.group(3) == null ? r.group(2) : r.group(3).replace(" ", "");
        String result = r.group(4) == null ? hex : "-1 (errno " + r.group(4) + ")";
        return task + " " + call + " = " + result;
    }
}
