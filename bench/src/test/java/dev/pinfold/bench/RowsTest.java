package dev.pinfold.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pinfold.host.agent.Agent;
import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.mm.MachineConfig;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row does its work on both sides, and one that measures nothing is noticed. How fast it is is no matter here. */
class RowsTest {
    private static Agent agent() {
        try {
            return Agent.start(AgentOptions.standard());
        } catch (AgentUnavailableException e) {
            return abort(e.reason());
        }
    }

    @TestFactory
    Stream<DynamicTest> pinfoldsSideOfEveryRowMeasuresSomething() {
        return Rows.all().stream()
                .filter(r -> !r.name().equals("diff")) // needs the kernel on this side, too
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    try (PinfoldTask ours = new PinfoldTask(
                                    MachineConfig.defaults().withCpus(2).withMemory(3L << 30));
                            Contender side = row.pinfold().make(ours)) {
                        assertThat(Contender.measured(side, row.name())).isPositive();
                    }
                }));
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> theKernelsSideOfEveryRowMeasuresSomething() {
        return Rows.all().stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    try (Agent agent = agent()) {
                        agent.spawn(0);
                        try (Contender side = row.kernel().make(new KernelTask(agent))) {
                            assertThat(Contender.measured(side, row.name())).isPositive();
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyCostIsMeasured() {
        return Rows.costs().stream()
                .map(cost -> DynamicTest.dynamicTest(cost.name(), () -> {
                    try (Contender side = cost.side().make()) {
                        assertThat(side.round()).isFinite();
                    }
                }));
    }

    @Test
    void namesAreOnesOwnAndSayWhatIsCompared() {
        Set<String> names = new HashSet<>();
        Rows.all().forEach(r -> {
            assertThat(names.add(r.name())).as(r.name()).isTrue();
            assertThat(r.compared()).as(r.name()).isNotBlank();
            assertThat(r.unit()).as(r.name()).isNotBlank();
        });
        Rows.costs().forEach(c -> assertThat(names.add(c.name())).as(c.name()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRoundOfNothingIsNoticed(double cost) {
        assertThatThrownBy(() -> Contender.measured(() -> cost, "a row"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a row measured nothing");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -22})
    void aCallThatFailsIsNoMeasurement(long result) {
        assertThatThrownBy(() -> PinfoldTask.ok(result)).hasMessageContaining("Pinfold's side failed");
    }
}
