package dev.pinfold.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the commands. A command is one file of this package, named in {@link #COMMANDS}. */
@Command(
        name = "pinfold",
        description = "Linux's memory management as a program: run it, race it, compare it with the kernel.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class PinfoldCommand implements Runnable {
    /** The commands by name, in the order in which the help lists them. */
    static final Map<String, Class<?>> COMMANDS = commands(
            RunCommand.class,
            RecordCommand.class,
            DiffCommand.class,
            ExploreCommand.class,
            ReplayCommand.class,
            AblateCommand.class,
            BugsCommand.class,
            BenchCommand.class,
            CallsCommand.class,
            DesignsCommand.class,
            CompareCommand.class);

    @Spec
    CommandSpec spec;

    /** A command line that knows every command. */
    static CommandLine whole() {
        return with(COMMANDS);
    }

    /**
     * A command line for these arguments. Where they begin with the name of a command it knows that one alone, as
     * reading the options of all would take a third of the time in which a small workload runs.
     */
    static CommandLine forArguments(String... args) {
        Class<?> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        return named == null ? whole() : with(Map.of(args[0], named));
    }

    /** Without a command there is nothing to do: that is a usage error. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private static CommandLine with(Map<String, Class<?>> commands) {
        var root = new CommandLine(new PinfoldCommand());
        commands.values().forEach(root::addSubcommand);
        return root;
    }

    private static Map<String, Class<?>> commands(Class<?>... classes) {
        Map<String, Class<?>> named = new LinkedHashMap<>();
        for (Class<?> c : classes) {
            named.put(c.getAnnotation(Command.class).name(), c);
        }
        return named;
    }
}
