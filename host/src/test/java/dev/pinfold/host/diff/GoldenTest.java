package dev.pinfold.host.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.RunReport;
import dev.pinfold.lab.run.WorkloadRun;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel answered once, what comparisons found, and what is known to differ, holds on any machine. */
final class GoldenTest {
    static List<Path> recordings() throws IOException {
        try (Stream<Path> golden = Files.list(Path.of("../examples/golden"));
                Stream<Path> found = Files.list(Path.of("../examples/fidelity"));
                Stream<Path> differs = Files.list(Path.of("../examples/differs"))) {
            return Stream.of(golden, found, differs).flatMap(s -> s).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void pinfoldAnswersAsTheKernelDid(Path file) throws Exception {
        RunReport report = WorkloadRun.run(Workload.read(file), Machine::of, () -> {});
        assertThat(report.differences()).isEmpty();
        assertThat(report.calls()).isPositive();
    }
}
