package dev.pinfold.lab.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.run.RunReport;
import dev.pinfold.mm.Machine;
import java.util.List;
import java.util.Optional;

/** Short ways to replay logs in tests. */
final class Logs {
    private Logs() {}

    /** Replays the first log of a text. */
    static LogReport replay(String text) {
        return replay(text, Optional.empty());
    }

    static LogReport replay(String text, Optional<Release> kernel) {
        try {
            return LogRun.run(LogReader.read(Source.of("x.log", text)).getFirst(), kernel, Machine::of, () -> {});
        } catch (WorkloadException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static LogReport run(String... lines) {
        return replay(String.join("\n", lines) + "\n");
    }

    /** Runs lines that must come out as they say. */
    static RunReport fine(String... lines) {
        LogReport report = run(lines);
        assertThat(report.differences()).isEmpty();
        return report.run();
    }

    /** Runs lines of which exactly one must come out differently. */
    static Difference difference(String... lines) {
        List<LogDifference> differences = run(lines).differences();
        assertThat(differences).hasSize(1);
        return differences.getFirst().difference();
    }

    /** Reads a text that must be refused; returns why. */
    static String refused(String text) {
        WorkloadException e =
                catchThrowableOfType(WorkloadException.class, () -> LogReader.read(Source.of("x.log", text)));
        assertThat(e).as("a refusal").isNotNull();
        return String.valueOf(e.getMessage());
    }
}
