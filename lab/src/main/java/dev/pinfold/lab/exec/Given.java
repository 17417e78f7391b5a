package dev.pinfold.lab.exec;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.lab.exec.StepOutcome.Disagreement;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.WorkloadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a call wrote into its arguments with what the line states there. */
public final class Given {
    private Given() {}

    /** Compares bit 0 of each byte of {@code mincore}'s vector with a list such as {@code [1, 0]}. */
    public static List<Disagreement> residency(Arguments a, int index, byte[] vector)
            throws WorkloadException, Meeting.Nobody {
        if (!a.has(index) || !(Expr.plain(a.expr(index)) instanceof Expr.Array list)) {
            return List.of();
        }
        List<Long> expected = new ArrayList<>();
        boolean open = false;
        for (Expr e : list.elements()) {
            if (e instanceof Expr.Ellipsis) {
                open = true;
            } else {
                expected.add(a.word(e) & 1);
            }
        }
        List<Long> actual = new ArrayList<>();
        for (byte b : vector) {
            actual.add((long) (b & 1));
        }
        List<Long> compared = open && actual.size() > expected.size() ? actual.subList(0, expected.size()) : actual;
        return compared.equals(expected)
                ? List.of()
                : List.of(new Disagreement("resident " + expected, "resident " + actual));
    }

    /** Compares the bytes that a read gave with a string. */
    public static List<Disagreement> content(Arguments a, int index, byte[] bytes, long length) {
        Optional<Expr.Str> string = a.string(index);
        if (string.isEmpty() || length < 0) {
            return List.of();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (bytes[i] & 0xff));
        }
        String expected = string.get().bytes();
        boolean same = string.get().cut()
                ? text.toString().startsWith(expected)
                : text.toString().equals(expected);
        return same ? List.of() : List.of(new Disagreement("the bytes " + quote(expected), quote(text.toString())));
    }

    /** Compares a resource limit with {@code {rlim_cur=…, rlim_max=…}}. */
    public static List<Disagreement> limit(Arguments a, int index, long[] limit)
            throws WorkloadException, Meeting.Nobody {
        if (!a.has(index) || !(Expr.plain(a.expr(index)) instanceof Expr.Struct struct)) {
            return List.of();
        }
        List<Disagreement> found = new ArrayList<>();
        String[] keys = {"rlim_cur", "rlim_max"};
        for (int i = 0; i < 2; i++) {
            Optional<Expr> member = Expr.member(struct, keys[i]);
            if (member.isPresent() && a.word(member.get()) != limit[i]) {
                found.add(new Disagreement(
                        keys[i] + "=" + Numbers.show(a.word(member.get())), keys[i] + "=" + Numbers.show(limit[i])));
            }
        }
        return found;
    }

    /** Compares a wait status with {@code [{WIFEXITED(s) && WEXITSTATUS(s) == 0}]}. */
    public static List<Disagreement> status(Arguments a, int index, int status)
            throws WorkloadException, Meeting.Nobody {
        if (!a.has(index)) {
            return List.of();
        }
        Expr expr = Expr.plain(a.expr(index));
        while (expr instanceof Expr.Array || expr instanceof Expr.Struct) {
            List<Expr> inner = expr instanceof Expr.Array list ? list.elements() : ((Expr.Struct) expr).members();
            if (inner.size() != 1) {
                return List.of();
            }
            expr = inner.getFirst();
        }
        return holds(a, expr, status)
                ? List.of()
                : List.of(new Disagreement("the status as stated", describeStatus(status)));
    }

    private static boolean holds(Arguments a, Expr expr, int status) throws WorkloadException, Meeting.Nobody {
        return switch (expr) {
            case Expr.Both b -> holds(a, b.left(), status) && holds(a, b.right(), status);
            case Expr.Same s when s.left() instanceof Expr.Apply f -> of(a, f, status) == a.word(s.right());
            case Expr.Apply f -> of(a, f, status) != 0;
            // An address or NULL: nothing is stated.
            default -> true;
        };
    }

    private static long of(Arguments a, Expr.Apply f, int status) throws WorkloadException {
        int signal = status & 0x7f;
        return switch (f.function()) {
            case "WIFEXITED" -> signal == 0 ? 1 : 0;
            case "WEXITSTATUS" -> status >> 8 & 0xff;
            case "WIFSIGNALED" -> signal != 0 && signal != 0x7f ? 1 : 0;
            case "WTERMSIG" -> signal;
            // Whether a core was written is no matter of memory.
            case "WCOREDUMP" -> 1;
            case "WIFSTOPPED" -> (status & 0xff) == 0x7f ? 1 : 0;
            case "WSTOPSIG" -> status >> 8 & 0xff;
            default ->
                throw a.line()
                        .error(f.at(), "\"" + f.function() + "\"", "WIFEXITED, WEXITSTATUS, WIFSIGNALED or WTERMSIG");
        };
    }

    private static String describeStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? "exited with " + (status >> 8 & 0xff) : "killed by signal " + signal;
    }

    private static String quote(String bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < bytes.length() && i < 64; i++) {
            char c = bytes.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                text.append(c);
            } else {
                text.append("\\x").append("%02x".formatted((int) c));
            }
        }
        return text + (bytes.length() > 64 ? "\"..." : "\"");
    }

    /** Returns how many pages a range touches; what {@code mincore} needs. */
    public static int pages(long length) {
        return (int) Math.min(1 << 24, (length >>> PAGE_SHIFT) + (offsetInPage(length) != 0 ? 1 : 0));
    }
}
