package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds under which nothing would be looked at are bad input: an exploration of nothing would show no violation. */
class BoundsTest {
    private final StringWriter err = new StringWriter();

    private int status(Object command, String... args) {
        var frame = Main.frame(command)
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true));
        return Main.execute(frame, args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--schedules=0", "--preemptions=-1"})
    void ofAnExploration(String bound) {
        assertThat(status(new ExploreCommand(), bound, "any.mm")).isEqualTo(2);
        assertThat(err.toString()).contains("--schedules takes a number above 0, --preemptions 0 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds=-1", "--seconds=0", "--seconds=NaN", "--work=0", "--work=-1"})
    void ofABudget(String bound) {
        assertThat(List.of(
                        status(new ExploreCommand(), bound, "any.mm"),
                        status(new BugsCommand(), bound),
                        status(new CompareCommand(), bound)))
                .containsOnly(2);
        assertThat(err.toString().lines().filter(l -> l.contains("--seconds and --work take numbers above 0")))
                .hasSize(3);
    }

    @Test
    void ofAComparisonOfNothing() {
        assertThat(status(new CompareCommand(), "--no-explore", "--jvms=0")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing is looked at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--work=-3", "--work=0", "--in-all=0"})
    void ofAnAblation(String bound) {
        assertThat(status(new AblateCommand(), bound)).isEqualTo(2);
        assertThat(err.toString()).contains("--work and --in-all take numbers above 0");
    }
}
