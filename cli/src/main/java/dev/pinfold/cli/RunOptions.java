package dev.pinfold.cli;

import dev.pinfold.lab.log.Release;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that run workloads and logs offer: mix it in. */
final class RunOptions {
    @Option(names = "--maps", description = "Show all mappings of each address space at the end.")
    boolean maps;

    @Option(
            names = "--strict",
            description = "Status 1 for any difference, whosever fault, and for lines of a log that were not judged.")
    boolean strict;

    @Option(names = "--verbose", description = "Show each line of a log that was passed over, and each kind of call.")
    boolean verbose;

    @Option(
            names = "--kernel",
            paramLabel = "RELEASE",
            description = "The kernel that the log was recorded on, as 5.15; else what the log shows is concluded.")
    @Nullable
    String kernel;

    /** The kernel as stated. */
    Optional<Release> release() {
        if (kernel == null) {
            return Optional.empty();
        }
        Optional<Release> release = Release.parse(kernel);
        if (release.isEmpty()) {
            throw new UserError("pinfold: --kernel: found \"" + kernel + "\", expected a release such as 5.15");
        }
        return release;
    }
}
