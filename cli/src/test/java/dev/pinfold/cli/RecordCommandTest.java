package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int record(String... args) {
        var frame = Main.frame(new RecordCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return Main.execute(frame, args);
    }

    /** Skips where there is no strace, or none that may trace. */
    private static void needStrace() throws Exception {
        try {
            Path strace = RecordCommand.strace(System.getenv("PATH"));
            Process process = new ProcessBuilder(strace.toString(), "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            assumeTrue(process.waitFor() == 0, "strace may not trace here");
        } catch (UserError e) {
            assumeTrue(false, "no strace here");
        }
    }

    @Test
    void aProgramIsRecordedAndReplayed() throws Exception {
        needStrace();
        Path log = folder.resolve("true.log");
        assertThat(record("--json", "-o", log.toString(), "--", "true")).isZero();
        assertThat(JsonParser.parseString(out.toString())
                        .getAsJsonObject()
                        .get("memoryCalls")
                        .getAsInt())
                .isPositive();
        assertThat(Files.readString(log)).contains("execve(");
        assertThat(err.toString()).contains("true ended with status 0");
    }

    @Test
    void whatIsNoProgramIsAnErrorOfTheUser() throws Exception {
        needStrace();
        assertThat(record("--", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("strace recorded nothing");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void straceIsFoundInThePathOrAskedFor() throws IOException {
        assertThatThrownBy(() -> RecordCommand.strace(folder.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("needs strace");
        Path strace = Files.writeString(folder.resolve("strace"), "");
        assertThat(strace.toFile().setExecutable(true)).isTrue();
        assertThat(RecordCommand.strace("/nowhere:" + folder)).isEqualTo(strace);
    }
}
