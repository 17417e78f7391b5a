package dev.pinfold.lab.lang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads all lines of a file into entries, joins the calls that strace printed in two pieces, and keeps the sections. */
final class FileReader {
    /** The beginning of a call whose end stands on a later line. */
    private record Begun(Piece piece, int at, int length, String name) {}

    private static final String UNFINISHED = "<unfinished ...>";

    private final Source source;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Begun> begun = new HashMap<>();
    /** 0 from the start, 1 from {@code concurrently:}, 2 from {@code finally:}. */
    private int section;

    private boolean summary;
    /** A call in whose middle strace told of a new process; the next line goes on with it. */
    private @Nullable Begun interrupted;

    private String interruptedTask = "";

    private FileReader(Source source) {
        this.source = source;
    }

    static List<Entry> read(Source source) throws WorkloadException {
        FileReader reader = new FileReader(source);
        for (int line = 1; line <= source.count() && !reader.summary; line++) {
            try {
                reader.line(line);
            } catch (WorkloadException e) {
                throw line < source.count() ? e : reader.atTheEnd(e);
            }
        }
        return reader.entries;
    }

    /** Says of an error on the last line that it may come from a file cut short, where it looks like that. */
    private WorkloadException atTheEnd(WorkloadException e) {
        boolean cut = !source.complete()
                || e.found().equals("the end of the line")
                || e.found().startsWith("a string that does not end");
        return cut && e.line() == source.count()
                ? source.error(e.line(), e.column(), e.found(), e.expected() + "; is the file cut short here?")
                : e;
    }

    private void line(int number) throws WorkloadException {
        Piece piece = Piece.whole(source, number);
        String text = piece.text();
        if (interrupted != null) {
            goOn(number, text);
            return;
        }
        if (noise(text)) {
            return;
        }
        int attached = text.indexOf("strace: Process ");
        if (attached > 0 && text.endsWith(" attached")) {
            Cursor c = new Cursor(piece, 0);
            String task = Prefix.read(c);
            int start = c.at;
            interruptedTask = task;
            interrupted = new Begun(piece, start, attached, callName(c));
            return;
        }
        Cursor c = new Cursor(piece, 0);
        String task = Prefix.read(c);
        if (c.looking("<...")) {
            resumed(number, task, c);
        } else if (c.looking("+++")) {
            entries.add(gone(number, task, c));
        } else if (c.looking("---")) {
            signal(number, task, c);
        } else if (!sectionHead(task, c)) {
            call(number, task, c);
        }
    }

    /** Goes on with a call in whose middle strace said "Process N attached". */
    private void goOn(int number, String text) throws WorkloadException {
        Begun head = Objects.requireNonNull(interrupted);
        interrupted = null;
        if (text.strip().equals(UNFINISHED)) {
            begun.put(interruptedTask, head);
            return;
        }
        Piece joined = head.piece().join(head.length(), number, 0);
        int first = head.piece().line();
        entries.add(
                new CallReader(new Cursor(joined, head.at())).read(first, number, interruptedTask, head.at(), section));
    }

    /** Says whether a line means nothing: a comment, or what strace tells of itself. */
    private boolean noise(String text) {
        String line = text.strip();
        if (line.startsWith("% time ")) {
            summary = true;
        }
        return line.isEmpty()
                || line.startsWith("#")
                || line.startsWith("strace: ")
                || line.startsWith("[ Process PID=")
                || text.startsWith(" > ")
                || summary;
    }

