package dev.pinfold.lab.lang;

import dev.pinfold.mm.abi.Constant;
import dev.pinfold.mm.abi.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads values: C's precedence of {@code * + - << |}, then {@code ==} and {@code &&} as wait statuses have them, names,
 * structures, lists, and what strace adds.
 */
public final class ExprReader {
    /** How deep values may be nested: what walks them is recursive. */
    static final int DEEPEST = 64;

    /** How many operators may stand in one call, for the same reason: they nest to the left. */
    static final int MOST_OPERATORS = 1000;

    private final Cursor c;
    private int depth;
    private int operators;
    /** Whether what is read stands between a call's parentheses. */
    private boolean inCall;

    public ExprReader(Cursor cursor) {
        this.c = cursor;
    }

    /** Reads an argument: {@code key=value} or a value, with {@code => value} where the call gave something back. */
    public Expr argument() throws WorkloadException {
        c.blanks();
        int start = c.at;
        String key = c.name();
        if (!key.isEmpty() && c.peek() == '=' && !c.looking("==") && !c.looking("=>")) {
            c.at++;
            return new Expr.KeyValue(start, key, argumentValue());
        }
        c.at = start;
        return argumentValue();
    }

    private Expr argumentValue() throws WorkloadException {
        Expr value = value();
        c.blanks();
        if (c.take("=>")) {
            return new Expr.InOut(value.at(), value, value());
        }
        return value;
    }

    /** Reads a value with all operators. */
    public Expr value() throws WorkloadException {
        Expr left = same();
        while (operator("&&")) {
            left = new Expr.Both(left.at(), left, same());
        }
        return left;
    }

    private Expr same() throws WorkloadException {
        Expr left = flags();
        return operator("==") ? new Expr.Same(left.at(), left, flags()) : left;
    }

    /** Reads values joined by {@code |}, without looking at {@code ==}. */
    Expr flags() throws WorkloadException {
        Expr left = shift();
        // Among results a bar with a blank before it parts alternatives; in arguments it joins flags all the same.
        while ((inCall || c.peek() == '|') && operator("|")) {
            left = new Expr.Binary(left.at(), '|', left, shift());
        }
        return left;
    }

    private Expr shift() throws WorkloadException {
        Expr left = sum();
        while (operator("<<")) {
            left = new Expr.Binary(left.at(), '<', left, sum());
        }
        return left;
    }

    private Expr sum() throws WorkloadException {
        Expr left = product();
        while (true) {
            if (operator("+")) {
                left = new Expr.Binary(left.at(), '+', left, product());
            } else if (operator("-")) {
                left = new Expr.Binary(left.at(), '-', left, product());
            } else {
                return left;
            }
        }
    }

    private Expr product() throws WorkloadException {
        Expr left = unary();
        while (operator("*")) {
            left = new Expr.Binary(left.at(), '*', left, unary());
        }
        return left;
    }

    /** Steps over an operator, with blanks before it; where another text stands, nothing has moved. */
    private boolean operator(String operator) throws WorkloadException {
        int start = c.at;
        c.blanks();
        boolean longer = c.looking("+++") || c.looking("---");
        if (!longer && c.take(operator)) {
            if (++operators > MOST_OPERATORS) {
                throw c.piece.error(start, "one more operator", "at most " + MOST_OPERATORS + " in one call");
            }
            c.blanks();
            return true;
        }
        c.at = start;
        return false;
    }

    private Expr unary() throws WorkloadException {
        c.blanks();
        if (++depth > DEEPEST) {
            throw c.error("values that are nested at most " + DEEPEST + " deep");
        }
        Expr value = nested();
        depth--;
        return value;
    }

    private Expr nested() throws WorkloadException {
        int start = c.at;
        if (c.peek() == '-' && !Cursor.isDigit(c.at + 1 < c.text.length() ? c.text.charAt(c.at + 1) : 0)) {
            c.at++;
            return new Expr.Minus(start, unary());
        }
        if (c.peek() == '~') {
            c.at++;
            return new Expr.Not(start, unary());
        }
        return described(primary());
    }

    /** Reads what {@code strace -y} says of a descriptor: {@code 3</etc/passwd>}. */
    private Expr described(Expr value) throws WorkloadException {
        if (c.peek() != '<' || c.looking("<<") || c.looking("<unfinished")) {
            return value;
        }
        int start = c.at;
        int depth = 0;
        while (!c.atEnd()) {
            char ch = c.peek();
            c.at++;
            if (ch == '<') {
                depth++;
            } else if (ch == '>' && c.text.charAt(c.at - 2) != '-' && --depth == 0) {
                String description = c.text.substring(start + 1, c.at - 1);
                c.take("(deleted)");
                return new Expr.Described(value.at(), value, description);
            }
        }
        throw c.piece.error(
                start, "\"<\" without its \">\"", "what strace says of the descriptor, such as </etc/passwd>");
    }

