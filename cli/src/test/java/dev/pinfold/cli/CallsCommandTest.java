package dev.pinfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class CallsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int calls(String... args) {
        var frame = Main.frame(new CallsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return Main.execute(frame, args);
    }

    @Test
    void listsAllInGroups() {
        assertThat(calls()).isZero();
        assertThat(out.toString())
                .contains("Memory calls")
                .contains("mremap(addr, old_len, new_len, flags[, new_addr])")
                .contains("Faults handled by the user (not yet available)");
    }

    @Test
    void tellsOfOne() {
        assertThat(calls("store")).isZero();
        assertThat(out.toString()).startsWith("store(addr, value[, size]) = 0").contains("Writes 1, 2, 4 or 8 bytes");
    }

    @Test
    void jsonHasThemAll() {
        assertThat(calls("--json", "userfaultfd")).isZero();
        assertThat(out.toString())
                .startsWith(
                        "{\"calls\":[{\"name\":\"userfaultfd\",\"group\":\"userfaultfd\",\"call\":\"userfaultfd(flags)\"")
                .contains("\"available\":false}]}");
    }

    @Test
    void anUnknownNameIsBadInput() {
        assertThat(calls("lode")).isEqualTo(2);
        assertThat(calls("futex")).isEqualTo(2);
        assertThat(err.toString()).contains("lode is no call").contains("futex is a system call that does not concern");
    }
}
