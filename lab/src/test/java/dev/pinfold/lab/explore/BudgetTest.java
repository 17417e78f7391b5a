package dev.pinfold.lab.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.ExploredWorkload;
import dev.pinfold.mm.Machine;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a budget buys: the same on every machine, and never nothing. */
@Tag("controlled")
class BudgetTest {
    private static Explorer explorer() throws Exception {
        Workload workload = Workload.read(Path.of("..", "examples", "concurrent-cow-cow.mm"));
        return Explorer.of(ExploredWorkload.of(workload, Machine::of));
    }

    @Test
    void theSameWorkSeesTheSame() throws Exception {
        Result one = explorer().work(300_000).explore();
        Result two = explorer().work(300_000).explore();
        assertThat(one.complete()).isFalse();
        assertThat(one.work()).isGreaterThanOrEqualTo(300_000).isEqualTo(two.work());
        assertThat(one.schedules()).isPositive().isEqualTo(two.schedules());
        assertThat(one.bound()).isEqualTo(two.bound());
    }

    @Test
    void theSmallestBudgetShowsOneSchedule() throws Exception {
        assertThat(explorer().work(1).explore().schedules()).isPositive();
        assertThat(explorer().seconds(1e-9).explore().schedules()).isPositive();
    }
}
