package dev.pinfold.lab.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What leaves something out must not leave out a result: on random programs, partial-order reduction, bounded search without
 * its bound, and state hashing reach exactly the outcomes and kinds of violation that plain enumeration reaches.
 */
@Tag("controlled")
class OracleTest {
    private static final int PROGRAMS = 5000;
    /** Programs with more schedules than this are passed over, to keep the test short. */
    private static final int LARGEST = 1500;

    @Test
    void nothingIsLost() {
        int compared = 0;
        int deadlocking = 0;
        for (long seed = 0; compared < PROGRAMS; seed++) {
            List<List<RandomProgram.Instruction>> bodies = RandomProgram.draw(seed);
            Set<String> expected = outcomes(bodies, "dfs", LARGEST);
            if (expected == null) {
                continue;
            }
            compared++;
            deadlocking += expected.contains("deadlock") ? 1 : 0;
            for (String strategy : List.of("dpor", "bounded", "state")) {
                assertThat(outcomes(bodies, strategy, Long.MAX_VALUE))
                        .as("%s on seed %d: %s", strategy, seed, bodies)
                        .isEqualTo(expected);
            }
        }
        assertThat(deadlocking).isBetween(100, PROGRAMS - 100);
    }

    /** The outcomes, or null if there are more schedules than {@code most}. */
    private static @Nullable Set<String> outcomes(
            List<List<RandomProgram.Instruction>> bodies, String strategy, long most) {
        Set<String> seen = new TreeSet<>();
        Result r = Explorer.of(() -> RandomProgram.of(bodies))
                .strategy(strategy)
                .schedules(most)
                .goOn(v -> seen.add(v.kind().toString()))
                .outcomes(o -> seen.add(o.toString()))
                .explore();
        if (!r.complete()) {
            return null;
        }
        assertThat(r.bound()).isEqualTo("all schedules");
        return seen;
    }
}
