package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * No concurrent workload shipped shows a violation: all its schedules are seen, or all with at most two preemptions; of the few
 * that have too many of those, what half a minute holds. Which those are is printed. The long test goes to four preemptions.
 *
 * <p>An exploration takes one processor, so every other workload is another class's, and two JVMs share them.
 */
abstract class ShippedExploration {
    private static final int PARTS = 2;

    private final int part;

    ShippedExploration(int part) {
        this.part = part;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("..", "examples"))) {
            List<Path> files = all.filter(f -> f.getFileName().toString().startsWith("concurrent-"))
                    .sorted()
                    .toList();
            return IntStream.range(0, files.size())
                    .filter(i -> i % PARTS == part)
                    .mapToObj(files::get)
                    .toList();
        }
    }

    private static Explorer explorer(Path file) throws IOException, WorkloadException {
        return Explorer.of(ExploredWorkload.of(Workload.read(file), Machine::of));
    }

    @TestFactory
    Stream<DynamicTest> noScheduleShowsAViolation() throws IOException {
        assertThat(files()).isNotEmpty();
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    Result r = explorer(file).seconds(2).explore().orThrow();
                    if (!r.complete() && !r.bound().startsWith("all schedules with at most 2")) {
                        r = explorer(file)
                                .preemptions(2)
                                .seconds(SECONDS)
                                .explore()
                                .orThrow();
                    }
                    assertThat(r.schedules()).isPositive();
                    if (!r.complete() && !r.bound().startsWith("all schedules with at most 2")) {
                        System.out.printf("%s: seen only %s%n", file.getFileName(), r.bound());
                    }
                }));
    }

    /** For two preemptions, on a machine that has nothing else to do, a tenth of it is enough for most. */
    private static final double SECONDS = 30;

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> noLongerScheduleShowsAViolation() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    Result r = explorer(file).seconds(1).explore().orThrow();
                    if (!r.complete()) {
                        r = explorer(file).preemptions(4).seconds(120).explore().orThrow();
                    }
                    assertThat(r.schedules()).isPositive();
                }));
    }
}
