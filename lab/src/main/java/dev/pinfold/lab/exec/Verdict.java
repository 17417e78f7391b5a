package dev.pinfold.lab.exec;

import dev.pinfold.lab.lang.Expectation;
import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether what came of a call is what its line says.
 *
 * @param difference what is different, or nothing
 * @param endsTask whether the task ends here: by an error or a fault that its line does not expect
 */
public record Verdict(Optional<Difference> difference, boolean endsTask) {
    private static final Verdict FINE = new Verdict(Optional.empty(), false);

    /**
     * Compares, and binds the names that the line binds.
     *
     * @param a the line's arguments
     * @param outcome what came of the call
     */
    public static Verdict of(Arguments a, StepOutcome outcome, Environment names)
            throws WorkloadException, Meeting.Nobody {
        Line line = a.line();
        if (outcome instanceof StepOutcome.Returned r && !r.disagreements().isEmpty()) {
            bind(line, r.value(), names);
            StepOutcome.Disagreement first = r.disagreements().getFirst();
            return new Verdict(
                    Optional.of(new Difference(line.number(), line.call(), first.expected(), first.actual())), false);
        }
        boolean failed = outcome instanceof StepOutcome.Failed || outcome instanceof StepOutcome.Faulted;
        if (line.expectation().isEmpty()) {
            return failed ? different(line, "success", outcome) : FINE;
        }
        Expectation expectation = line.expectation().get();
        for (Expectation.Outcome expected : expectation.outcomes()) {
            if (holds(a, expected, outcome)) {
                if (outcome instanceof StepOutcome.Returned r && expected instanceof Expectation.Values v) {
                    bind(v, r.value(), names);
                }
                return FINE;
            }
        }
        if (outcome instanceof StepOutcome.Returned r) {
            bind(line, r.value(), names);
        }
        return different(line, describe(a, expectation), outcome);
    }

    private static Verdict different(Line line, String expected, StepOutcome outcome) {
        boolean failed = outcome instanceof StepOutcome.Failed || outcome instanceof StepOutcome.Faulted;
        return new Verdict(
                Optional.of(new Difference(line.number(), line.call(), expected, outcome.toString())), failed);
    }

    private static boolean holds(Arguments a, Expectation.Outcome expected, StepOutcome outcome)
            throws WorkloadException, Meeting.Nobody {
        return switch (expected) {
            case Expectation.Any any -> true;
            case Expectation.Failure f -> outcome instanceof StepOutcome.Failed g && f.errno() == g.errno();
            case Expectation.Fault f ->
                outcome instanceof StepOutcome.Faulted g
                        && f.signal().equals(g.signal())
                        && f.code().equals(g.code());
            case Expectation.Values v -> outcome instanceof StepOutcome.Returned r && holds(a, v, r.value());
        };
    }

    private static boolean holds(Arguments a, Expectation.Values expected, Value value)
            throws WorkloadException, Meeting.Nobody {
        List<Expectation.Slot> slots = expected.slots();
        if (slots.size() == 1) {
            return holds(a, slots.getFirst(), value);
        }
        if (!(value instanceof Value.Words words) || words.words().size() != slots.size()) {
            return false;
        }
        for (int i = 0; i < slots.size(); i++) {
            if (!holds(a, slots.get(i), new Value.Word(words.words().get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Arguments a, Expectation.Slot slot, Value value)
            throws WorkloadException, Meeting.Nobody {
        for (Expr expr : slot.equals()) {
            Value expected = a.value(expr);
            boolean same = switch (expected) {
                case Value.Text t -> value instanceof Value.Text u && MapsComparison.same(t.text(), u.text());
                case Value.Words w when value instanceof Value.Words x -> w.equals(x);
                default -> !(value instanceof Value.Text) && expected.word() == value.word();
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static void bind(Line line, Value value, Environment names) {
        line.expectation().ifPresent(e -> {
            for (Expectation.Outcome outcome : e.outcomes()) {
                if (outcome instanceof Expectation.Values v) {
                    bind(v, value, names);
                    return;
                }
            }
        });
    }

    private static void bind(Expectation.Values values, Value value, Environment names) {
        List<Expectation.Slot> slots = values.slots();
        for (int i = 0; i < slots.size(); i++) {
            String name = slots.get(i).binds();
            if (name.isEmpty()) {
                continue;
            }
            if (slots.size() == 1) {
                names.bind(name, value);
            } else if (value instanceof Value.Words words && i < words.words().size()) {
                names.bind(name, new Value.Word(words.words().get(i)));
            }
        }
    }

    /** Says what is expected: as written, and what names in it stand for. */
    private static String describe(Arguments a, Expectation expectation) throws WorkloadException, Meeting.Nobody {
        List<String> all = new ArrayList<>();
        for (Expectation.Outcome outcome : expectation.outcomes()) {
            all.add(
                    switch (outcome) {
                        case Expectation.Any any -> "anything";
                        case Expectation.Failure f -> "-1 " + Errno.name(f.errno());
                        case Expectation.Fault f -> (f.signal() + " " + f.code()).strip();
                        case Expectation.Values v -> {
                            List<String> slots = new ArrayList<>();
                            for (Expectation.Slot slot : v.slots()) {
                                slots.add(slot.free() ? "success" : describe(a, slot));
                            }
                            yield String.join(", ", slots);
                        }
                    });
        }
        return String.join(" | ", all);
    }

    private static String describe(Arguments a, Expectation.Slot slot) throws WorkloadException, Meeting.Nobody {
        return a.value(slot.equals().getFirst()).toString();
    }
}
