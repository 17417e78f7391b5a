package dev.pinfold.lab.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.explore.Budget;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.ExploredWorkload;
import dev.pinfold.mm.Machine;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every bug comes back when what cures it is switched off, and is found. */
@Tag("controlled")
class CatalogueTest {
    @TestFactory
    Stream<DynamicTest> everyBugIsFound() {
        return Catalogue.all().stream()
                .map(bug -> DynamicTest.dynamicTest(bug.name(), () -> {
                    Workload workload = Workload.read(Path.of("..", "examples", bug.workload()));
                    BugHunt.Catch c =
                            BugHunt.hunt(bug, ExploredWorkload.of(workload, Machine::of), Budget.work(30_000_000));
                    assertThat(c.violation()).isNotNull();
                    assertThat(c.found()).as("%s", c.violation()).isTrue();
                }));
    }
}
