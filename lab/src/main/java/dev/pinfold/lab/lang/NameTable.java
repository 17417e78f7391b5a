package dev.pinfold.lab.lang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which line binds which name. In sections that run in file order a name must be bound on an earlier line; in the
 * concurrent section some other line of it may bind it, and the task that uses it waits.
 */
final class NameTable {
    /** The line that binds a name: the first, in file order, that has it alone as a result. */
    private record Binder(int line, int section, String task, ValueKind kind) {}

    /** Kinds of parameters whose values may be words that are no names. */
    private static final Set<String> WORDS = Set.of("setting");

    private final Map<String, Binder> binders = new HashMap<>();
    private final TaskNames tasks;

    NameTable(List<Entry> entries, TaskNames tasks) {
        this.tasks = tasks;
        for (Entry entry : entries) {
            if (entry instanceof Entry.Call call) {
                for (Expectation.Outcome outcome :
                        call.result().map(Expectation::outcomes).orElse(List.of())) {
                    if (outcome instanceof Expectation.Values values) {
                        for (int i = 0; i < values.slots().size(); i++) {
                            note(
                                    call,
                                    values.slots().get(i),
                                    kind(call, i, values.slots().size()));
                        }
                    }
                }
            }
        }
    }

    private void note(Entry.Call call, Expectation.Slot slot, ValueKind kind) {
        if (!slot.binds().isEmpty() && !(tasks.isTask(slot.binds()) && tasks.created(call) < 0)) {
            binders.putIfAbsent(slot.binds(), new Binder(call.begun(), call.section(), call.task(), kind));
        }
    }

    /** What a call gives in one of several places. */
    private static ValueKind kind(Entry.Call call, int index, int places) {
        String result = CallCatalogue.find(call.name()).map(CallSpec::result).orElse("value");
        String[] each = result.split(", ");
        return ValueKind.ofResult(each.length == places ? each[index] : result);
    }

    private ValueKind kind(String name) {
        Binder binder = binders.get(name);
        return binder == null ? ValueKind.TASK : binder.kind();
    }

    /** Refuses a name, or an element of one, where its kind is not what a parameter takes. */
    private void fit(Entry.Call call, CallSpec spec, CallSpec.Parameter parameter, Expr argument)
            throws WorkloadException {
        Expr plain = Expr.plain(argument);
        ValueKind kind;
        switch (plain) {
            case Expr.Name n -> kind = kind(n.name());
            case Expr.Index i -> {
                ValueKind list = kind(i.name());
                if (list != ValueKind.PAGES && list != ValueKind.WORDS) {
                    throw unfit(call, i.at(), i.name(), list, "a list");
                }
                kind = list.element();
            }
            case Expr.Binary b -> {
                operand(call, b);
                return;
            }
            default -> {
                return;
            }
        }
        if (!kind.fits(parameter.kind(), spec.recordable())) {
            String name = plain instanceof Expr.Name n ? n.name() : "…[…]";
            throw unfit(
                    call,
                    plain.at(),
                    name,
                    kind,
                    wanted(parameter.kind()) + " for the parameter \"" + parameter.name() + "\" of "
                            + spec.signature());
        }
    }

    /** What is added and shifted must be words. */
    private void operand(Entry.Call call, Expr expr) throws WorkloadException {
        switch (expr) {
            case Expr.Binary b -> {
                operand(call, b.left());
                operand(call, b.right());
            }
            case Expr.Name n
            when !kind(n.name()).isWord() ->
                throw unfit(call, n.at(), n.name(), kind(n.name()), "an address or a number");
            default -> {}
        }
    }

    private static WorkloadException unfit(Entry.Call call, int at, String name, ValueKind kind, String wanted) {
        return call.piece().error(at, "\"" + name + "\", which is " + kind.words(), wanted);
    }

    private static String wanted(String parameter) {
        return switch (parameter) {
            case "page" -> "a page: pages[0] of a list, or what page(ADDRESS) gave,";
            case "pages" -> "a list of pages";
            case "addr" -> "an address";
            case "fd" -> "a descriptor";
            case "pid" -> "a task or a process's number";
            default -> "a number";
        };
    }

