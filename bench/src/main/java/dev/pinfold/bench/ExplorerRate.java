package dev.pinfold.bench;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Program;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.mm.sync.IntCell;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * How many schedules of a small program the explorer sees in a second. The program runs in a controlled JVM of its own: this
 * class's {@link #main}, which explores for a while for each line it is sent and answers with nanoseconds a schedule.
 */
public final class ExplorerRate {
    /** Operations of each of the two tasks, all on one counter: every order is another schedule. */
    private static final int POINTS = 20;

    private static final double SECONDS = 0.2;

    private ExplorerRate() {}

    /** Explores on demand until its input ends. */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new java.io.InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            Result r = Explorer.of(ExplorerRate::program)
                    .strategy("dfs")
                    .races(false)
                    .seconds(SECONDS)
                    .explore();
            System.out.println(1e9 / r.schedulesPerSecond());
        }
    }

    private static Program program() {
        IntCell counter = new IntCell(0);
        Program.Body count = () -> {
            for (int i = 0; i < POINTS; i++) {
                counter.getAndAdd(1);
            }
        };
        return new Program.Of().task("A", count).task("B", count).finish(() -> {
            if (counter.peek() != 2 * POINTS) {
                throw new AssertionError("the counter is " + counter.peek());
            }
        });
    }

    /** The other JVM, seen from here. */
    static final class Child implements Contender {
        private final Process process;
        private final BufferedReader answers;
        private final BufferedWriter questions;

        Child() {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = List.of(
                    java,
                    "-Dpinfold.controlled=true",
                    "--enable-native-access=ALL-UNNAMED",
                    "--add-exports",
                    "java.base/jdk.internal.vm=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ExplorerRate.class.getName());
            try {
                process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            answers = process.inputReader(StandardCharsets.UTF_8);
            questions = process.outputWriter(StandardCharsets.UTF_8);
        }

        @Override
        public double round() {
            try {
                questions.write('\n');
                questions.flush();
                String answer = answers.readLine();
                if (answer == null) {
                    throw new IllegalStateException("the exploring JVM has ended");
                }
                return Double.parseDouble(answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
