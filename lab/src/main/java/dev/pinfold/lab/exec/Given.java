package dev.pinfold.lab.exec;

import dev.pinfold.lab.exec.StepOutcome.Disagreement;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Struct;
import dev.pinfold.mm.abi.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a call wrote into its arguments with what the line states there. */
public final class Given {
    private Given() {}

    /**
     * Compares all that a system call which went well wrote into the caller's room.
     *
     * @param result what it gave
     */
    public static List<Disagreement> of(Syscall call, Arguments a, Registers registers, long result)
            throws WorkloadException, Meeting.Nobody {
        List<Disagreement> found = new ArrayList<>();
        for (int i = 0; i < call.params().size(); i++) {
            Param p = call.params().get(i);
            int index = ArgReader.written(call, i);
            if (!p.kind().written() || !a.has(index)) {
                continue;
            }
            byte[] bytes = registers.written(i, result);
            Expr stated = Expr.plain(a.expr(index));
            switch (stated) {
                case Expr.Str s -> found.addAll(content(s, bytes));
                case Expr.Array list when p.kind() == ParamKind.PAGES_OUT -> found.addAll(residency(a, list, bytes));
                case Expr.Array list when p.kind() == ParamKind.VECTOR_OUT -> found.addAll(contents(list, bytes));
                case Expr.Array list
                when bytes.length > 0 && p.struct() == Struct.STATUS ->
                    found.addAll(status(a, list, words(p.struct(), bytes)[0]));
                case Expr.Struct s
                when bytes.length > 0 -> found.addAll(members(a, s, p.struct(), words(p.struct(), bytes)));
                default -> {}
            }
        }
        return found;
    }

    private static long[] words(Struct struct, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] words = new long[struct.members().size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = struct.memberBytes() == Integer.BYTES ? in.getInt() : in.getLong();
        }
        return words;
    }

    /** Compares bit 0 of each byte of {@code mincore}'s vector with a list such as {@code [1, 0]}. */
    private static List<Disagreement> residency(Arguments a, Expr.Array list, byte[] vector)
            throws WorkloadException, Meeting.Nobody {
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
            actual.add((long) b);
        }
        List<Long> compared = open && actual.size() > expected.size() ? actual.subList(0, expected.size()) : actual;
        return compared.equals(expected)
                ? List.of()
                : List.of(new Disagreement("resident " + expected, "resident " + actual));
    }

    /** Compares the bytes that a read gave with a string. */
    private static List<Disagreement> content(Expr.Str string, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String expected = string.bytes();
        boolean same = string.cut() ? text.startsWith(expected) : text.equals(expected);
        return same ? List.of() : List.of(new Disagreement("the bytes " + quote(expected), quote(text)));
    }

    /** The first byte read into several buffers that is not what their strings say. */
    private static List<Disagreement> contents(Expr.Array list, byte[] bytes) {
        int at = 0;
        for (Expr entry : list.elements()) {
            if (!(Expr.member(entry, "iov_base").orElse(entry) instanceof Expr.Str s)) {
                continue;
            }
            for (int k = 0; k < s.bytes().length() && at < bytes.length; k++, at++) {
                if ((byte) s.bytes().charAt(k) != bytes[at]) {
                    return List.of(new Disagreement(
                            "the byte " + (int) s.bytes().charAt(k) + " at offset " + at,
                            "the byte " + (bytes[at] & 0xff)));
                }
            }
        }
        return List.of();
    }

    /** Compares a structure with the members that the line states: {@code {rlim_cur=…, rlim_max=…}}. */
    private static List<Disagreement> members(Arguments a, Expr.Struct stated, Struct struct, long[] words)
            throws WorkloadException, Meeting.Nobody {
        List<Disagreement> found = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String key = struct.members().get(i);
            Optional<Expr> member = Expr.member(stated, key);
            if (member.isPresent() && a.word(member.get()) != words[i]) {
                found.add(new Disagreement(
                        key + "=" + Numbers.show(a.word(member.get())), key + "=" + Numbers.show(words[i])));
            }
        }
        return found;
    }

    /** Compares a wait status with {@code [{WIFEXITED(s) && WEXITSTATUS(s) == 0}]}. */
    private static List<Disagreement> status(Arguments a, Expr.Array stated, long word)
            throws WorkloadException, Meeting.Nobody {
        int status = (int) word;
        Expr expr = stated;
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
}
