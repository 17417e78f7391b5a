package dev.pinfold.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Machine;
import java.util.List;

/** Short ways to run texts in tests. */
final class Runs {
    private Runs() {}

    static RunReport run(String... lines) {
        try {
            return WorkloadRun.run(Workload.of("w.mm", String.join("\n", lines) + "\n"), Machine::of, () -> {});
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

    static WorkloadException error(String... lines) {
        WorkloadException e = catchThrowableOfType(
                WorkloadException.class,
                () -> WorkloadRun.run(Workload.of("w.mm", String.join("\n", lines) + "\n"), Machine::of, () -> {}));
        assertThat(e).as("an error of the workload").isNotNull();
        return e;
    }
}
