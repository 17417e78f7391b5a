package dev.pinfold.lab.log.read;

import dev.pinfold.lab.lang.Cursor;
import dev.pinfold.lab.lang.Entry;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.ExprReader;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.Piece;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lines on which strace tells of a task's end and of signals. */
final class EventText {
    private static final Pattern EXITED = Pattern.compile("\\+\\+\\+ exited with (\\d+) \\+\\+\\+.*");
    private static final Pattern KILLED =
            Pattern.compile("\\+\\+\\+ killed by (\\w+)(?: \\(core dumped\\))? \\+\\+\\+.*");
    private static final Pattern SUPERSEDED =
            Pattern.compile("\\+\\+\\+ superseded by execve in pid (\\d+) \\+\\+\\+.*");
    /** Old ones have no structure: {@code --- SIGSEGV (Segmentation fault) @ 0 (0) ---}. */
    private static final Pattern SIGNAL = Pattern.compile("--- (?:stopped by )?(SIG\\w+)\\b(.*)---.*");

    private static final Pattern AT = Pattern.compile("@ (?:0x)?[0-9a-f]+ \\((?:0x)?([0-9a-f]+)\\)");

    private final Source source;

    EventText(Source source) {
        this.source = source;
    }

    /** Reads the event that stands at an index; null where none does. */
    @Nullable
    Entry read(String text, int at, int line, String task) {
        if (text.startsWith("+++ ", at)) {
            return gone(text.substring(at), line, task);
        }
        return text.startsWith("--- ", at) ? signal(text.substring(at), line, task) : null;
    }

    private @Nullable Entry gone(String text, int line, String task) {
        Piece piece = Piece.of(source, text, line);
        Matcher exited = EXITED.matcher(text);
        if (exited.matches()) {
            int status = (int) Numbers.parse(exited.group(1)).orElse(0);
            return new Entry.Gone(line, task, piece, status, "", 0);
        }
        Matcher killed = KILLED.matcher(text);
        if (killed.matches()) {
            return new Entry.Gone(line, task, piece, 0, killed.group(1), 0);
        }
        Matcher superseded = SUPERSEDED.matcher(text);
        return superseded.matches() ? new Entry.Superseded(line, task, piece, superseded.group(1)) : null;
    }

    private @Nullable Entry signal(String text, int line, String task) {
        Matcher signal = SIGNAL.matcher(text);
        if (!signal.matches()) {
            return null;
        }
        Piece piece = Piece.of(source, text, line);
        String code = "";
        long address = 0;
        int brace = text.indexOf('{');
        Matcher old = AT.matcher(text);
        if (brace >= 0) {
            Expr info = structure(piece, brace);
            code = Expr.member(info, "si_code").map(EventText::name).orElse("");
            address = Expr.member(info, "si_addr")
                    .map(e -> e instanceof Expr.Num n ? n.value() : 0L)
                    .orElse(0L);
        } else if (old.find()) {
            address = Long.parseUnsignedLong(old.group(1), 16);
        }
        return new Entry.Signal(line, task, piece, signal.group(1), code, address, 0);
    }

    private static Expr structure(Piece piece, int at) {
        try {
            return new ExprReader(new Cursor(piece, at)).value();
        } catch (WorkloadException e) {
            return new Expr.Ellipsis(at);
        }
    }

    private static String name(Expr expr) {
        return switch (expr) {
            case Expr.Const k -> k.name();
            case Expr.Name n -> n.name();
            default -> "";
        };
    }

    /** Returns the word that a call gave, or 0 where it failed. */
    static long word(Entry.Call call) {
        Expectation.Outcome outcome = call.result().orElseThrow().outcomes().getFirst();
        OptionalLong word = outcome instanceof Expectation.Values v
                        && v.slots().getFirst().equals().getFirst() instanceof Expr.Num n
                ? OptionalLong.of(n.value())
                : OptionalLong.empty();
        return word.orElse(0);
    }
}
