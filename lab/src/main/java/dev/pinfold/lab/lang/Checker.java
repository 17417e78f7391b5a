package dev.pinfold.lab.lang;

import dev.pinfold.mm.abi.Constant;
import dev.pinfold.mm.abi.Group;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a call's arguments against its parameters: their number, their kinds, and values that cannot be. */
public final class Checker {
    /** Kinds whose argument is one 64-bit word. */
    private static final Set<String> NUMERIC = Set.of("addr", "size", "int", "off", "count", "fd", "pid", "width");
    /** Families in which Linux takes constants of others too. */
    private static final Set<String> LOOSE = Set.of("fcntl", "wait");
    /** The end of the user's half of a five-level address space: no length can be larger. */
    private static final long LONGEST = 1L << 56;

    /** How many pages there can be at most: all that 64 bits address. */
    public static final long MOST_PAGES = 1L << 52;

    private final boolean recorded;

    Checker(boolean recorded) {
        this.recorded = recorded;
    }

    void check(Entry.Call call) throws WorkloadException {
        Optional<CallSpec> known = CallCatalogue.find(call.name());
        if (known.isEmpty()) {
            return;
        }
        CallSpec spec = known.get();
        count(call, spec);
        if (spec.words()) {
            Settings.check(call);
            return;
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            CallSpec.Parameter parameter = spec.parameter(i);
            Expr argument = call.arguments().get(i);
            if (!recorded || spec.group().equals("memory")) {
                kind(call, spec, parameter, argument);
            }
        }
    }

    private void count(Entry.Call call, CallSpec spec) throws WorkloadException {
        int n = call.arguments().size();
        // An strace that does not know a call prints six words, whatever it takes.
        boolean raw = recorded && call.piece().text().startsWith("syscall_0x", call.at());
        // The directory's flags of an old log, a rusage pointer and the like do not change what a call means.
        boolean more = raw || recorded && !spec.group().equals("memory");
        if (n < spec.least() && !(recorded && !spec.group().equals("memory"))) {
            throw call.piece()
                    .error(
                            call.end() - 1,
                            arguments(n),
                            "%s%s: %s"
                                    .formatted(
                                            spec.most() > spec.least() ? "at least " : "",
                                            spec.least(),
                                            spec.signature()));
        }
        if (n > spec.most() && !more) {
            throw call.piece()
                    .error(
                            call.arguments().get(spec.most()).at(),
                            arguments(n),
                            "%s%s: %s"
                                    .formatted(
                                            spec.most() > spec.least() ? "at most " : "",
                                            spec.most(),
                                            spec.signature()));
        }
    }

    private static String arguments(int n) {
        return n == 0 ? "no argument" : n == 1 ? "1 argument" : n + " arguments";
    }

    private void kind(Entry.Call call, CallSpec spec, CallSpec.Parameter parameter, Expr argument)
            throws WorkloadException {
        Expr plain = argument instanceof Expr.KeyValue ? argument : Expr.plain(argument);
        String what = "the parameter \"" + parameter.name() + "\" of " + spec.signature();
        switch (parameter.kind()) {
            case "any" -> {}
            case "setting" -> Settings.check(call, argument);
            case "string" -> {
                boolean fits = plain instanceof Expr.Str || recorded || spec.recordable() && numeric(plain);
                expect(call, plain, fits, "a string in quotes for " + what);
            }
            case "path" ->
                expect(call, plain, plain instanceof Expr.Str || numeric(plain), "a path in quotes for " + what);
            case "buffer" ->
                expect(call, plain, plain instanceof Expr.Str || numeric(plain), "a string or an address for " + what);
            case "list" ->
                expect(
                        call,
                        plain,
                        plain instanceof Expr.Array || numeric(plain),
                        "[{iov_base=ADDRESS, iov_len=LENGTH}] for " + what);
            case "vector" ->
                expect(
                        call,
                        plain,
                        plain instanceof Expr.Array || numeric(plain),
                        "a list such as [1, 0], or an address, for " + what);
            case "struct" ->
                expect(
                        call,
                        plain,
                        plain instanceof Expr.Struct || plain instanceof Expr.Array || numeric(plain),
                        members(call, parameter) + " or NULL for " + what);
            case "page" ->
                expect(
                        call,
                        plain,
                        plain instanceof Expr.Name || plain instanceof Expr.Index,
                        "a page: pages[0] of a list, or what page(ADDRESS) gave, for " + what);
            case "pages" -> expect(call, plain, plain instanceof Expr.Name, "a list of pages for " + what);
            default -> {
                boolean family = !NUMERIC.contains(parameter.kind());
                String wanted = family
                        ? "flags (" + examples(parameter.kind()) + ")"
                        : "an address, a number, a size or a name";
                expect(call, plain, numeric(plain), wanted + " for " + what);
                if (family) {
                    family(call, parameter.kind(), plain, what);
                }
                if (!recorded) {
                    value(call, spec, parameter, plain);
                }
            }
        }
    }

