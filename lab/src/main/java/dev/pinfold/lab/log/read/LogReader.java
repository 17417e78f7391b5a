package dev.pinfold.lab.log.read;

import dev.pinfold.lab.lang.Entry;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line: finds calls and events, joins calls that stand on several lines, and sorts what is left. */
public final class LogReader {
    private static final String UNFINISHED = "<unfinished ...>";
    /** What strace says in the middle of a line, to its end. */
    private static final Pattern INTERRUPTION = Pattern.compile(
            "(?:strace: )?Process \\d+ (?:attached|detached|suspended|resumed)(?: - interrupt to quit| \\(.*\\))?\\s*$");
    /** A call that has no end after so many lines has none. */
    private static final int LONGEST = 4096;

    /** A call's beginning whose end has not been found yet. */
    private static final class Open {
        final String text;
        final int at;
        final int line;
        final String task;
        /** Whether it is the second half of a call that strace printed in two. */
        final boolean resumed;

        final List<String> between = new ArrayList<>();

        Open(String text, int at, int line, String task, boolean resumed) {
            this.text = text;
            this.at = at;
            this.line = line;
            this.task = task;
            this.resumed = resumed;
        }
    }

    /** The first half of a call that strace printed in two. */
    private record Begun(String text, int at, int line, String name) {}

    private final Source source;
    private final CallText calls;
    private final EventText events;
    private final Foreign foreign;
    private final LinePrefix prefix = new LinePrefix();
    private final List<LogParts> logs = new ArrayList<>();
    private final Map<String, Begun> begun = new HashMap<>();
    private final Surroundings surroundings = new Surroundings();
    private LogParts log = new LogParts();
    private @Nullable Open open;
    private boolean numbered;

    private LogReader(Source source) {
        this.source = source;
        this.calls = new CallText(source);
        this.events = new EventText(source);
        this.foreign = new Foreign(source);
        logs.add(log);
    }

    /**
     * Reads a file that holds one log or several.
     *
     * @throws WorkloadException where it is a log of another system or architecture, or there is no call in it
     */
    public static List<Log> read(Source source) throws WorkloadException {
        LogReader reader = new LogReader(source);
        Translation dialect = Translation.of(source);
        reader.log.dialect = dialect.dialect();
        reader.numbered = numbered(source);
        for (int line = 1; line <= source.count(); line++) {
            for (String part : Cleaning.parts(source.line(line))) {
                reader.line(line, dialect.strace(part));
            }
        }
        reader.giveUp();
        reader.cutOff();
        reader.foreign.check(reader.logs);
        return reader.finish();
    }

    /**
     * Reads the files of one program's tasks, as {@code strace -ff} writes them, as one log.
     *
     * @param name what the log is called
     * @param files named with the task's number behind the last dot
     * @throws WorkloadException as {@link #read(Source)}
     */
    public static List<Log> readTogether(String name, List<Source> files) throws WorkloadException {
        TasksFiles together = TasksFiles.of(name, files);
        return read(together.merged()).stream().map(together::placed).toList();
    }

