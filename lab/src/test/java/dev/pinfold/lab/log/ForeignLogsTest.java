package dev.pinfold.lab.log;

import static dev.pinfold.lab.log.Logs.refused;
import static dev.pinfold.lab.log.Logs.replay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.log.read.LogText;
import dev.pinfold.lab.log.read.PassedKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of other architectures and systems are refused by their name. */
class ForeignLogsTest {
    private static String log(String stack, String heap, String mapping) {
        return "execve(\"./a\", [\"./a\"], %s /* 20 vars */) = 0\nbrk(NULL) = %s\nmmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = %s\n"
                .formatted(stack, heap, mapping);
    }

    @ParameterizedTest
    @CsvSource({
        "0xffffd2f3a1b0, 0xaaaae4b6a000, 0xffff8d2a0000, arm64",
        "0x7fe2345678, 0x5581234000, 0x7fb1234000, arm64",
        "0x3fffe12345, 0x2aaaaac000, 0x3fb7e12000, RISC-V",
        "0x3ffd7f7e000, 0x2aa12345000, 0x3ff8d2a0000, s390x",
        "0x3fffe1230000, 0x10019ea0000, 0x3fff8d2a0000, POWER",
        "0xffd3b1a0, 0x9a4f000, 0xf7f0c000, 32-bit",
    })
    void architecturesByTheirAddresses(String stack, String heap, String mapping, String name) {
        assertThat(refused(log(stack, heap, mapping))).contains(name).contains("x86-64 processes on Linux");
    }

    @Test
    void addressesSayNothingWhereACallOfX86Does() throws WorkloadException {
        String text =
                log("0x3ffd7f7e000", "0x3b62a9aec0", "0x2f54ada3000") + "arch_prctl(ARCH_SET_FS, 0x2f54ad74700) = 0\n";
        assertThat(LogReader.read(Source.of("x", text))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mmap2(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0xf7f0c000; 32-bit process",
                "[ Process PID=7 runs in 32 bit mode. ]; 32-bit process",
                "[ Process PID=7 runs in x32 mode. ]; x32 process",
                "riscv_flush_icache(0x1, 0x2, 0) = 0; RISC-V",
                "process exit, rval = 0; truss",
                "open(\"/etc/x\",O_RDONLY,00) ERR#2 'No such file or directory'; truss",
                "open(\"/etc/x\", O_RDONLY) Err#2 ENOENT; Solaris",
                "  4711 prog     CALL  mmap(0,0x1000,0x3,0x1002,0xffffffff,0); ktrace",
                "SYSCALL(args) \t\t = return; dtruss"
            })
    void systemsAndModesByWhatTheyPrint(String line, String name) {
        String text = "execve(\"./a\", [\"./a\"], NULL) = 0\n" + line + "\n+++ exited with 0 +++\n";
        assertThat(refused(text)).contains(name);
    }

    @Test
    void trussPrintsResultsTwice() {
        String text = "mmap(0x0,4096,PROT_READ,MAP_PRIVATE|MAP_ANON,-1,0x0) = 34366177280 (0x800600000)\n";
        assertThat(LogText.is(Source.of("x", text + "process exit, rval = 0\n")))
                .isTrue();
        assertThat(refused(text)).contains("FreeBSD's truss");
    }

    @Test
    void oneProcessIn32BitModeAmongOthersIsPassedOver() {
        LogReport report = replay("""
                7 execve("/bin/sh", ["sh"], 0x7ffc01234560 /* 7 vars */) = 0
                7 brk(NULL) = 0x1c3a000
                7 fork() = 8
                8 execve("./old", ["old"], 0x1c3a100 /* 7 vars */) = 0
                [ Process PID=8 runs in 32 bit mode. ]
                8 brk(NULL) = 0x9a4f000
                8 mmap2(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0xf7f0c000
                8 munmap(0xf7f0c000, 8192) = 0
                8 +++ exited with 0 +++
                7 brk(0x1c5b000) = 0x1c5b000
                """);
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared()).isEqualTo(2);
        assertThat(report.log().passedByKind()).containsEntry(PassedKind.OTHER_MODE, 2);
    }
}