    private void expect(Entry.Call call, Expr argument, boolean fits, String wanted) throws WorkloadException {
        if (!fits) {
            throw call.piece().error(argument.at(), describe(argument), wanted);
        }
    }

    /** A structure as a message shows it: {@code {rlim_cur=VALUE, rlim_max=VALUE}}. */
    private static String members(Entry.Call call, CallSpec.Parameter parameter) {
        return CallCatalogue.syscall(call.name()).stream()
                .flatMap(s -> s.params().stream())
                .filter(p -> p.name().equals(parameter.name()))
                .map(p -> p.struct().members().stream()
                        .map(m -> m + "=VALUE")
                        .collect(Collectors.joining(", ", "{", "}")))
                .findFirst()
                .orElse("{…}");
    }

    private static String examples(String family) {
        Group group = Group.of(family);
        return group == null ? "" : group.examples();
    }

    private static @Nullable Group group(String constant) {
        Constant found = Group.find(constant);
        return found == null ? null : found.group();
    }

    private static boolean numeric(Expr expr) {
        return switch (expr) {
            case Expr.Num n -> true;
            case Expr.Const c -> true;
            case Expr.Name n -> true;
            case Expr.Index i -> true;
            case Expr.Described d -> numeric(d.value());
            case Expr.Minus m -> numeric(m.value());
            case Expr.Not n -> numeric(n.value());
            case Expr.Binary b -> numeric(b.left()) && numeric(b.right());
            default -> false;
        };
    }

    /** Notices the constants of another family among flags. */
    private static void family(Entry.Call call, String family, Expr expr, String what) throws WorkloadException {
        switch (expr) {
            case Expr.Const c -> {
                if (!LOOSE.contains(family) && group(c.name()) != Group.of(family)) {
                    throw call.piece()
                            .error(c.at(), "\"" + c.name() + "\"", "flags (" + examples(family) + ") for " + what);
                }
            }
            case Expr.Binary b -> {
                family(call, family, b.left(), what);
                family(call, family, b.right(), what);
            }
            default -> {}
        }
    }

    /** Notices literal values that cannot be, in calls of the language's own; Linux's calls may be given anything. */
    private static void value(Entry.Call call, CallSpec spec, CallSpec.Parameter parameter, Expr expr)
            throws WorkloadException {
        Optional<Long> literal = literal(expr);
        if (literal.isEmpty() || spec.recordable()) {
            return;
        }
        long value = literal.get();
        switch (parameter.kind()) {
            case "width" -> {
                if (!List.of(1L, 2L, 4L, 8L).contains(value)) {
                    throw impossible(call, expr, "1, 2, 4 or 8 bytes");
                }
            }
            case "size" -> {
                if (value < 0 || value > LONGEST) {
                    throw impossible(call, expr, "a size from 0 to 64P bytes");
                }
            }
            case "count" -> {
                if (value < 0 || value > MOST_PAGES) {
                    throw impossible(call, expr, "a count of pages, from 0 on");
                }
            }
            case "int" -> {
                if (parameter.name().equals("byte") && (value < -128 || value > 255)) {
                    throw impossible(call, expr, "a byte, 0 to 255");
                }
            }
            default -> {}
        }
    }

    private static WorkloadException impossible(Entry.Call call, Expr expr, String wanted) {
        return call.piece().error(expr.at(), describe(expr), wanted);
    }

    private static Optional<Long> literal(Expr expr) {
        return switch (expr) {
            case Expr.Num n -> Optional.of(n.value());
            case Expr.Minus m -> literal(m.value()).map(v -> -v);
            default -> Optional.empty();
        };
    }

    /** Names an argument in a message. */
    static String describe(Expr expr) {
        return switch (expr) {
            case Expr.Num n -> "\"" + n.text() + "\"";
            case Expr.Const c -> "\"" + c.name() + "\"";
            case Expr.Str s -> "a string";
            case Expr.Name n -> "\"" + n.name() + "\"";
            case Expr.Index i -> "\"" + i.name() + "[…]\"";
            case Expr.KeyValue k -> "\"" + k.key() + "=…\"";
            case Expr.Struct s -> "a structure {…}";
            case Expr.Array a -> "a list […]";
            case Expr.Apply a -> "\"" + a.function() + "(…)\"";
            case Expr.Ellipsis e -> "\"...\"";
            case Expr.Opaque o -> "\"" + o.text() + "\"";
            default -> "an expression";
        };
    }
}
