package dev.pinfold.lab.lang;

import java.util.List;
import java.util.Optional;

/**
 * An argument or a part of one, as written. Each node knows the index in its line's text at which it begins, so that
 * whoever refuses it can point there.
 */
public sealed interface Expr {
    /** Returns the index in the line's text. */
    int at();

    /** A number; sizes with a letter too. {@code NULL} is 0. */
    record Num(int at, long value, String text) implements Expr {}

    /** A constant of Linux. */
    record Const(int at, String name, long value) implements Expr {}

    /**
     * A string, its escapes resolved: one char a byte.
     *
     * @param cut whether strace cut it short, so that only its beginning is known
     */
    record Str(int at, String bytes, boolean cut) implements Expr {}

    /** A name, of a value bound by another line or of a task, or a word such as {@code tmpfs} where a call takes one. */
    record Name(int at, String name) implements Expr {}

    /** An element of a list that a name holds: {@code pages[0]}. */
    record Index(int at, String name, Expr index) implements Expr {}

    /** Two values joined by {@code + - * |} or, as {@code <}, a shift to the left. */
    record Binary(int at, char operator, Expr left, Expr right) implements Expr {}

    /** A value with a minus in front. */
    record Minus(int at, Expr value) implements Expr {}

    /** A complement, as in the signal set {@code ~[RTMIN RT_1]}. */
    record Not(int at, Expr value) implements Expr {}

    /** {@code key=value}. */
    record KeyValue(int at, String key, Expr value) implements Expr {}

    /** A structure <code>{…}</code>. */
    record Struct(int at, List<Expr> members) implements Expr {
        /** Makes the structure; the list is copied. */
        public Struct {
            members = List.copyOf(members);
        }
    }

    /** A list {@code […]}. */
    record Array(int at, List<Expr> elements) implements Expr {
        /** Makes the list; the elements are copied. */
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /** What a call was given and what it gave back there: {@code in => out}. */
    record InOut(int at, Expr in, Expr out) implements Expr {}

    /** A macro with arguments: {@code WEXITSTATUS(s)}, {@code makedev(0x8, 1)}. */
    record Apply(int at, String function, List<Expr> arguments) implements Expr {
        /** Makes the node; the list is copied. */
        public Apply {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code left == right}, as in a wait status. */
    record Same(int at, Expr left, Expr right) implements Expr {}

    /** {@code left && right}, as in a wait status. */
    record Both(int at, Expr left, Expr right) implements Expr {}

    /** A value with what strace says of it: {@code 3</etc/passwd>}. */
    record Described(int at, Expr value, String description) implements Expr {}

    /** The three dots for what strace left out. */
    record Ellipsis(int at) implements Expr {}

    /** Something strace prints that nothing here needs to understand. */
    record Opaque(int at, String text) implements Expr {}

    /** Returns the value without its key, its description, and without what came back. */
    static Expr plain(Expr expr) {
        return switch (expr) {
            case KeyValue k -> plain(k.value());
            case Described d -> plain(d.value());
            case InOut i -> plain(i.in());
            default -> expr;
        };
    }

    /** Returns the member of a structure by its key, or nothing there. */
    static Optional<Expr> member(Expr expr, String key) {
        List<Expr> members = switch (plain(expr)) {
            case Struct s -> s.members();
            case Array a -> a.elements();
            default -> List.of();
        };
        for (Expr e : members) {
            if (e instanceof KeyValue k && k.key().equals(key)) {
                return Optional.of(k.value());
            }
        }
        return Optional.empty();
    }
}
