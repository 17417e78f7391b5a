package dev.pinfold.host.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.proc.KernelInfo;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.WorkloadRun;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random sequences find what is wrong, and shrinking leaves what shows it. */
final class PlantedTest {
    @ParameterizedTest
    @EnumSource
    void errorIsFoundAndShrunk(Planted planted) throws Exception {
        try (KernelSide kernel = new KernelSide(AgentOptions.standard());
                PinfoldSide pinfold = new PinfoldSide(
                        kernel.like(PinfoldSide.standard(256L << 20, false, KernelInfo.lowestAddress())),
                        Machine::of,
                        planted::between)) {
            var result = new RandomDiff(kernel, pinfold, 16, 1, null).run(1, planted.profile, 200_000, done -> {});
            assertThat(result.found()).as("found within 200,000 operations").hasSize(1);
            Divergence shortest = result.found().getFirst().shortest();
            assertThat(shortest.lines()).hasSizeLessThanOrEqualTo(8);
            assertIsAWorkload(kernel, shortest);
        } catch (AgentUnavailableException e) {
            abort(e.reason());
        }
    }

    /** What is left can be compared again and run, and holds for what has no error. */
    private static void assertIsAWorkload(KernelSide kernel, Divergence shortest) throws Exception {
        MachineConfig config = kernel.like(PinfoldSide.standard(256L << 20, false, KernelInfo.lowestAddress()));
        String text = "machine(memory=256M, thp=never, zero_page=" + (config.zeroPage() ? "on" : "off") + ")\n"
                + String.join("\n", shortest.lines()) + "\n";
        Workload workload = Workload.of("shortest.mm", text);
        FileDiff.require(workload);
        try (PinfoldSide right = new PinfoldSide(config, Machine::of)) {
            FileDiff.Result again = new FileDiff(new Differ(kernel, right, 1), 1).run(workload);
            assertThat(again.difference()).as(text).isEmpty();
        }
        assertThat(WorkloadRun.run(workload, Machine::of, () -> {}).differences())
                .as(text)
                .isEmpty();
    }
}
