package dev.pinfold.lab.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.sync.ViolationKind;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The right verdict on programs whose verdict is known, by every strategy; and counts that the literature has, too. */
@Tag("controlled")
class KnownProgramsTest {
    private static final List<String> SAMPLERS = List.of("random", "pos", "pct", "sample");

    @ParameterizedTest
    @ValueSource(strings = {"auto", "dfs", "bounded", "dpor", "state", "random", "pos", "pct", "sample"})
    void everyStrategyFindsTheBugAndReplaysIt(String strategy) {
        finds(ViolationKind.ASSERTION, () -> KnownPrograms.counter(false), strategy);
        finds(ViolationKind.ASSERTION, () -> KnownPrograms.references(false), strategy);
        finds(ViolationKind.DEADLOCK, () -> KnownPrograms.circle(false), strategy);
    }

    private static void finds(ViolationKind kind, Supplier<Program> program, String strategy) {
        Result r = Explorer.of(program).strategy(strategy).schedules(2000).explore();
        Failure f = Objects.requireNonNull(r.violation());
        assertThat(f.kind()).isEqualTo(kind);
        assertThat(r.complete()).isFalse();
        Failure again = Objects.requireNonNull(Explorer.of(program).replay(f.schedule(), s -> {}));
        assertThat(again.kind()).isEqualTo(kind);
        assertThat(again.message()).isEqualTo(f.message());
        assertThat(again.schedule()).isEqualTo(f.schedule());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "dfs", "bounded", "dpor", "state", "random", "pos", "pct", "sample"})
    void noStrategyFindsABugThatIsNotThere(String strategy) {
        clean(() -> KnownPrograms.counter(true), strategy);
        clean(() -> KnownPrograms.references(true), strategy);
        clean(() -> KnownPrograms.circle(true), strategy);
        clean(KnownPrograms::nine, strategy);
    }

    private static void clean(Supplier<Program> program, String strategy) {
        Result r = Explorer.of(program).strategy(strategy).schedules(6000).explore();
        assertThat(r.violation()).isNull();
        assertThat(r.complete()).isEqualTo(!SAMPLERS.contains(strategy));
        if (r.complete()) {
            assertThat(r.bound()).isEqualTo("all schedules");
        } else {
            assertThat(r.bound()).startsWith("6000 random");
        }
    }

    @Test
    void countsAreThoseOfTheLiterature() {
        assertThat(runs(() -> KnownPrograms.counter(true), "dfs", -1)).containsExactly(10L, 0L);
        assertThat(runs(() -> KnownPrograms.counter(true), "dpor", -1)).containsExactly(10L, 0L);
        assertThat(runs(() -> KnownPrograms.counter(true), "dfs", 1)).containsExactly(5L, 0L);
        assertThat(runs(() -> KnownPrograms.counter(true), "dfs", 2)).containsExactly(9L, 0L);
        assertThat(runs(() -> KnownPrograms.references(true), "dfs", -1)).containsExactly(9L, 0L);
        assertThat(runs(() -> KnownPrograms.references(true), "dpor", -1)).containsExactly(3L, 1L);
        assertThat(runs(() -> KnownPrograms.circle(true), "dpor", -1)).containsExactly(6L, 0L);
        assertThat(runs(KnownPrograms::nine, "dfs", -1)).containsExactly(1680L, 0L);
        assertThat(runs(KnownPrograms::nine, "dpor", -1)).containsExactly(1680L, 0L);
        assertThat(runs(KnownPrograms::nine, "dfs", 1)).containsExactly(42L, 0L);
        assertThat(runs(KnownPrograms::nine, "dfs", 2)).containsExactly(192L, 0L);
    }

    private static List<Long> runs(Supplier<Program> program, String strategy, int preemptions) {
        Result r = Explorer.of(program)
                .strategy(strategy)
                .preemptions(preemptions)
                .plain(true)
                .explore();
        assertThat(r.violation()).isNull();
        assertThat(r.complete()).isTrue();
        return List.of(r.schedules(), r.cut());
    }

    @Test
    void theFirstFailureHasTheFewestPreemptions() {
        for (Supplier<Program> p : List.<Supplier<Program>>of(
                () -> KnownPrograms.counter(false),
                () -> KnownPrograms.references(false),
                () -> KnownPrograms.circle(false))) {
            assertThat(Objects.requireNonNull(Explorer.of(p).explore().violation())
                            .preemptions())
                    .isEqualTo(1);
            Result none = Explorer.of(p).preemptions(0).explore();
            assertThat(none.violation()).isNull();
            assertThat(none.complete()).isTrue();
            assertThat(none.bound()).isEqualTo("all schedules with at most 0 preemptions");
        }
    }

    @Test
    void stateHashingMergesTheOrdersOfOneLock() {
        Result r = Explorer.of(KnownPrograms::nine).strategy("state").explore();
        assertThat(r.complete()).isTrue();
        assertThat(r.runs()).isLessThan(200);
    }

    @Test
    void threadsDoWhatContinuationsDo() {
        Result r = Explorer.of(() -> KnownPrograms.counter(true))
                .threads(true)
                .strategy("dfs")
                .explore();
        assertThat(r.schedules()).isEqualTo(10);
        assertThat(Objects.requireNonNull(Explorer.of(() -> KnownPrograms.circle(false))
                                .threads(true)
                                .explore()
                                .violation())
                        .kind())
                .isEqualTo(ViolationKind.DEADLOCK);
    }
}
