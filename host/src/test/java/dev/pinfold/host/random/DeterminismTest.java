package dev.pinfold.host.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.diff.Differ;
import dev.pinfold.host.diff.Invocation;
import dev.pinfold.host.diff.KernelSide;
import dev.pinfold.host.diff.Printer;
import dev.pinfold.lab.lang.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge is fair: the kernel answers the same sequence the same way, every time and however it is cut up. */
final class DeterminismTest {
    private static final int LENGTH = 200;

    private static KernelSide kernel() {
        try {
            return new KernelSide(AgentOptions.standard());
        } catch (AgentUnavailableException e) {
            return abort(e.reason());
        }
    }

    @ParameterizedTest
    @EnumSource
    void kernelAgreesWithItself(Profile profile) {
        try (KernelSide one = kernel();
                KernelSide other = kernel()) {
            for (long seed = 1; seed <= 5; seed++) {
                Differ.Result drawn = new Differ(one, other, 16).random(seed, profile, LENGTH);
                assertThat(drawn.difference()).isEmpty();
                assertThat(drawn.ops()).hasSizeGreaterThanOrEqualTo(LENGTH);
                Differ.Result again = new Differ(one, other, 1).replay(drawn.ops(), 1);
                assertThat(again.difference()).isEmpty();
                assertThat(again.outcomes()).isEqualTo(drawn.outcomes());
                Differ.Result redrawn = new Differ(one, other, 16).random(seed, profile, LENGTH);
                assertThat(redrawn.ops()).isEqualTo(drawn.ops());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sequencesPrintAsWorkloads(Profile profile) throws Exception {
        try (KernelSide one = kernel();
                KernelSide other = kernel()) {
            Differ.Result drawn = new Differ(one, other, 16).random(99, profile, LENGTH);
            StringBuilder text = new StringBuilder();
            Printer printer = new Printer();
            List<Invocation> ops = drawn.ops();
            for (int i = 0; i < ops.size(); i++) {
                text.append(printer.line(ops.get(i), drawn.outcomes().get(i))).append('\n');
            }
            Workload workload = Workload.of("drawn.mm", text.toString());
            assertThat(workload.calls().count()).isEqualTo(ops.size());
        }
    }
}
