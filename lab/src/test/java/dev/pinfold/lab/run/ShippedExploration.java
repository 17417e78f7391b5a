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
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * No concurrent workload shipped shows a violation: all its schedules are seen, or all with at most two preemptions; of the few
 * that have too many of those, {@link #IN_PART}, a part. The long test goes to four preemptions.
 *
 * <p>How much is seen is bounded by work and not by time, so it is the same on every machine. An exploration takes one
 * processor, so every other workload is another class's, and two JVMs share them.
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

    /** What a short look may cost, which sees most workloads up to two preemptions and many whole. */
    private static final long LOOK = 4_000_000;

    /** What two preemptions may cost. */
    private static final long TWO_PREEMPTIONS = 60_000_000;

    /** Workloads that have more schedules with two preemptions than fit. One that fits is to be taken off the list. */
    private static final Set<String> IN_PART = Set.of(
            "concurrent-count-fork.mm",
            "concurrent-huge-collapse-unmap.mm",
            "concurrent-huge-split-store.mm",
            "concurrent-migrate-fork.mm",
            "concurrent-shared-huge-truncate.mm");

    private static boolean upToTwo(Result r) {
        return r.complete() || r.bound().startsWith("all schedules with at most 2");
    }

    @TestFactory
    Stream<DynamicTest> noScheduleShowsAViolation() throws IOException {
        assertThat(files()).isNotEmpty();
        return files().stream().map(file -> {
            String name = file.getFileName().toString();
            return DynamicTest.dynamicTest(name, () -> {
                Result r = explorer(file).work(LOOK).explore().orThrow();
                if (!upToTwo(r)) {
                    r = explorer(file)
                            .preemptions(2)
                            .work(TWO_PREEMPTIONS)
                            .explore()
                            .orThrow();
                }
                assertThat(r.schedules()).isPositive();
                assertThat(upToTwo(r)).as("seen: %s", r.bound()).isEqualTo(!IN_PART.contains(name));
            });
        });
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> noLongerScheduleShowsAViolation() throws IOException {
        assertThat(files()).isNotEmpty();
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    Result r = explorer(file).work(LOOK / 2).explore().orThrow();
                    if (!r.complete()) {
                        r = explorer(file)
                                .preemptions(4)
                                .work(10 * TWO_PREEMPTIONS)
                                .explore()
                                .orThrow();
                    }
                    assertThat(r.complete() || r.bound().startsWith("all schedules with at most"))
                            .as("seen: %s", r.bound())
                            .isTrue();
                }));
    }
}