    /** Decides for each name among a line's results whether it is bound there or expected, and checks all others. */
    Optional<Expectation> resolve(Entry.Call call) throws WorkloadException {
        for (int i = 0; i < call.arguments().size(); i++) {
            Expr argument = call.arguments().get(i);
            CallSpec spec = CallCatalogue.find(call.name()).orElse(null);
            if (spec != null
                    && !spec.words()
                    && !spec.parameters().isEmpty()
                    && !WORDS.contains(spec.parameter(i).kind())) {
                uses(call, argument);
                fit(call, spec, spec.parameter(i), argument);
            }
        }
        if (call.result().isEmpty()) {
            return Optional.empty();
        }
        Expectation written = call.result().get();
        List<Expectation.Outcome> outcomes = new ArrayList<>();
        for (Expectation.Outcome outcome : written.outcomes()) {
            if (outcome instanceof Expectation.Values values) {
                List<Expectation.Slot> slots = new ArrayList<>();
                for (Expectation.Slot slot : values.slots()) {
                    slots.add(slot(call, slot));
                }
                outcomes.add(new Expectation.Values(slots));
            } else {
                outcomes.add(outcome);
            }
        }
        return Optional.of(new Expectation(outcomes, written.text()));
    }

    private Expectation.Slot slot(Entry.Call call, Expectation.Slot slot) throws WorkloadException {
        boolean alone = slot.equals().size() == 1
                && slot.equals().getFirst() instanceof Expr.Name name
                && name.name().equals(slot.binds());
        if (!alone) {
            for (Expr value : slot.equals()) {
                uses(call, value);
            }
            if (!slot.binds().isEmpty() && !bindsHere(call, slot.binds())) {
                throw call.piece()
                        .error(
                                call.end(),
                                "the name \"" + slot.binds() + "\", which "
                                        + (tasks.isTask(slot.binds())
                                                ? "is a task's"
                                                : "line " + lineOf(slot.binds()) + " binds"),
                                "a new name before \"==\"");
            }
            return slot;
        }
        if (bindsHere(call, slot.binds())) {
            return new Expectation.Slot(slot.binds(), List.of());
        }
        uses(call, slot.equals().getFirst());
        return new Expectation.Slot("", slot.equals());
    }

    private int lineOf(String name) {
        Binder binder = binders.get(name);
        return binder == null ? 0 : binder.line();
    }

    private boolean bindsHere(Entry.Call call, String name) {
        Binder binder = binders.get(name);
        return binder != null && binder.line() == call.begun();
    }

    /** Checks every name in a value. */
    private void uses(Entry.Call call, Expr expr) throws WorkloadException {
        switch (expr) {
            case Expr.Name n -> use(call, n.at(), n.name());
            case Expr.Index i -> {
                use(call, i.at(), i.name());
                uses(call, i.index());
            }
            case Expr.Binary b -> {
                uses(call, b.left());
                uses(call, b.right());
            }
            case Expr.Minus m -> uses(call, m.value());
            case Expr.Not n -> uses(call, n.value());
            case Expr.KeyValue k -> uses(call, k.value());
            case Expr.Described d -> uses(call, d.value());
            case Expr.Same s -> {
                uses(call, s.left());
                uses(call, s.right());
            }
            case Expr.Both b -> {
                uses(call, b.left());
                uses(call, b.right());
            }
            case Expr.InOut i -> {
                uses(call, i.in());
                uses(call, i.out());
            }
            case Expr.Struct s -> {
                for (Expr member : s.members()) {
                    uses(call, member);
                }
            }
            case Expr.Array a -> {
                for (Expr element : a.elements()) {
                    uses(call, element);
                }
            }
            // WEXITSTATUS(s): the s is nobody's name.
            case Expr.Apply a -> {}
            case Expr.Num n -> {}
            case Expr.Const k -> {}
            case Expr.Str s -> {}
            case Expr.Ellipsis e -> {}
            case Expr.Opaque o -> {}
        }
    }

    private void use(Entry.Call call, int at, String name) throws WorkloadException {
        if (tasks.isTask(name) && !binders.containsKey(name)) {
            return;
        }
        Binder binder = binders.get(name);
        String found = "the name \"" + name + "\"";
        if (binder == null) {
            boolean constant = name.equals(name.toUpperCase(Locale.ROOT)) && name.length() > 2;
            throw call.piece()
                    .error(
                            at,
                            found,
                            constant
                                    ? "a constant that Linux has, or a name that an earlier line binds (\"= " + name
                                            + "\")"
                                    : "a name that an earlier line binds (\"= " + name + "\")");
        }
        boolean sameTask = binder.task().equals(call.task());
        boolean atOnce = call.section() == 1 && binder.section() == 1 && !sameTask;
        if (!atOnce && binder.line() >= call.begun()) {
            throw call.piece().error(at, found, "it after line " + binder.line() + ", which binds it");
        }
    }
}
