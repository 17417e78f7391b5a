package dev.pinfold.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the commands. A command is one file of this package, named in {@code subcommands} here. */
@Command(
        name = "pinfold",
        description = "Linux's memory management as a program: run it, race it, compare it with the kernel.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            DiffCommand.class,
            ExploreCommand.class,
            ReplayCommand.class,
            AblateCommand.class,
            BugsCommand.class,
            BenchCommand.class,
            CallsCommand.class,
            DesignsCommand.class,
            CompareCommand.class
        })
final class PinfoldCommand implements Runnable {
    @Spec
    CommandSpec spec;

    /** Without a command there is nothing to do: that is a usage error. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
