package dev.pinfold.lab.log.read;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.lang.CallCatalogue;
import dev.pinfold.lab.lang.CallSpec;
import dev.pinfold.lab.lang.Cursor;
import dev.pinfold.lab.lang.Entry;
import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.ExprReader;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.Piece;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.Syscalls;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Group;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one call, whose text may have others' in it. */
final class CallText {
    /** Calls about whose arguments strace prints contents and not addresses; their results are not compared. */
    private static final Set<String> OPAQUE =
            Set.of("process_vm_readv", "process_vm_writev", "process_madvise", "getrlimit", "setrlimit", "prlimit64");

    private static final Set<String> GIVE_ADDRESSES = Set.of("mmap", "mremap", "brk");
    /** Of user addresses, with five levels. */
    private static final int ADDRESS_BITS = 56;

    /** What may follow a result on a line that somebody wrote a remark on. */
    private static final String REMARKS = "#/<-*!.\u2190\u2014;|";

    private final Source source;

    CallText(Source source) {
        this.source = source;
    }

    /**
     * What was read of a text.
     *
     * @param call the call, with its result
     * @param clean whether nothing but a remark follows
     * @param known whether all arguments that matter are values, and the result one that the call can have
     */
    record Reading(Entry.Call call, boolean clean, boolean known) {}

    /** Returns the name of the call whose text begins at an index, or an empty string where none does. */
    static String nameAt(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) == '?') {
            end++;
        }
        if (end == at) {
            while (end < text.length() && Cursor.isNamePart(text.charAt(end))) {
                end++;
            }
            if (end == at || Cursor.isDigit(text.charAt(at))) {
                return "";
            }
        } else if (end - at < 3) {
            return "";
        }
        return end < text.length() && text.charAt(end) == '(' ? text.substring(at, end) : "";
    }

    /** Says whether a name is a call's: Linux's on x86-64, or one that strace did not know. */
    static boolean isCall(String name) {
        return Syscalls.has(name) || name.startsWith("???");
    }

    /** Says whether a call's result is compared. */
    static boolean judged(String name) {
        if (OPAQUE.contains(name)) {
            return false;
        }
        Optional<CallSpec> spec = CallCatalogue.find(name);
        return spec.isPresent()
                && (spec.get().group().equals("memory") || spec.get().group().equals("pkey"));
    }

    /**
     * Reads the call whose name stands at an index.
     *
     * @param strict whether each argument must be one that is understood
     * @return null where it has no end or no result
     */
    @Nullable
    Reading read(String text, int at, int begun, int line, String task, boolean strict) {
        String written = nameAt(text, at);
        if (written.isEmpty()) {
            return null;
        }
        String name = Syscalls.canonical(written);
        int open = at + written.length() + 1;
        if (name.equals("prctl") && (text.startsWith("PR_SET_THP_", open) || text.startsWith("PR_GET_THP_", open))) {
            name = Syscalls.PRCTL_THP; // The one option that is about memory here.
        }
        Cursor c = new Cursor(Piece.of(source, text, begun), open);
        boolean judged = judged(name);
        List<Expr> arguments;
        try {
            arguments = new ExprReader(c).arguments(!strict && !judged);
        } catch (WorkloadException e) {
            return null;
        }
        int end = c.at;
        Expectation result = ResultText.read(c);
        if (result == null) {
            return null;
        }
        Entry.Call call = new Entry.Call(begun, line, task, c.piece, at, end, name, arguments, Optional.of(result), 0);
        boolean known = !judged || fits(name, arguments, !written.equals(name)) && whole(call);
        return new Reading(call, clean(c) && arguments.stream().noneMatch(CallText::outputIn), known);
    }

    /** Says whether an argument is a number with somebody's output behind it. */
    private static boolean outputIn(Expr argument) {
        return argument instanceof Expr.Opaque o
                && !o.text().isEmpty()
                && Cursor.isDigit(o.text().charAt(0));
    }

    /** Says whether there are as many arguments as the call takes, and each is a value. */
    private static boolean fits(String name, List<Expr> arguments, boolean byNumber) {
        CallSpec spec = CallCatalogue.find(name).orElseThrow();
        int n = arguments.size();
        return n >= spec.least()
                && (n <= spec.most() || byNumber)
                && arguments.stream().allMatch(CallText::value);
    }

    /** Says whether a call's result is no address, or one that x86-64 has: else it is cut. */
    static boolean whole(Entry.Call call) {
        String name = call.name();
        Expectation result = call.result().orElseThrow();
        if (!GIVE_ADDRESSES.contains(name)
                || !(result.outcomes().getFirst() instanceof Expectation.Values v)
                || !(v.slots().getFirst().equals().getFirst() instanceof Expr.Num n)) {
            return true;
        }
        boolean whole = name.equals("brk") || n.value() % PAGE_SIZE == 0;
        return whole && n.value() >= 0 && n.value() < 1L << ADDRESS_BITS;
    }

    private static boolean value(Expr expr) {
        return switch (Expr.plain(expr)) {
            case Expr.Num n -> true;
            case Expr.Const c -> true;
            case Expr.Array a -> true;
            case Expr.Minus m -> value(m.value());
            case Expr.Binary b -> value(b.left()) && value(b.right());
            default -> false;
        };
    }

    private static boolean clean(Cursor c) {
        int at = c.at;
        while (at < c.text.length() && c.text.charAt(at) <= ' ') {
            at++;
        }
        return at == c.text.length() || at > c.at && REMARKS.indexOf(c.text.charAt(at)) >= 0;
    }

    /**
     * Returns where the end of a call begins on a line: its closing parenthesis, with a whole result and nothing else behind
     * it; -1 where there is none.
     */
    int close(String text, int from) {
        for (int at = text.lastIndexOf(')'); at >= from; at = text.lastIndexOf(')', at - 1)) {
            int next = at + 1;
            while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
                next++;
            }
            if (next < text.length() && text.charAt(next) == '=') {
                Cursor c = new Cursor(Piece.of(source, text, 1), next);
                return ResultText.read(c) != null && clean(c) ? at : -1;
            }
        }
        return -1;
    }

    /**
     * Returns how much of a call's beginning is the call's: to the end of the last argument that can be read. What follows is
     * somebody's output.
     */
    int whole(String head, int at) {
        Cursor c = new Cursor(Piece.of(source, head, 1), at + nameAt(head, at).length() + 1);
        ExprReader values = new ExprReader(c);
        int kept = c.at;
        while (true) {
            int start = c.at;
            try {
                c.blanks();
                start = c.at;
                if (c.atEnd()) {
                    return kept;
                }
                values.argument();
                kept = c.at;
                c.blanks();
            } catch (WorkloadException e) {
                int part = token(head, start);
                return part > start ? part : kept;
            }
            if (c.atEnd()) {
                return kept;
            }
            if (c.peek() != ',') {
                int part = token(head, start);
                return part > start && part < kept ? part : kept;
            }
            c.at++;
        }
    }

    /** Returns the end of the longest number or constant that a text begins with. */
    private static int token(String text, int from) {
        int end = from;
        while (end < text.length() && (Cursor.isNamePart(text.charAt(end)) || end == from && text.charAt(end) == '-')) {
            end++;
        }
        for (int i = end; i > from; i--) {
            String part = text.substring(from, i);
            if (part.equals("NULL") || Numbers.parse(part).isPresent() || Group.find(part) != null) {
                return i;
            }
        }
        return from;
    }
}
