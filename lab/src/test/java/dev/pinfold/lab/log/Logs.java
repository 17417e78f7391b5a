package dev.pinfold.lab.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.run.RunReport;
import dev.pinfold.mm.Machine;
import java.util.List;

/** Short ways to replay logs in tests. */
final class Logs {
    private Logs() {}

    static RunReport run(String... lines) {
        try {
            return LogRun.run(
                    LogReader.read(Source.of("x.log", String.join("\n", lines) + "\n"))
                            .getFirst(),
                    Machine::of,
                    () -> {});
        } catch (WorkloadException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Runs lines that must come out as they say. */
    static RunReport fine(String... lines) {
        RunReport report = run(lines);
        assertThat(report.differences()).isEmpty();
        return report;
    }

    /** Runs lines of which exactly one must come out differently. */
    static Difference difference(String... lines) {
        List<Difference> differences = run(lines).differences();
        assertThat(differences).hasSize(1);
        return differences.getFirst();
    }
}
