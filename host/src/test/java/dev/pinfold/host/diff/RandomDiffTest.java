package dev.pinfold.host.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.proc.KernelInfo;
import dev.pinfold.host.random.Profile;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pinfold does what the running kernel does, in some random sequences of each kind. */
final class RandomDiffTest {
    @ParameterizedTest
    @EnumSource
    void pinfoldAgreesWithTheKernel(Profile profile) {
        String hugePages = profile.huge() ? KernelInfo.hugePages() : "never";
        assumeFalse(profile.huge() && hugePages.equals("never"), "this kernel gives no huge pages");
        MachineConfig config = PinfoldSide.standard(256L << 20, false, KernelInfo.lowestAddress())
                .withThp(hugePages);
        try (KernelSide kernel = new KernelSide(AgentOptions.standard().withHugePages(profile.huge()));
                PinfoldSide pinfold = new PinfoldSide(kernel.like(config), Machine::of)) {
            RandomDiff.Result result =
                    new RandomDiff(kernel, pinfold, 16, 1, null).run(4_000_000, profile, 2_000, done -> {});
            assertThat(result.operations()).isGreaterThanOrEqualTo(2_000);
            assertThat(result.found())
                    .extracting(f -> "seed " + f.seed() + ": " + f.shortest().what() + "\n"
                            + String.join("\n", f.shortest().lines()) + "\nkernel:  "
                            + f.shortest().kernel() + "\npinfold: "
                            + f.shortest().pinfold())
                    .isEmpty();
        } catch (AgentUnavailableException e) {
            abort(e.reason());
        }
    }
}
