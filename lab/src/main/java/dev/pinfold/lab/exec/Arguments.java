package dev.pinfold.lab.exec;

import dev.pinfold.lab.lang.Checker;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.WorkloadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of one call, with the names in them looked up. */
public final class Arguments {
    private final Line line;
    private final Environment names;

    /** Makes the arguments of a line. */
    public Arguments(Line line, Environment names) {
        this.line = line;
        this.names = names;
    }

    /** Returns the line. */
    public Line line() {
        return line;
    }

    /** Returns how many there are. */
    public int count() {
        return line.arguments().size();
    }

    /** Says whether there is an argument at an index. */
    public boolean has(int index) {
        return index < count();
    }

    /** Returns an argument as written, without its key and what strace says of it. */
    public Expr expr(int index) {
        return line.arguments().get(index) instanceof Expr.KeyValue k
                ? k.value()
                : line.arguments().get(index);
    }

    /** Returns an argument as a word. */
    public long word(int index) throws WorkloadException, Meeting.Nobody {
        return word(expr(index));
    }

    /** Returns an argument as a word, or another where there is none at that index. */
    public long word(int index, long otherwise) throws WorkloadException, Meeting.Nobody {
        return has(index) ? word(index) : otherwise;
    }

    /**
     * Returns an argument that counts pages.
     *
     * @throws WorkloadException where it is negative, or more than there can be
     */
    public long count(int index) throws WorkloadException, Meeting.Nobody {
        long count = word(index);
        if (count < 0 || count > Checker.MOST_PAGES) {
            throw line.error(expr(index).at(), "the count " + count, "a count of pages, from 0 on");
        }
        return count;
    }

    /** Returns an argument as a C int: the low 32 bits. */
    public int integer(int index) throws WorkloadException, Meeting.Nobody {
        return (int) word(index);
    }

    /** Returns the bytes of a string, one char a byte, or nothing where the argument is none. */
    public Optional<Expr.Str> string(int index) {
        return has(index) && expr(index) instanceof Expr.Str s ? Optional.of(s) : Optional.empty();
    }

    /** Returns the string that must stand at an index. */
    public String path(int index) throws WorkloadException {
        Optional<Expr.Str> s = string(index);
        if (s.isEmpty()) {
            throw line.error(expr(index).at(), "an argument that is no string", "a string in quotes");
        }
        return s.get().bytes();
    }

    /** Returns the value of {@code key=value}, wherever it stands among the arguments or in a structure of theirs. */
    public Optional<Expr> key(String key) {
        for (Expr argument : line.arguments()) {
            if (argument instanceof Expr.KeyValue k && k.key().equals(key)) {
                return Optional.of(k.value());
            }
            Optional<Expr> member = Expr.member(argument, key);
            if (member.isPresent()) {
                return member;
            }
        }
        return Optional.empty();
    }

    /** Returns a list of {iov_base, iov_len} as address, length, address, length, …, or as many of it as are counted. */
    public long[] vector(int index, long entries) throws WorkloadException, Meeting.Nobody {
        if (!(Expr.plain(expr(index)) instanceof Expr.Array list)) {
            if (word(index) == 0 || entries == 0) {
                return new long[0];
            }
            throw line.error(
                    expr(index).at(), "the address of a list", "the list itself, [{iov_base=ADDRESS, iov_len=LENGTH}]");
        }
        if (Long.compareUnsigned(entries, list.elements().size()) > 0) {
            throw line.error(
                    list.at(), "a list of " + list.elements().size(), "the " + entries + " entries that are counted");
        }
        List<Long> words = new ArrayList<>();
        for (Expr entry : list.elements().subList(0, (int) entries)) {
            words.add(member(entry, "iov_base"));
            words.add(member(entry, "iov_len"));
        }
        return words.stream().mapToLong(Long::longValue).toArray();
    }

    /** Returns the strings of a list of {iov_base, iov_len}; empty where the first is none. */
    public List<Expr.Str> strings(int index) {
        List<Expr.Str> strings = new ArrayList<>();
        if (Expr.plain(expr(index)) instanceof Expr.Array list) {
            for (Expr entry : list.elements()) {
                if (Expr.member(entry, "iov_base").orElse(entry) instanceof Expr.Str s) {
                    strings.add(s);
                }
            }
        }
        return strings;
    }

    /** Returns a member that a structure must have, as a word. */
    public long member(Expr structure, String key) throws WorkloadException, Meeting.Nobody {
        Optional<Expr> member = Expr.member(structure, key);
        if (member.isEmpty()) {
            throw line.error(structure.at(), "a structure without " + key, key + "=VALUE in it");
        }
        return word(member.get());
    }

    /** Returns the value of an expression. */
    public long word(Expr expr) throws WorkloadException, Meeting.Nobody {
        return switch (expr) {
            case Expr.Num n -> n.value();
            case Expr.Const c -> c.value();
            case Expr.Name n -> names.await(n.name()).word();
            case Expr.Index i -> element(i);
            case Expr.Minus m -> -word(m.value());
            case Expr.Not n -> ~word(n.value());
            case Expr.KeyValue k -> word(k.value());
            case Expr.Described d -> word(d.value());
            case Expr.InOut i -> word(i.in());
            case Expr.Binary b -> {
                long left = word(b.left());
                long right = word(b.right());
                yield switch (b.operator()) {
                    case '+' -> left + right;
                    case '-' -> left - right;
                    case '*' -> left * right;
                    case '|' -> left | right;
                    default -> left << right;
                };
            }
            default ->
                throw line.error(expr.at(), "a value that is no number", "an address, a number, a size or a name");
        };
    }

    /** Returns an argument as a list of words: what a name holds that is a list, or the one word that it is. */
    public long[] list(int index) throws WorkloadException, Meeting.Nobody {
        if (Expr.plain(expr(index)) instanceof Expr.Name n && names.await(n.name()) instanceof Value.Words list) {
            return list.words().stream().mapToLong(Long::longValue).toArray();
        }
        return new long[] {word(index)};
    }

    private long element(Expr.Index index) throws WorkloadException, Meeting.Nobody {
        long i = word(index.index());
        if (!(names.await(index.name()) instanceof Value.Words list)) {
            throw line.error(index.at(), "\"" + index.name() + "\", which is no list", "a list of pages");
        }
        if (i < 0 || i >= list.words().size()) {
            throw line.error(
                    index.index().at(),
                    "the index " + i,
                    list.words().isEmpty()
                            ? "no index: the list is empty"
                            : "0 to " + (list.words().size() - 1));
        }
        return list.words().get((int) i);
    }

    /** Returns what a name of an expectation holds, whatever it is. */
    Value value(Expr expr) throws WorkloadException, Meeting.Nobody {
        return switch (expr) {
            case Expr.Name n -> names.await(n.name());
            case Expr.Str s -> new Value.Text(s.bytes());
            default -> new Value.Word(word(expr));
        };
    }
}