    private boolean sectionHead(String task, Cursor c) throws WorkloadException {
        int start = c.at;
        String word = c.name();
        boolean head = word.equals("concurrently") || word.equals("finally");
        if (!task.isEmpty() || !head || c.peek() != ':') {
            c.at = start;
            return false;
        }
        int next = word.equals("finally") ? 2 : 1;
        if (next <= section) {
            throw c.piece.error(
                    start,
                    "\"" + word + ":\"",
                    next == section ? "that section once only" : "\"concurrently:\" before \"finally:\"");
        }
        if (next == 2 && section == 0) {
            throw c.piece.error(start, "\"finally:\"", "a section \"concurrently:\" before it");
        }
        c.at++;
        c.blanks();
        if (!c.atEnd() && c.peek() != '#') {
            throw c.error("the end of the line after \"" + word + ":\"");
        }
        section = next;
        return true;
    }

    private void call(int number, String task, Cursor c) throws WorkloadException {
        String text = c.text;
        String whole = text.stripTrailing();
        int start = c.at;
        String name = callName(c);
        boolean open = c.peek() == '(';
        if (!name.isEmpty() && open && (whole.endsWith(UNFINISHED) || whole.endsWith("<detached ...>"))) {
            int length = whole.lastIndexOf('<');
            begun.put(
                    task,
                    new Begun(
                            c.piece,
                            start,
                            whole.substring(0, length).stripTrailing().length(),
                            name));
            return;
        }
        if (open && text.contains(UNFINISHED + ")")) {
            // The task was killed inside the call; strace says "= ?" and nothing is known of what it did.
            return;
        }
        c.at = start;
        if (name.isEmpty()) {
            throw c.error("a call, such as mmap(…), after an optional task");
        }
        entries.add(new CallReader(c).read(number, number, task, start, section));
    }

    private static String callName(Cursor c) {
        return c.looking("????(") || c.looking("???(") ? unknownName(c) : c.name();
    }

    private static String unknownName(Cursor c) {
        while (c.peek() == '?') {
            c.at++;
        }
        return "syscall_0x";
    }

