package dev.pinfold.lab.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of the logs and workloads that the project ships is understood. */
class ShippedLogsTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<Path> logs() throws IOException {
        return files(EXAMPLES.resolve("logs"), ".log");
    }

    static List<Path> workloads() throws IOException {
        return files(EXAMPLES, ".mm");
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(p -> p.toString().endsWith(ending)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void logsAreUnderstood(Path log) throws Exception {
        Workload workload = Workload.read(log);
        assertThat(workload.recorded()).isTrue();
        assertThat(workload.calls().filter(line -> line.spec().isPresent())).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void workloadsAreUnderstoodAndBeginByTellingWhatTheyShow(Path file) throws Exception {
        assertThat(Files.readString(file)).startsWith("# ");
        assertThat(Workload.read(file).recorded()).isFalse();
    }
}
