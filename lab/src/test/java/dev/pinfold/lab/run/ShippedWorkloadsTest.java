package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the project ships runs as it says, logs to the last memory call; the audit after each run finds nothing. */
@Timeout(120)
class ShippedWorkloadsTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<Path> workloads() throws IOException {
        return files(EXAMPLES, ".mm");
    }

    static List<Path> logs() throws IOException {
        return files(EXAMPLES.resolve("logs"), ".log");
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(p -> p.toString().endsWith(ending)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void workloadsRunAsTheySay(Path file) throws Exception {
        Workload workload = Workload.read(file);
        assumeTrue(runnable(workload), "holds calls that run cannot make yet");
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

    private static boolean runnable(Workload workload) {
        try {
            WorkloadRun.check(workload);
            return true;
        } catch (WorkloadException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void logsReplayAsTheKernelAnswered(Path file) throws Exception {
        RunReport report = WorkloadRun.run(Workload.read(file), Machine::of, () -> {});
        assertThat(report.differences()).isEmpty();
        assertThat(report.compared()).isGreaterThan(40).isEqualTo(report.equal());
    }
}
