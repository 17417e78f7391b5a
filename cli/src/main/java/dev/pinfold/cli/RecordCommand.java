package dev.pinfold.cli;

import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.Release;
import dev.pinfold.lab.log.read.LogReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinfold record}: a program under strace, and its log replayed at once. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a program under strace with the options that make the best log, and replays the log.",
            "Status 0: no difference that is Pinfold's; 1: some; 2: strace is missing or may not trace."
        })
final class RecordCommand implements Callable<Integer> {
    /** All tasks, whole calls of one line, and the paths of descriptors that the program was born with. */
    private static final List<String> OPTIONS = List.of("-f", "-y", "-q");

    @Mixin
    OutputOptions output;

    @Mixin
    DesignOptions design;

    @Mixin
    RunOptions options;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Keep the log there; else it is not kept.")
    @Nullable
    Path log;

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", description = "The program and its arguments, behind --.")
    List<String> program;

    @Override
    public Integer call() throws IOException, InterruptedException {
        design.apply();
        Optional<Release> stated = options.release();
        Path strace = strace(System.getenv("PATH"));
        Path file = log != null ? log : Files.createTempFile("pinfold-", ".log");
        try {
            int status = run(strace, file);
            Interruption.goOn(); // Ctrl-C was for the program: what it did is replayed.
            if (!Files.exists(file) || Files.size(file) == 0) {
                throw new UserError("pinfold: strace recorded nothing and ended with status " + status
                        + ": may it trace here, and is \"" + program.getFirst() + "\" a program?");
            }
            output.console().err().println("pinfold: " + program.getFirst() + " ended with status " + status);
            Optional<Release> kernel =
                    stated.isPresent() ? stated : Release.parse(System.getProperty("os.version", ""));
            return ExitCode.of(new RunSession(output.console(), output.json, design, options)
                    .run(List.of(RunSession.Input.of(LogReader.read(Source.read(file)))), kernel));
        } catch (WorkloadException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        } finally {
            if (log == null) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The program hears Ctrl-C as well, and may take its time or go on. */
    private final Interruption.Work recording = new Interruption.Work() {
        @Override
        public List<String> where() {
            return List.of("while \"" + program.getFirst() + "\" ran: what is recorded is replayed when it has ended");
        }

        @Override
        public long patience() {
            return Long.MAX_VALUE;
        }
    };

    private int run(Path strace, Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(strace.toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-o", file.toString(), "--"));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        if (output.json) {
            // Standard output is the report's.
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        try (Interruption.Noted noted = Interruption.during(recording)) {
            return builder.start().waitFor();
        }
    }

    /** Finds strace where the shell would. */
    static Path strace(@Nullable String path) {
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, "strace");
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new UserError("pinfold: record needs strace, and there is none in PATH (Debian: apt-get install strace)");
    }
}
