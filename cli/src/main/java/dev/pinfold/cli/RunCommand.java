package dev.pinfold.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pinfold run}: workloads and recorded logs on a machine of Pinfold's. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs workloads and logs that strace recorded, and reports each result that differs.",
            "Status 0: all as expected, of a log no difference that is Pinfold's; 1: not so."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    @Mixin
    DesignOptions design;

    @Mixin
    RunOptions options;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Workloads (.mm), or logs of strace with whatever stands around them; files of strace -ff together.")
    List<Path> files;

    @Override
    public Integer call() throws IOException {
        design.apply();
        var kernel = options.release();
        RunSession session = new RunSession(output.console(), output.json, design, options);
        return ExitCode.of(session.run(RunSession.read(files), kernel));
    }
}
