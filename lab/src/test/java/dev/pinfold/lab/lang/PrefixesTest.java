package dev.pinfold.lab.lang;

import static dev.pinfold.lab.lang.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            value = {
                "'1234  ';1234",
                "'[pid  1234] ';1234",
                "'[pid 1234<java>] ';1234",
                "'1234<bash> ';1234",
                "'';''",
                "'A ';A",
                "'io  ';io",
                "'12:34:56 ';''",
                "'1234 12:34:56 ';1234",
                "'1234 12:34:56.789012 ';1234",
                "'1700000000.123456 ';''",
                "'1234 1700000000.123456 ';1234",
                "'     0.000012 ';''",
                "'[pid 7]      0.000012 ';7",
                "'12:00:00.1 (+     0.000123) ';''",
                "'[00007fa32a0d9e67] ';''",
                "'     0.000019 [   3] [00007fa32a0d9e67] ';''",
            })
    void tasksAndStamps(String prefix, String task) {
        Workload workload = read(prefix + "munmap(0x1000, 4096) = 0");
        assertThat(workload.tasks()).hasSize(1);
        assertThat(workload.tasks().getFirst().name()).isEqualTo(task);
        assertThat(workload.calls().findFirst().orElseThrow().name()).isEqualTo("munmap");
    }

    @Test
    void commentsBlanksAndWhatStraceTellsOfItselfMeanNothing() {
        Workload workload = read(
                "# a comment",
                "",
                "   ",
                "strace: Process 12 attached",
                "[ Process PID=12 runs in 64 bit mode. ]",
                "munmap(0x1000, 4096) = 0",
                " > /lib/x86_64-linux-gnu/libc.so.6(munmap+0x7) [0x10a247]",
                "+++ exited with 0 +++",
                "% time     seconds  usecs/call     calls    errors syscall",
                "------ ----------- ----------- --------- --------- ----------------",
                "100.00    0.000000           0        14         2 total");
        assertThat(workload.steps()).hasSize(2);
    }
}
