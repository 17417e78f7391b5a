package dev.pinfold.lab.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What fuzzing begins with: the workloads and the logs that are shipped. */
final class Seeds {
    private static final Path EXAMPLES = Path.of("../examples");
    /** Larger inputs only slow the fuzzer down. */
    private static final int LARGEST = 8 << 10;

    private Seeds() {}

    static List<byte[]> workloads() throws IOException {
        return files(EXAMPLES, ".mm");
    }

    static List<byte[]> logs() throws IOException {
        return files(EXAMPLES.resolve("logs"), ".log");
    }

    /** The files with an ending, each cut to its first lines if it is large. */
    private static List<byte[]> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> p.toString().endsWith(ending))
                    .sorted()
                    .map(Seeds::head)
                    .toList();
        }
    }

    private static byte[] head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(LARGEST);
            int end = head.length;
            while (end == LARGEST && end > 0 && head[end - 1] != '\n') {
                end--;
            }
            return Arrays.copyOf(head, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
