package dev.pinfold.lab.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.LogRun;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.log.read.LogReader;
import java.util.Optional;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a log says: it is refused with its place and in few words, or it is replayed to its end with a clean audit. */
class LogFuzzTest {
    @MethodSource("dev.pinfold.lab.fuzz.Seeds#logs")
    @FuzzTest(maxDuration = "15m")
    void replays(byte[] bytes) {
        try {
            for (Log log : LogReader.read(Source.of("fuzz", Small.text(bytes)))) {
                LogRun.run(log, Optional.empty(), Small::ofLog, () -> {});
            }
        } catch (WorkloadException e) {
            Small.refused(e);
        } catch (Small.TooLarge e) {
            // Nothing to learn here.
        }
    }
}
