package dev.pinfold.lab.lang;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.Design;
import dev.pinfold.mm.design.DesignPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/** The keys that set-up calls and {@code file} take, and the values that each may have. */
public final class Settings {
    /** A key whose value is a number for which the test holds, or one of the words. */
    private record Rule(String wanted, LongPredicate test, Set<String> words, boolean string) {}

    private static final Map<String, Map<String, Rule>> RULES = Map.of(
            "machine", machine(),
            "device", device(),
            "file", Map.of("fs", words("disk", "tmpfs")));

    private Settings() {}

    private static Rule number(String wanted, LongPredicate test) {
        return new Rule(wanted, test, Set.of(), false);
    }

    private static Rule words(String... words) {
        return new Rule(String.join(" or ", words), v -> false, Set.of(words), false);
    }

    private static Map<String, Rule> machine() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("cpus", number("1 to 64 CPUs", v -> v >= 1 && v <= 64));
        rules.put(
                "memory",
                number("whole pages from 64K to 1T", v -> v >= 16 * PAGE_SIZE && v <= 1L << 40 && v % PAGE_SIZE == 0));
        rules.put("highmem", number("whole pages, at most 1T", v -> v >= 0 && v <= 1L << 40 && v % PAGE_SIZE == 0));
        rules.put("movable", number("whole pages, at most 1T", v -> v >= 0 && v <= 1L << 40 && v % PAGE_SIZE == 0));
        rules.put("swap", number("whole pages, at most 1T", v -> v >= 0 && v <= 1L << 40 && v % PAGE_SIZE == 0));
        rules.put("levels", number("4 or 5", v -> v == 4 || v == 5));
        rules.put("thp", words("always", "madvise", "never"));
        rules.put("max_ptes_none", number("0 to 511", v -> v >= 0 && v <= 511));
        rules.put("pkeys", words("on", "off"));
        rules.put("zero_page", words("on", "off"));
        rules.put("overcommit", number("0, 1 or 2", v -> v >= 0 && v <= 2));
        rules.put("kmap", words("high", "forced"));
        rules.put("pkmap", number("1 to 512 lasting kernel maps", v -> v >= 1 && v <= 512));
        rules.put("privileged", number("0 or 1", v -> v == 0 || v == 1));
        return rules;
    }

    private static Map<String, Rule> device() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put(
                "size",
                number("whole pages from 4K to 1T", v -> v >= PAGE_SIZE && v <= 1L << 40 && v % PAGE_SIZE == 0));
        rules.put("kind", words("fsdax", "generic", "private"));
        rules.put("protect", words("off", "relaxed", "strict"));
        rules.put("align", number("4K, 2M or 1G", v -> v == PAGE_SIZE || v == 2L << 20 || v == 1L << 30));
        rules.put("path", new Rule("a path in quotes", v -> false, Set.of(), true));
        return rules;
    }

    /** The design points as they are now: choices may have been added from outside. */
    private static Map<String, Rule> design() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (DesignPoint<?> point : Design.points()) {
            rules.put(point.name(), words(point.names().toArray(String[]::new)));
        }
        return rules;
    }

    private static Map<String, Rule> rules(String call) {
        return call.equals("design") ? design() : RULES.getOrDefault(call, Map.of());
    }

    /** Checks all arguments of a set-up call. */
    static void check(Entry.Call call) throws WorkloadException {
        List<Expr> arguments = call.arguments();
        int first = 0;
        if (call.name().equals("device") && !arguments.isEmpty()) {
            first = 1;
            if (!(arguments.getFirst() instanceof Expr.Str)) {
                throw call.piece()
                        .error(
                                arguments.getFirst().at(),
                                Checker.describe(arguments.getFirst()),
                                "the device's name in quotes, such as \"pmem0\"");
            }
        }
        for (Expr argument : arguments.subList(first, arguments.size())) {
            check(call, argument);
        }
    }

    /** Checks one {@code key=value}. */
    static void check(Entry.Call call, Expr argument) throws WorkloadException {
        Map<String, Rule> rules = rules(call.name());
        String keys = String.join(", ", rules.keySet().stream().sorted().toList());
        if (!(argument instanceof Expr.KeyValue setting)) {
            throw call.piece()
                    .error(argument.at(), Checker.describe(argument), "KEY=VALUE with one of the keys " + keys);
        }
        Rule rule = rules.get(setting.key());
        if (rule == null) {
            throw call.piece().error(argument.at(), "the key \"" + setting.key() + "\"", "one of " + keys);
        }
        boolean fits = switch (setting.value()) {
            case Expr.Name n -> rule.words().contains(n.name());
            case Expr.Str s -> rule.string();
            default -> {
                try {
                    yield rule.test().test(constant(setting.value()));
                } catch (ArithmeticException e) {
                    yield false;
                }
            }
        };
        if (!fits) {
            String found = setting.value() instanceof Expr.Name n ? "\"" + n.name() + "\"" : describe(call, setting);
            throw call.piece().error(setting.value().at(), found, setting.key() + "=VALUE with " + rule.wanted());
        }
    }

    private static String describe(Entry.Call call, Expr.KeyValue setting) {
        String described = Checker.describe(setting.value());
        return described.equals("an expression") ? "a value of " + call.name() + " out of range" : described;
    }

    /**
     * Returns the value of an expression that holds no names.
     *
     * @throws ArithmeticException where it holds something else than numbers, or overflows
     */
    public static long constant(Expr expr) {
        return switch (expr) {
            case Expr.Num n -> n.value();
            case Expr.Const c -> c.value();
            case Expr.Minus m -> -constant(m.value());
            case Expr.Binary b ->
                switch (b.operator()) {
                    case '+' -> Math.addExact(constant(b.left()), constant(b.right()));
                    case '-' -> Math.subtractExact(constant(b.left()), constant(b.right()));
                    case '*' -> Math.multiplyExact(constant(b.left()), constant(b.right()));
                    case '|' -> constant(b.left()) | constant(b.right());
                    default -> constant(b.left()) << constant(b.right());
                };
            default -> throw new ArithmeticException("not a constant");
        };
    }
}