    private Expr primary() throws WorkloadException {
        int start = c.at;
        char ch = c.peek();
        if (ch == '-' || Cursor.isDigit(ch)) {
            return number();
        }
        if (Cursor.startsName(ch)) {
            return word();
        }
        return switch (ch) {
            case '"' -> string(start);
            case '@' -> {
                c.at++;
                yield string(start);
            }
            case '{' -> {
                c.at++;
                yield new Expr.Struct(start, members('}'));
            }
            case '[' -> {
                c.at++;
                yield new Expr.Array(start, members(']'));
            }
            case '.' -> {
                if (!c.take("...")) {
                    throw c.error("a value");
                }
                yield new Expr.Ellipsis(start);
            }
            default -> throw c.error("a value: a number, a constant, a name, a string, {…} or […]");
        };
    }

    private Expr string(int start) throws WorkloadException {
        if (c.peek() != '"') {
            throw c.error("a string");
        }
        String bytes = c.string();
        boolean cut = c.take("...");
        return new Expr.Str(start, bytes, cut);
    }

    private Expr number() throws WorkloadException {
        int start = c.at;
        if (c.peek() == '-') {
            c.at++;
        }
        c.alphanumeric();
        String text = c.text.substring(start, c.at);
        OptionalLong value = Numbers.parse(text);
        if (value.isEmpty()) {
            String expected = text.matches("-?[0-9]+[KMGT]?|-?0[xX][0-9a-fA-F]+")
                    ? "a number that fits 64 bits"
                    : "a number: 4096, 0x1000, 0600 (octal), -1, or a size such as 64K, 2M, 1G";
            throw c.piece.error(start, "\"" + text + "\"", expected);
        }
        return new Expr.Num(start, value.getAsLong(), text);
    }

    private Expr word() throws WorkloadException {
        int start = c.at;
        String name = c.name();
        if (name.equals("NULL")) {
            return new Expr.Num(start, 0, name);
        }
        Constant constant = Group.find(name);
        if (constant != null) {
            return new Expr.Const(start, name, constant.value());
        }
        if (c.peek() == '[') {
            c.at++;
            Expr index = value();
            c.blanks();
            if (!c.take("]")) {
                throw c.error("\"]\" after the index");
            }
            return new Expr.Index(start, name, index);
        }
        if (c.peek() == '(') {
            c.at++;
            return new Expr.Apply(start, name, members(')'));
        }
        return new Expr.Name(start, name);
    }

    /** Reads the members of a bracket whose opening has been read; blanks part them as well as commas. */
    private List<Expr> members(char close) throws WorkloadException {
        List<Expr> members = new ArrayList<>();
        c.blanks();
        while (c.peek() != close) {
            if (c.atEnd()) {
                throw c.error("\"" + close + "\"");
            }
            members.add(argument());
            c.blanks();
            if (c.peek() == ',') {
                c.at++;
                c.blanks();
            } else if (c.peek() != close && !(close == ']' && blankBefore())) {
                throw c.error("\",\" or \"" + close + "\"");
            }
        }
        c.at++;
        return members;
    }

    /** Whether a signal set goes on here: {@code [RTMIN RT_1]}. */
    private boolean blankBefore() {
        return c.at > 0 && c.text.charAt(c.at - 1) == ' ';
    }

    /**
     * Reads the arguments of a call after its opening parenthesis, to after the closing one.
     *
     * @param tolerant whether an argument in brackets that is not understood is taken as it stands, as in calls that
     *     concern nobody here
     */
    public List<Expr> arguments(boolean tolerant) throws WorkloadException {
        inCall = true;
        List<Expr> arguments = new ArrayList<>();
        c.blanks();
        if (c.take(")")) {
            return arguments;
        }
        while (true) {
            c.blanks();
            int start = c.at;
            char first = c.peek();
            try {
                arguments.add(argument());
            } catch (WorkloadException e) {
                if (!tolerant && first != '{' && first != '[') {
                    throw e;
                }
                depth = 0;
                opaque(start, e).ifPresent(arguments::add);
            }
            c.blanks();
            if (c.take(")")) {
                return arguments;
            }
            if (!c.take(",")) {
                if (tolerant && !c.atEnd()) {
                    arguments.removeLast();
                    opaque(start, c.error("\",\" or \")\"")).ifPresent(arguments::add);
                    if (c.take(")")) {
                        return arguments;
                    }
                    c.at++;
                    continue;
                }
                throw c.error("\",\" or \")\"");
            }
        }
    }

    private Optional<Expr> opaque(int start, WorkloadException otherwise) throws WorkloadException {
        c.at = start;
        if (!c.skipTo(",)")) {
            throw otherwise;
        }
        return Optional.of(new Expr.Opaque(start, c.text.substring(start, c.at)));
    }
}
