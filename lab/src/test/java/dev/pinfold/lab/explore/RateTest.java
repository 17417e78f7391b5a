package dev.pinfold.lab.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.ExploredWorkload;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How fast schedules go by, in the processor time of the one thread that explores; the second of two rounds counts. */
@Tag("controlled")
@Tag("long")
class RateTest {
    private static final Site LOCK = Site.lock("rate: lock");
    private static final ThreadMXBean TIME = ManagementFactory.getThreadMXBean();

    private static Program forty() {
        var lock = new SpinLock(LockClass.BUDDY);
        var count = new LongCell(0);
        Program.Body body = () -> {
            for (int i = 0; i < 5; i++) {
                lock.lock(LOCK);
                count.setVolatile(count.getVolatile() + 1);
                lock.unlock();
            }
        };
        return new Program.Of().task("A", body).task("B", body);
    }

    /** Schedules and points a second. */
    private static double[] rates(Supplier<? extends Program> program, String strategy, long schedules) {
        double[] rates = new double[2];
        for (int round = 0; round < 2; round++) {
            long before = TIME.getCurrentThreadCpuTime();
            Result r = Explorer.of(program)
                    .strategy(strategy)
                    .schedules(schedules)
                    .explore()
                    .orThrow();
            double seconds = (TIME.getCurrentThreadCpuTime() - before) / 1e9;
            rates[0] = r.runs() / seconds;
            rates[1] = r.points() / seconds;
        }
        return rates;
    }

    @Test
    void fortyPointsTakeTenMicroseconds() {
        double[] rates = rates(RateTest::forty, "random", 300_000);
        assertThat(rates[0]).isGreaterThan(100_000);
    }

    @Test
    void theMemoryManagerMakesAMillionPointsASecond() throws Exception {
        Workload workload = Workload.read(Path.of("..", "examples", "concurrent-map-map.mm"));
        double[] rates = rates(ExploredWorkload.of(workload, Machine::of), "dfs", 20_000);
        assertThat(rates[1]).isGreaterThan(1_000_000);
    }
}