    private List<Log> finish() throws WorkloadException {
        List<LogParts> whole = logs.stream()
                .filter(p -> p.entries.stream().anyMatch(Entry.Call.class::isInstance))
                .toList();
        if (whole.isEmpty()) {
            throw source.error(
                    Math.max(1, source.count()), 1, "a file without any call", "a workload, or the output of strace");
        }
        List<Log> made = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            String which = whole.size() > 1 ? " (log " + (i + 1) + " of " + whole.size() + ")" : "";
            made.add(whole.get(i).log(source.name() + which));
        }
        return made;
    }

    /** Says whether each line begins with its number, as listings have it. */
    private static boolean numbered(Source source) {
        LinePrefix prefix = new LinePrefix();
        long last = -1;
        int rising = 0;
        for (int line = 1; line <= source.count() && line < 64; line++) {
            String text = source.line(line);
            prefix.scan(text, Cleaning.afterMarks(text));
            if (prefix.column) {
                long number = Long.parseLong(prefix.task);
                if (last >= 0 && number != last + 1) {
                    return false;
                }
                rising += last >= 0 ? 1 : 0;
                last = number;
            }
        }
        return rising >= 2;
    }

    private void line(int number, @Nullable String translated) {
        if (translated == null) {
            log.passed(PassedKind.OTHER_DIALECT, number, source.line(number));
            return;
        }
        String text = translated;
        if (surroundings.inSummary(text)) {
            log.passed(PassedKind.SUMMARY, number, text);
            return;
        }
        int interruption = text.contains("Process ") ? interruption(text) : -1;
        if (interruption >= 0) {
            String said = text.substring(interruption);
            foreign.notice(said);
            log.passed(PassedKind.NOTICE, number, said);
            if (said.contains("attached")) {
                log.attached(number, said);
            }
            text = text.substring(0, interruption);
        }
        if (text.isBlank()) {
            return;
        }
        int start = Cleaning.afterMarks(text);
        if (Surroundings.stack(text)) {
            log.passed(PassedKind.STACK, number, text);
        } else if (!found(number, text, start) && !ends(number, text) && !begins(number, text, start)) {
            other(number, text);
        }
    }

    private static int interruption(String text) {
        var matcher = INTERRUPTION.matcher(text);
        return matcher.find() ? matcher.start() : -1;
    }

    private String task() {
        return prefix.column && numbered ? "" : prefix.task;
    }

    // ---- a whole event

    /** Takes a line that is one whole event from its start. */
    private boolean found(int number, String text, int start) {
        prefix.scan(text, start);
        return whole(number, text, prefix.end, false);
    }

    private boolean whole(int number, String text, int at, boolean amid) {
        if (text.startsWith("<...", at)) {
            return resumed(number, text, at);
        }
        Entry event = events.read(text, at, number, task());
        if (event != null) {
            giveUp();
            if (event instanceof Entry.Superseded s) {
                Begun call = begun.remove(s.by());
                if (call != null) {
                    begun.put(task(), call);
                }
            }
            if (event instanceof Entry.Gone) {
                lost(begun.remove(task()));
            }
            add(event);
            return true;
        }
        String name = CallText.nameAt(text, at);
        if (name.isEmpty()) {
            return false;
        }
        if (!CallText.isCall(name)) {
            foreign.call(name, number);
            return false;
        }
        int unfinished = unfinished(text, at);
        if (unfinished >= 0) {
            giveUp();
            lost(begun.put(task(), new Begun(text.substring(0, unfinished), at, number, name)));
            return true;
        }
        if (text.contains(UNFINISHED + ")")) {
            giveUp();
            log.passed(PassedKind.CUT, number, text); // Killed inside the call: nothing is known of what it did.
            return true;
        }
        CallText.Reading read = calls.read(text, at, number, number, task(), false);
        if (read == null || !read.clean() && (amid || !likelyAnnotated(text, read))) {
            return false;
        }
        if (open != null && !amid && !read.clean()) {
            return false;
        }
        giveUp();
        take(read, number);
        return true;
    }

    /** Says whether a line that goes on after its result is still a line of strace's, with somebody's words behind it. */
    private static boolean likelyAnnotated(String text, CallText.Reading read) {
        return CallText.judged(read.call().name()) && read.known() && text.indexOf('`') < 0;
    }

    private static int unfinished(String text, int from) {
        String trimmed = text.stripTrailing();
        boolean cut = trimmed.endsWith(UNFINISHED)
                || trimmed.endsWith("<detached ...>")
                || trimmed.endsWith(" ...>") && trimmed.contains("<pid changed to ");
        int at = cut ? trimmed.lastIndexOf('<') : -1;
        return at > from ? trimmed.substring(0, at).stripTrailing().length() : -1;
    }

    private void take(CallText.Reading read, int number) {
        Entry.Call call = read.call();
        foreign.call(call);
        if (foreign.otherMode(call.task())) {
            log.passed(PassedKind.OTHER_MODE, number, call.piece().text());
            return;
        }
        if (!read.known()) {
            PassedKind kind = CallText.whole(call) ? PassedKind.UNREADABLE : PassedKind.CUT;
            log.passed(kind, number, call.piece().text().substring(call.at()));
            log.gap(number, call.task());
            return;
        }
        add(call);
    }

    private void add(Entry entry) {
        if (entry instanceof Entry.Call call && log.begins(call, surroundings.broke())) {
            for (Begun left : begun.values()) {
                lost(left);
            }
            begun.clear();
            Dialect dialect = log.dialect;
            log = new LogParts();
            log.dialect = dialect;
            logs.add(log);
        }
        surroundings.event();
        log.add(entry);
    }

    /** Notes a call of which only the beginning is known. */
    private void lost(@Nullable Begun call) {
        if (call != null) {
            log.passed(PassedKind.CUT, call.line(), call.text());
            if (CallText.judged(call.name())) {
                log.gap(call.line(), "");
            }
        }
    }

    // ---- a call in two halves

    private boolean resumed(int number, String text, int at) {
        int end = text.indexOf("resumed>", at);
        String name = end < 0 ? "" : text.substring(at + 4, end).strip();
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            return false;
        }
        giveUp();
        String task = task();
        Begun head = begun.remove(task);
        head = head == null ? underOtherName(task, name) : head;
        String tail = text.substring(end + "resumed>".length());
        if (head == null || !head.name().equals(name)) {
            lost(head);
            orphan(number, task, name, tail, text);
            return true;
        }
        if (tail.contains(UNFINISHED + ")")) {
            log.passed(PassedKind.CUT, number, text);
            return true;
        }
        int again = unfinished(tail, 0);
        String joined = head.text() + (again >= 0 ? tail.substring(0, again) : tail);
        if (again >= 0) {
            begun.put(task, new Begun(joined, head.at(), head.line(), name));
            return true;
        }
        CallText.Reading read = calls.read(joined, head.at(), head.line(), number, task, false);
        if (read != null && read.clean()) {
            take(read, number);
        } else {
            open = new Open(joined, head.at(), head.line(), task, true);
            int close = calls.close(joined, head.at());
            if (close >= 0) {
                join(number, joined.substring(close), joined.substring(0, close));
            }
        }
        return true;
    }

    /** The end of a call whose beginning is not in the log: what it mapped is there now. */
    private void orphan(int number, String task, String name, String tail, String text) {
        log.passed(PassedKind.CUT, number, text);
        boolean maps = name.equals("mmap") || name.equals("mremap");
        if (maps || CallText.judged(name)) {
            CallText.Reading read = maps ? calls.read("brk(" + tail.strip(), 0, number, number, task, false) : null;
            log.orphan(number, task, read == null ? 0 : EventText.word(read.call()));
        }
    }

    /** Finds the beginning where strace named the task once and not the other time: it does not while there is one. */
    private @Nullable Begun underOtherName(String task, String call) {
        for (Map.Entry<String, Begun> e : begun.entrySet()) {
            if ((task.isEmpty() || e.getKey().isEmpty()) && e.getValue().name().equals(call)) {
                return begun.remove(e.getKey());
            }
        }
        return null;
    }

    // ---- a call with others' text in it

    private boolean begins(int number, String text, int start) {
        prefix.scan(text, start);
        int at = prefix.end;
        String name = CallText.nameAt(text, at);
        if (name.isEmpty() || !CallText.isCall(name)) {
            return amid(number, text, start);
        }
        int close = calls.close(text, at);
        if (close > 0) {
            giveUp();
            open = new Open(text.substring(0, close), at, number, task(), false);
            if (join(number, text.substring(close), text.substring(0, close))) {
                return true;
            }
            open = null;
            return amid(number, text, start);
        }
        if (open != null && !opens(text, at, name)) {
            return false;
        }
        giveUp();
        open = new Open(text, at, number, task(), false);
        return true;
    }

    /** Says whether a line that looks like a beginning, amid another call, is one rather than output. */
    private static boolean opens(String text, int at, String name) {
        char next = at + name.length() + 1 < text.length() ? text.charAt(at + name.length() + 1) : 0;
        return next == '"' || next == '0' || next == 'N' || Character.isDigit(next);
    }

    /** Takes an event that stands behind somebody's output on the same line. */
    private boolean amid(int number, String text, int start) {
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean candidate = c == '(' || text.startsWith("+++ ", at) || text.startsWith("<... ", at);
            if (!candidate) {
                continue;
            }
            int head = at;
            while (c == '(' && head > start && nameChar(text.charAt(head - 1))) {
                head--;
            }
            boolean call = c != '(' || head < at && CallText.isCall(text.substring(head, at));
            if (!call || head == start || ".>/-".indexOf(text.charAt(head - 1)) >= 0) {
                continue;
            }
            int from = prefixBefore(text, start, head);
            if (whole(number, text, head, true)) {
                String before = text.substring(0, from);
                if (!before.isBlank()) {
                    log.passed(surroundings.before(before), number, before.strip());
                }
                return true;
            }
        }
        return false;
    }

    private static boolean nameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    /** Returns where the prefix of an event begins that ends at an index, and leaves it read. */
    private int prefixBefore(String text, int start, int head) {
        for (int from = Math.max(start, head - 64); from < head; from++) {
            char before = from == 0 ? ' ' : text.charAt(from - 1);
            char c = text.charAt(from);
            if ((c == '[' || Character.isDigit(c)) && !Character.isLetterOrDigit(before)) {
                prefix.scan(text, from);
                if (prefix.end == head && !prefix.column) {
                    return from;
                }
            }
        }
        prefix.scan(text, head);
        return head;
    }

    /** Takes a line that ends the call which is open. */
    private boolean ends(int number, String text) {
        Open head = open;
        if (head == null) {
            return false;
        }
        int unfinished =
                text.strip().startsWith("<unfinished ...>") || text.strip().startsWith("<detached ...>") ? 0 : -1;
        if (unfinished == 0) {
            open = null;
            outputs(head);
            begun.put(head.task, new Begun(head.text, head.at, head.line, CallText.nameAt(head.text, head.at)));
            return true;
        }
        int close = calls.close(text, 0);
        if (close >= 0 && join(number, text.substring(close), text.substring(0, close))) {
            return true;
        }
        return false;
    }

    /**
     * Makes one call of a beginning and an end.
     *
     * @param tail from the closing parenthesis
     * @param before what stands before it on its line
     */
    private boolean join(int number, String tail, String before) {
        Open head = Objects.requireNonNull(open);
        boolean sameLine = head.line == number && head.text.equals(before) || head.resumed && head.text.equals(before);
        String end = sameLine ? "" : before;
        CallText.Reading read = null;
        List<String> output = new ArrayList<>(head.between);
        if (!end.isBlank()) {
            // The call goes on there: cut by a terminal, a mail or by output in its middle.
            read = strict(head, head.text + " " + end.strip() + tail, number);
            if (read == null && !head.between.isEmpty()) {
                read = strict(
                        head, head.text + " " + String.join(" ", head.between) + " " + end.strip() + tail, number);
                if (read != null) {
                    output.clear();
                }
            }
        }
        if (read == null) {
            String kept = head.text.substring(0, calls.whole(head.text, head.at));
            read = calls.read(kept + tail, head.at, head.line, number, head.task, false);
            boolean fits = read != null && read.clean() && read.known();
            if (fits) {
                String rest = head.text.substring(kept.length());
                if (!rest.isBlank()) {
                    output.addFirst(rest.strip());
                }
                if (!end.isBlank()) {
                    output.add(end);
                }
            } else {
                read = calls.read(head.text + " " + end.strip() + tail, head.at, head.line, number, head.task, false);
            }
        }
        if (read == null || !read.clean()) {
            return false;
        }
        open = null;
        for (int i = 0; i < output.size(); i++) {
            log.passed(PassedKind.OUTPUT, Math.min(number, head.line + i), output.get(i));
        }
        take(read, number);
        return true;
    }

    private CallText.@Nullable Reading strict(Open head, String text, int number) {
        CallText.Reading read = calls.read(text, head.at, head.line, number, head.task, true);
        return read != null && read.clean() && read.known() ? read : null;
    }

    private void outputs(Open head) {
        for (int i = 0; i < head.between.size(); i++) {
            log.passed(PassedKind.OUTPUT, head.line + 1 + i, head.between.get(i));
        }
    }

    /** Says of the call that is open that its end will not come. */
    private void giveUp() {
        Open head = open;
        if (head == null) {
            return;
        }
        open = null;
        String name = CallText.nameAt(head.text, head.at);
        boolean cut = head.resumed || log.started() && calls.whole(head.text, head.at) > head.at + name.length() + 1;
        if (cut) {
            foreign.other(head.text, head.line);
            log.passed(PassedKind.CUT, head.line, head.text);
            if (CallText.judged(name)) {
                log.gap(head.line, head.task);
            }
        } else {
            classify(head.line, head.text);
        }
        for (int i = 0; i < head.between.size(); i++) {
            classify(head.line + 1 + i, head.between.get(i));
        }
    }

    /** What strace had begun when the file ended. */
    private void cutOff() {
        begun.values().forEach(this::lost);
        log.checkEnd(source);
    }

    // ---- what is no event

    private void other(int number, String text) {
        Open head = open;
        if (head != null && head.between.size() < LONGEST && !surroundings.certain(text)) {
            head.between.add(text);
            return;
        }
        giveUp();
        classify(number, text);
    }

    private void classify(int number, String text) {
        foreign.other(text, number);
        PassedKind kind = surroundings.kind(text);
        log.passed(kind, number, text);
        if (kind == PassedKind.LEFT_OUT) {
            log.gap(number, "");
        }
        log.command(number, text, kind);
    }
}
