package dev.pinfold.cli;

import dev.pinfold.lab.run.RunFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * From exceptions to what the user reads and the exit status: what the user can mend is a message and status 2, all
 * else is Pinfold's own failure and status 3. No stack trace unless {@value #TRACE} is set in the environment.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** Environment variable that brings the stack traces back. */
    static final String TRACE = "PINFOLD_STACKTRACE";

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command, parsed.originalArgs());
    }

    /** Also for the errors of the virtual machine, which picocli lets through. */
    static int report(Throwable thrown, CommandLine command, List<String> args) {
        PrintWriter err = command.getErr();
        String mendable = mendable(thrown);
        if (mendable != null) {
            err.println(mendable);
            trace(thrown, err);
            return ExitCode.BAD_INPUT;
        }
        Throwable e = thrown instanceof RunFailure && thrown.getCause() != null ? thrown.getCause() : thrown;
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        err.println("pinfold: failed, and this is a defect of Pinfold: "
                + e.getClass().getSimpleName() + message);
        if (thrown instanceof RunFailure) {
            err.println("  in " + Console.shortened(String.valueOf(thrown.getMessage())));
        }
        StackTraceElement[] frames = e.getStackTrace();
        if (frames.length > 0) {
            err.println("  at " + frames[0]);
        }
        if (!trace(thrown, err)) {
            err.println("  (set " + TRACE + "=1 for the whole trace)");
        }
        err.println("  to see it again: pinfold "
                + args.stream().map(Failures::quoted).collect(Collectors.joining(" ")));
        err.println("  please report it, with that command and its files: " + Version.issues());
        return ExitCode.FAILED;
    }

    /** An argument as a shell takes it. */
    private static String quoted(String argument) {
        return argument.matches("[\\w@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("pinfold: " + e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.BAD_INPUT;
    }

    /** The message for what the user can mend, or null where the failure is ours. */
    private static @Nullable String mendable(Throwable e) {
        return switch (e) {
            case UserError u -> u.getMessage();
            case UncheckedIOException u -> u.getCause() == null ? u.getMessage() : mendable(u.getCause());
            case NoSuchFileException n -> "pinfold: " + n.getFile() + ": no such file";
            case AccessDeniedException a -> "pinfold: " + a.getFile() + ": permission denied";
            case FileSystemException f -> "pinfold: " + f.getMessage();
            case IOException io -> "pinfold: " + io.getMessage();
            default -> null;
        };
    }

    private static boolean trace(Throwable e, PrintWriter err) {
        boolean wanted = System.getenv(TRACE) != null;
        if (wanted) {
            e.printStackTrace(err);
        }
        return wanted;
    }
}
