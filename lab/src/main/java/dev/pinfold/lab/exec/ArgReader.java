package dev.pinfold.lab.exec;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Numbers;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Fs;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Reads the arguments of a line that makes a system call, each as its parameter in the table of calls says. A string stands for
 * bytes that a call reads, or that it is expected to write; so do the members of a structure, and a list for a vector. An
 * address in their place is passed on as it is.
 */
public final class ArgReader {
    /** Where the user's addresses end with four levels of tables. */
    private static final long TOP = 1L << 47;

    private final Syscall call;
    private final Arguments a;
    private final long most;
    private final ToIntFunction<String> tasks;

    private ArgReader(Syscall call, Arguments a, long most, ToIntFunction<String> tasks) {
        this.call = call;
        this.a = a;
        this.most = most;
        this.tasks = tasks;
    }

    /**
     * Reads the arguments, one a register; those that the line leaves out are missing at the end.
     *
     * @param most the most bytes that may be asked for where there is no address
     * @param tasks gives the index of the task that has a name, or -1
     */
    public static List<Arg> read(Syscall call, Arguments a, long most, ToIntFunction<String> tasks)
            throws WorkloadException, Meeting.Nobody {
        return new ArgReader(call, a, most, tasks).all();
    }

    /** Returns where among the written arguments of a call that of a parameter stands. */
    public static int written(Syscall call, int param) {
        return param
                - (int) call.params().subList(0, param).stream()
                        .filter(p -> p.kind() == ParamKind.UNUSED)
                        .count();
    }

    private List<Arg> all() throws WorkloadException, Meeting.Nobody {
        List<Arg> args = new ArrayList<>();
        int next = 0;
        for (Param p : call.params()) {
            if (!a.has(next)) {
                break;
            }
            args.add(p.kind() == ParamKind.UNUSED ? new Arg.Num(0) : arg(p, next++));
        }
        return args;
    }

    private Arg arg(Param p, int index) throws WorkloadException, Meeting.Nobody {
        Expr e = Expr.plain(a.expr(index));
        boolean list = e instanceof Expr.Array;
        boolean composed = list || e instanceof Expr.Struct;
        return switch (p.kind()) {
            case PATH, NAME -> e instanceof Expr.Str s ? text(s) : number(e);
            case BUFFER_IN -> e instanceof Expr.Str s ? data(s, bytes(index + p.measure())) : number(e);
            case BUFFER_OUT -> e instanceof Expr.Str ? new Arg.Room(bytes(index + p.measure())) : number(e);
            case VECTOR_IN, VECTOR_OUT, RANGES ->
                e instanceof Expr.Array entries ? vector(p, index, entries) : number(e);
            case PAGES_OUT -> list ? new Arg.Room(pages(index + p.measure())) : number(e);
            case STRUCT_IN -> e instanceof Expr.Struct s ? members(p, s) : number(e);
            case STRUCT_OUT -> composed ? new Arg.Room(p.struct().bytes()) : number(e);
            case STRINGS, VARYING -> composed ? new Arg.Num(0) : number(e);
            case TASK, TASK_FD ->
                e instanceof Expr.Name n && tasks.applyAsInt(n.name()) >= 0
                        ? new Arg.Task(tasks.applyAsInt(n.name()))
                        : number(e);
            default -> number(e);
        };
    }

    private Arg number(Expr e) throws WorkloadException, Meeting.Nobody {
        return new Arg.Num(a.word(e));
    }

    private static Arg text(Expr.Str s) {
        return new Arg.Text(s.bytes().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Arg data(Expr.Str s, int length) {
        return new Arg.Text(Arrays.copyOf(s.bytes().getBytes(StandardCharsets.ISO_8859_1), length));
    }

    /** A number of bytes for which there is to be room. */
    private int bytes(int index) throws WorkloadException, Meeting.Nobody {
        long length = a.word(index);
        if (length < 0 || length > most) {
            throw a.line()
                    .error(
                            a.expr(index).at(),
                            Numbers.show(length) + " bytes",
                            "at most " + Numbers.size(most) + " with a string");
        }
        return (int) length;
    }

    /** Bytes of a vector of answers on pages; a byte where there are none, as the range ends beyond all addresses. */
    private int pages(int index) throws WorkloadException, Meeting.Nobody {
        long length = a.word(index);
        long end = a.word(index - 1) + length;
        long pages = (length + PAGE_SIZE - 1) >>> PAGE_SHIFT;
        if (length < 0 || end < 0 || pages > most && end > TOP) {
            return 1;
        }
        if (pages > most) {
            throw a.line()
                    .error(
                            a.expr(index).at(),
                            Numbers.show(length) + " bytes",
                            "at most " + Numbers.size(most) + " pages with a list");
        }
        return (int) pages;
    }

    private Arg members(Param p, Expr.Struct s) throws WorkloadException, Meeting.Nobody {
        List<Long> words = new ArrayList<>();
        for (String member : p.struct().members()) {
            words.add(a.member(s, member));
        }
        return new Arg.Members(words);
    }

    private Arg vector(Param p, int index, Expr.Array list) throws WorkloadException, Meeting.Nobody {
        int size = list.elements().size();
        long counted = a.word(index + p.measure());
        // A vector of more than this is refused unread.
        if (Long.compareUnsigned(counted, size) > 0 && Long.compareUnsigned(counted, Fs.UIO_MAXIOV) <= 0) {
            throw a.line().error(list.at(), "a list of " + size, "the " + counted + " entries that are counted");
        }
        List<Long> words = new ArrayList<>();
        List<Arg> parts = new ArrayList<>();
        for (Expr entry : list.elements()) {
            if (Expr.member(entry, "iov_base").orElse(entry) instanceof Expr.Str s) {
                int length = Expr.member(entry, "iov_len").isPresent()
                        ? (int) Math.clamp(a.member(entry, "iov_len"), 0, most)
                        : s.bytes().length();
                parts.add(p.kind() == ParamKind.VECTOR_OUT ? new Arg.Room(length) : data(s, length));
            } else {
                words.add(a.member(entry, "iov_base"));
                words.add(a.member(entry, "iov_len"));
            }
        }
        if (!parts.isEmpty() && !words.isEmpty()) {
            throw a.line().error(list.at(), "strings and addresses in one list", "either of them");
        }
        return parts.isEmpty() ? new Arg.Ranges(words) : new Arg.Buffers(parts);
    }
}
