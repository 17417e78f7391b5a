package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every concurrent workload shipped shows no violation in any schedule that fits into a few seconds. */
@Tag("controlled")
class ShippedExplorationTest {
    @TestFactory
    Stream<DynamicTest> noScheduleShowsAViolation() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("..", "examples"))) {
            files = all.filter(f -> f.getFileName().toString().startsWith("concurrent-"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    Result r = Explorer.of(ExploredWorkload.of(Workload.read(file), Machine::of))
                            .seconds(3)
                            .explore()
                            .orThrow();
                    assertThat(r.schedules()).isPositive();
                }));
    }
}
