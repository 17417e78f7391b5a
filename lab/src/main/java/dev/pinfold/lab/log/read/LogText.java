package dev.pinfold.lab.log.read;

import dev.pinfold.lab.lang.Cursor;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import java.util.regex.Pattern;

/** Tells a log from a workload, whatever stands around the log. */
public final class LogText {
    /** What tracers print and nobody writes into a workload. */
    private static final Pattern TRACED = Pattern.compile(
            ".*(?:\\+\\+\\+ (?:exited with|killed by) |<unfinished \\.\\.\\.>| resumed>"
                    + "|--- SIG[A-Z0-9]+ |/\\* \\d+ vars \\*/|strace\\.go:\\d+\\]|Process \\d+ attached|\\(\\s*\\d+\\.\\d+ ms\\): "
                    + "|\\) += -1 E[A-Z0-9]+ \\([A-Z]|\\) += \\? ?E?|\\) += 0x[0-9a-f]{6,}|process exit, rval = |\\bCALL +mmap\\(|\\[/\\* \\d+ vars).*");
    /** What only a workload has. */
    private static final Pattern WRITTEN = Pattern.compile(
            "\\s*(?:concurrently:|finally:|(?:\\w+ )?\\w+\\(.*\\)\\s*=\\s*(?!E[A-Z])[a-z_]\\w*(?:\\s*==.*)?\\s*(?:#.*)?"
                    + "|(?:[A-Za-z_]\\w* +)?(?:load|store|cas|fill|check|touch|exec|file)\\(.*)");

    private LogText() {}

    /**
     * Says whether a file is a log: it holds what only tracers print, and nothing that only a workload has; or, where neither
     * is so, it is no workload that can be read and holds calls with results.
     */
    public static boolean is(Source source) {
        boolean traced = false;
        int calls = 0;
        CallText text = new CallText(source);
        LinePrefix prefix = new LinePrefix();
        for (int i = 1; i <= source.count(); i++) {
            String line = source.line(i);
            prefix.scan(line, Cleaning.afterMarks(line));
            String name = CallText.nameAt(line, prefix.end);
            boolean call = !name.isEmpty() && CallText.isCall(name);
            if (!call && WRITTEN.matcher(line).matches()) {
                return false;
            }
            if (call && WRITTEN.matcher(line).matches() && ownName(line)) {
                return false;
            }
            traced |= traced(line);
            if (call && calls < 2 && text.read(line, prefix.end, i, i, "", false) != null) {
                calls++;
            }
            if (traced && calls > 1) {
                return true;
            }
        }
        return traced || calls > 0 && !source.isWorkload() && !workload(source);
    }

    private static boolean ownName(String line) {
        int equals = line.lastIndexOf('=');
        int at = equals + 1;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at < line.length() && Cursor.startsName(line.charAt(at));
    }

    private static boolean traced(String line) {
        boolean perhaps = line.indexOf("= ") >= 0
                || line.indexOf("<unf") >= 0
                || line.indexOf("resumed>") >= 0
                || line.indexOf("+++") >= 0
                || line.indexOf("---") >= 0
                || line.indexOf("attached") >= 0
                || line.indexOf("strace.go") >= 0
                || line.indexOf(" ms): ") >= 0
                || line.indexOf("CALL") >= 0;
        return perhaps && TRACED.matcher(line).matches();
    }

    private static boolean workload(Source source) {
        try {
            return !Workload.of(source).recorded();
        } catch (WorkloadException e) {
            return false;
        }
    }
}
