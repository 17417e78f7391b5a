package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are asked to end in the middle of long work, each in a JVM of its own. */
class InterruptionTest {
    /** What a shell says of a process that SIGTERM has ended; SIGINT takes the same way and gives 130. */
    private static final int ENDED = 128 + 15;

    private static final String QUICK = """
            A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
            A store(a, 5)
            """;

    @TempDir
    Path folder;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** A is at work for hours, and B waits for what A makes in the end. */
    private String endless() throws IOException {
        StringBuilder text = new StringBuilder("machine(memory=256M)\nA getpid() = ?\nB getpid() = ?\nconcurrently:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("A mmap(NULL, 134217728, PROT_READ, MAP_SHARED|MAP_ANONYMOUS|MAP_POPULATE, -1, 0) = a%d\n"
                    .formatted(i));
            text.append("A munmap(a%d, 134217728) = 0\n".formatted(i));
        }
        text.append(
                "A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = late\nB munmap(late, 4096) = 0\n");
        return file("endless.mm", text.toString());
    }

    @Test
    void whatWasDoneIsPrintedAndWhereItIsSaid() throws Exception {
        Process process = start("run", file("quick.mm", QUICK), endless());
        try (BufferedReader out = process.inputReader()) {
            String first = out.readLine();
            process.toHandle().destroy(); // Unlike the process's own this leaves its output open.
            String rest = out.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor()).isEqualTo(ENDED);
            assertThat(first).contains("quick.mm: as expected");
            assertThat(rest).contains("2 calls").doesNotContain("endless.mm");
        }
        assertThat(Files.readString(folder.resolve("err"))).contains("pinfold: interrupted");
    }
}
