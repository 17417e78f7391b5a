package dev.pinfold.host.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.proc.KernelInfo;
import dev.pinfold.mm.Machine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random sequences find what is wrong, and shrinking leaves what shows it. */
final class PlantedTest {
    @ParameterizedTest
    @EnumSource
    void errorIsFoundAndShrunk(Planted planted) {
        try (KernelSide kernel = new KernelSide(AgentOptions.standard());
                PinfoldSide pinfold = new PinfoldSide(
                        PinfoldSide.standard(256L << 20, false, KernelInfo.lowestAddress()),
                        Machine::of,
                        planted::between)) {
            var result = new RandomDiff(kernel, pinfold, 16, 1, null).run(1, planted.profile, 200_000, done -> {});
            assertThat(result.found()).as("found within 200,000 operations").hasSize(1);
            Difference shortest = result.found().getFirst().shortest();
            assertThat(shortest.lines()).hasSizeLessThanOrEqualTo(8);
        } catch (AgentUnavailableException e) {
            abort(e.reason());
        }
    }
}