    private void resumed(int number, String task, Cursor c) throws WorkloadException {
        int start = c.at;
        c.at += "<...".length();
        c.blanks();
        int nameAt = c.at;
        String name = callName(c);
        c.blanks();
        if (name.isEmpty() || !c.take("resumed>")) {
            throw c.error("\"<... CALL resumed>\"");
        }
        Begun head = begun.remove(task);
        if (head == null) {
            head = underOtherName(task, name);
        }
        if (head == null) {
            if (Syscalls.has(name) && CallCatalogue.find(name).isEmpty()) {
                // A log of a program that strace joined late may begin so; what it did is of no concern here.
                return;
            }
            throw c.piece.error(
                    start,
                    "\"<... " + name + " resumed>\"",
                    "the line \"" + name + "(… <unfinished ...>\" of the same task before it");
        }
        if (!head.name().equals(name)) {
            throw c.piece.error(
                    nameAt,
                    "\"" + name + "\"",
                    "\"" + head.name() + "\", which this task began on line "
                            + head.piece().line());
        }
        if (c.text.contains(UNFINISHED + ")")) {
            return;
        }
        Piece joined = head.piece().join(head.length(), number, c.at);
        entries.add(new CallReader(new Cursor(joined, head.at()))
                .read(head.piece().line(), number, task, head.at(), section));
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

    private Entry gone(int number, String task, Cursor c) throws WorkloadException {
        int start = c.at;
        c.at += 3;
        c.blanks();
        if (c.take("exited with ")) {
            Expr status = new ExprReader(c).value();
            c.blanks();
            if (status instanceof Expr.Num n && c.take("+++")) {
                return new Entry.Gone(number, task, c.piece, (int) n.value(), "", section);
            }
        } else if (c.take("killed by ")) {
            String signal = c.name();
            c.blanks();
            c.take("(core dumped)");
            c.blanks();
            if (!signal.isEmpty() && c.take("+++")) {
                return new Entry.Gone(number, task, c.piece, 0, signal, section);
            }
        } else if (c.take("superseded by execve in pid ")) {
            String by = c.alphanumeric();
            c.blanks();
            if (c.take("+++")) {
                Begun call = begun.remove(by);
                if (call != null) {
                    begun.put(task, call);
                }
                return new Entry.Superseded(number, task, c.piece, by);
            }
        }
        c.at = c.atEnd() ? c.at : Math.max(start, c.at);
        throw c.error("\"+++ exited with N +++\" or \"+++ killed by SIGNAL +++\"");
    }

    private void signal(int number, String task, Cursor c) throws WorkloadException {
        c.at += 3;
        c.blanks();
        if (c.take("stopped by ")) {
            c.name();
        }
        String signal = c.name();
        c.blanks();
        String code = "";
        long address = 0;
        if (c.peek() == '{') {
            int at = c.at;
            int end = c.text.lastIndexOf("---");
            Expr info = new Expr.Ellipsis(at);
            try {
                info = new ExprReader(c).value();
            } catch (WorkloadException e) {
                if (end <= at) {
                    throw e;
                }
                c.at = end;
            }
            code = Expr.member(info, "si_code").map(FileReader::nameOf).orElse("");
            address = Expr.member(info, "si_addr")
                    .map(e -> e instanceof Expr.Num n ? n.value() : 0L)
                    .orElse(0L);
        }
        c.blanks();
        if (!c.take("---")) {
            throw c.error("\"--- SIGNAL {…} ---\"");
        }
        entries.add(new Entry.Signal(number, task, c.piece, signal, code, address, section));
    }

    private static String nameOf(Expr expr) {
        return switch (expr) {
            case Expr.Const k -> k.name();
            case Expr.Name n -> n.name();
            default -> "";
        };
    }

    /** Reads one call whose text is whole. */
    private static final class CallReader {
        private final Cursor c;

        CallReader(Cursor cursor) {
            this.c = cursor;
        }

        Entry.Call read(int begun, int line, String task, int start, int section) throws WorkloadException {
            c.at = start;
            String written = callName(c);
            String name = Syscalls.canonical(written);
            if (name.equals("prctl") && c.text.substring(c.at).matches("\\(\\s*PR_[GS]ET_THP_DISABLE\\b.*")) {
                name = Syscalls.PRCTL_THP; // The one option that is about memory here.
            }
            Optional<CallSpec> spec = CallCatalogue.find(name);
            if (c.peek() != '(') {
                throw known(name, spec) ? c.error("\"(\" after the call's name") : unknown(start, written, c.found());
            }
            if (!known(name, spec)) {
                throw unknown(start, written, "");
            }
            c.at++;
            int open = c.at;
            List<Expr> arguments;
            if (spec.isPresent() && spec.get().words()) {
                arguments = new WordReader(c).arguments();
            } else if (spec.isPresent()) {
                arguments = new ExprReader(c).arguments(false);
            } else {
                arguments = passOver(open);
            }
            int end = c.at;
            Optional<Expectation> result = new ResultReader(c).read();
            return new Entry.Call(begun, line, task, c.piece, start, end, name, arguments, result, section);
        }

        private static boolean known(String name, Optional<CallSpec> spec) {
            return spec.isPresent() || Syscalls.has(name);
        }

        /** Reads the arguments of a call that concerns nobody here, or, where they are strange, only their end. */
        private List<Expr> passOver(int open) throws WorkloadException {
            try {
                return new ExprReader(c).arguments(true);
            } catch (WorkloadException e) {
                c.at = open;
                if (!c.skipTo(")")) {
                    throw e;
                }
                c.at++;
                return List.of();
            }
        }

        private WorkloadException unknown(int start, String name, String next) {
            String nearest = Syscalls.nearest(name, CallCatalogue.names());
            String hint = nearest.isEmpty() ? "" : " (" + nearest + "?)";
            if (!next.isEmpty()) {
                return c.piece.error(start, "\"" + name + "\"", "a call, such as mmap(…), after an optional task");
            }
            return c.piece.error(
                    start,
                    "the call \"" + name + "\"",
                    "a Linux system call or a call of the workload language" + hint);
        }
    }
}
