package dev.pinfold.lab.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;

/** Short ways to read texts in tests. */
final class Texts {
    private Texts() {}

    static Workload read(String... lines) {
        try {
            return Workload.of("w.mm", String.join("\n", lines) + "\n");
        } catch (WorkloadException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Line line(String text) {
        return read(text).calls().findFirst().orElseThrow();
    }

    /** Reads one argument of a call that takes anything. */
    static Expr argument(String text) {
        return line("clone(" + text + ") = ?").arguments().getFirst();
    }

    static List<Expectation.Outcome> outcomes(String call) {
        return line(call).expectation().orElseThrow().outcomes();
    }

    static WorkloadException error(String... lines) {
        return errorIn(String.join("\n", lines) + "\n");
    }

    static WorkloadException errorIn(String text) {
        WorkloadException e = catchThrowableOfType(WorkloadException.class, () -> Workload.of("w.mm", text));
        assertThat(e).as("an error in: %s", text).isNotNull();
        return e;
    }

    /** Checks where an error points, from 1, and part of what it says. */
    static AbstractThrowableAssert<?, ?> assertError(int line, int column, String says, String... lines) {
        WorkloadException e = error(lines);
        assertThat(List.of(e.line(), e.column())).as(e.getMessage()).isEqualTo(List.of(line, column));
        return assertThat(e).hasMessageContaining(says);
    }
}
