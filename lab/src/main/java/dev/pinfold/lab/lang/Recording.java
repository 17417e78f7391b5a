package dev.pinfold.lab.lang;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import java.util.List;
import java.util.Locale;

/** Tells a log that strace recorded from a workload that somebody wrote. */
final class Recording {
    private Recording() {}

    /**
     * Says whether a file is a recorded log: it holds nothing that strace could not print. Set-up calls may stand above
     * a log; a name, a task's word, a section, an alternative or a load is somebody's own.
     */
    static boolean is(List<Entry> entries) {
        boolean calls = false;
        for (Entry entry : entries) {
            if (!entry.task().isEmpty() && !Cursor.isDigit(entry.task().charAt(0))) {
                return false;
            }
            if (entry instanceof Entry.Call call) {
                boolean setup =
                        CallCatalogue.find(call.name()).map(CallSpec::words).orElse(false);
                if (!setup && !couldBePrinted(call)) {
                    return false;
                }
                calls |= !setup;
            }
        }
        return calls;
    }

    private static boolean couldBePrinted(Entry.Call call) {
        if (call.section() != 0 || !Syscalls.has(call.name())) {
            return false;
        }
        if (call.arguments().stream().anyMatch(Recording::ownName)) {
            return false;
        }
        return call.result()
                .map(r -> r.outcomes().size() == 1 && r.outcomes().stream().noneMatch(Recording::own))
                .orElse(true);
    }

    private static boolean own(Expectation.Outcome outcome) {
        return switch (outcome) {
            case Expectation.Fault f -> true;
            case Expectation.Values v ->
                v.slots().size() > 1
                        || v.slots().stream()
                                .anyMatch(s -> !s.binds().isEmpty()
                                        || s.equals().stream().anyMatch(Recording::ownName));
            default -> false;
        };
    }

    /** Says whether an argument is a name rather than something strace prints; structures hold words of strace's own. */
    private static boolean ownName(Expr expr) {
        return switch (Expr.plain(expr)) {
            case Expr.Name n -> !n.name().equals(n.name().toUpperCase(Locale.ROOT));
            case Expr.Index i -> true;
            case Expr.Binary b -> ownName(b.left()) || ownName(b.right());
            default -> false;
        };
    }

    /**
     * Refuses a log whose last line is cut short at or after the place of its result: strace always prints one, a whole
     * one, and the end of the line.
     */
    static void checkEnd(Source source, List<Entry> entries, boolean recorded) throws WorkloadException {
        if (!recorded
                || !(entries.getLast() instanceof Entry.Call call)
                || call.line() != source.count()
                || entries.stream().noneMatch(Recording::byStrace)) {
            return;
        }
        boolean whole = call.result()
                .map(r -> source.complete() || wholeResult(call, r))
                .orElse(false);
        if (!whole) {
            throw call.piece()
                    .error(
                            call.piece().text().length(),
                            "the end of the log",
                            (call.result().isEmpty() ? "\"= RESULT\", as strace prints it" : "the rest of the result")
                                    + " (is the log cut short?)");
        }
    }

    /** Says whether nothing shows that strace recorded a file, though it could have: then the file's name decides. */
    static boolean couldBeWritten(List<Entry> entries) {
        return entries.stream().noneMatch(Recording::byStrace);
    }

    /** Says whether an entry looks like strace's own rather than somebody's: a number for the task, or a call of no concern. */
    private static boolean byStrace(Entry entry) {
        return !entry.task().isEmpty()
                || entry instanceof Entry.Gone
                || entry instanceof Entry.Call call
                        && (call.name().equals("execve")
                                || CallCatalogue.find(call.name()).isEmpty());
    }

    /** Says whether a result that ends where the file does can be all of it: no "-1" without its error, no half address. */
    private static boolean wholeResult(Entry.Call call, Expectation result) {
        if (result.text().equals("-1")) {
            return false;
        }
        boolean address = List.of("mmap", "mremap", "brk").contains(call.name()) && !result.onlyFailures();
        if (address
                && result.outcomes().getFirst() instanceof Expectation.Values v
                && v.slots().getFirst().equals().getFirst() instanceof Expr.Num n) {
            return n.value() >= 0x10000 && (call.name().equals("brk") || n.value() % PAGE_SIZE == 0);
        }
        return true;
    }
}
