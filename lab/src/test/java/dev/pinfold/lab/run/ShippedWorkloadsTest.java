package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workloads that the project ships run as they say; the audit after each run finds nothing. */
@Timeout(120)
class ShippedWorkloadsTest {
    static List<Path> workloads() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
            return files.filter(p -> p.toString().endsWith(".mm")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void workloadsRunAsTheySay(Path file) throws Exception {
        Workload workload = Workload.read(file);
        // Several times where threads meet: each time in another order.
        for (int i = 0; i < (workload.concurrent().isEmpty() ? 1 : 20); i++) {
            RunReport report = WorkloadRun.run(workload, Machine::of, () -> {});
            assertThat(report.differences()).isEmpty();
            // A thread that another one ends does not come to the rest of its lines.
            if (workload.concurrent().stream()
                    .noneMatch(s -> s instanceof Line l && l.name().equals("exit_group"))) {
                assertThat(report.notRun()).isZero();
            }
        }
    }
}
