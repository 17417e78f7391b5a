package dev.pinfold.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the JVM with its {@link ExitCode}. */
    public static void main(String[] args) {
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Interruption.expect(out, err);
        int status =
                execute(frame(PinfoldCommand.forArguments(args)).setOut(out).setErr(err), args);
        out.flush();
        err.flush();
        Interruption.ended();
        System.exit(status);
    }

    /** A command and its subcommands with what all of them share: exit statuses, failures, colours. */
    static CommandLine frame(Object root) {
        return frame(new CommandLine(root));
    }

    /** The same around a command line that is made already. */
    static CommandLine frame(CommandLine root) {
        var failures = new Failures();
        ColorScheme colours = CommandLine.Help.defaultColorScheme(Console.ansi(Console.terminal("stdout")));
        return root.setColorScheme(colours)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    /** Runs one command; a failed assertion or an exhausted heap is Pinfold's own failure like any other. */
    static int execute(CommandLine command, String... args) {
        try {
            return command.execute(args);
        } catch (Error e) {
            return Failures.report(e, command, List.of(args));
        }
    }
}
