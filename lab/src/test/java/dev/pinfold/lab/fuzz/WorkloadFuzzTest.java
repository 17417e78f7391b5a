package dev.pinfold.lab.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.run.WorkloadRun;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a workload says: it is refused with its place and in few words, or it runs on a small machine to its end, and the
 * machine's audit is clean.
 */
class WorkloadFuzzTest {
    @MethodSource("dev.pinfold.lab.fuzz.Seeds#workloads")
    @FuzzTest(maxDuration = "15m")
    void runs(byte[] bytes) {
        try {
            Workload workload = Workload.of("fuzz", Small.text(bytes));
            if (!workload.recorded()) {
                WorkloadRun.run(workload, Small::machine, () -> {});
            }
        } catch (WorkloadException e) {
            Small.refused(e);
        } catch (Small.TooLarge e) {
            // Nothing to learn here.
        }
    }
}
