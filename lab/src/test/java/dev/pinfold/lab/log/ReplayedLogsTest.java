package dev.pinfold.lab.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.log.read.PassedKind;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The logs that the project ships replay as the kernel answered, to the last memory call. */
class ReplayedLogsTest {
    static List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "examples", "logs"))) {
            return files.filter(p -> p.toString().endsWith(".log")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void logsReplayAsTheKernelAnswered(Path file) throws Exception {
        LogReport report =
                LogRun.run(LogReader.read(Source.read(file)).getFirst(), Optional.empty(), Machine::of, () -> {});
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared())
                .isGreaterThan(40)
                .isEqualTo(report.run().equal());
        assertThat(report.log().passed()).allMatch(p -> p.kind() == PassedKind.PROMPT);
    }
}
