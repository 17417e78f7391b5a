package dev.pinfold.lab.log;

import static dev.pinfold.lab.log.Logs.replay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.log.read.Dialect;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.log.read.LogText;
import dev.pinfold.mm.Machine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Logs that are not strace's own, and the files of strace -ff. */
class DialectsTest {
    @Test
    void gvisor() {
        String head = "I0301 10:00:00.000001       1 strace.go:567] [   3:   3] a ";
        String text = head + "E brk(0x0)\n"
                + head + "X brk(0x0) = 93824992231424 (0x5555 5555 9000) (3.1us)\n"
                + head
                + "X openat(AT_FDCWD /, 0x7f0a11000000 /etc/none, O_RDONLY|O_CLOEXEC, 0o0) = 0 (0x0) errno=2 (no such file or directory) (4us)\n"
                + head
                + "X mmap(0x0, 0x2000, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, 0xffffffffffffffff (bad FD), 0x0) = 139681884454912 (0x7f0a39117000) (7us)\n"
                + head + "X mprotect(0x7f0a39117000, 0x1000, PROT_READ) = 0 (0x0) (1us)\n"
                + head + "X munmap(0x7f0a39118000, 0x1000) = 0 (0x0) (3us)\n";
        assertThat(LogText.is(Source.of("x", text))).isTrue();
        LogReport report = replay(text);
        assertThat(report.log().dialect()).isEqualTo(Dialect.GVISOR);
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared()).isEqualTo(4);
        LogReport wrong = replay(text.replace("= 0 (0x0) (1us)", "= 0 (0x0) errno=22 (invalid argument) (1us)"));
        assertThat(wrong.differences()).extracting(LogDifference::fault).containsExactly(Blame.RULE);
    }

    @Test
    void perfTrace() {
        String text = """
                         ? (         ): a/47  ... [continued]: execve()) = 0
                     0.028 ( 0.002 ms): a/47 brk() = 0x5601a6a60000
                     0.050 ( 0.003 ms): a/47 openat(dfd: CWD, filename: 0xd6f5a144, flags: RDONLY|CLOEXEC) = 3
                     0.055 ( 0.004 ms): a/47 mmap(len: 78087, prot: READ, flags: PRIVATE, fd: 3) = 0x7f4bd6f1c000
                     0.061 (         ): a/47 mmap(len: 8192, prot: READ|WRITE, flags: PRIVATE|ANONYMOUS) ...
                     0.061 ( 0.004 ms): a/47  ... [continued]: mmap()) = 0x7f4bd6f1a000
                     0.101 ( 0.003 ms): a/47 mprotect(start: 0x7f4bd6f1a000, len: 4096, prot: READ) = 0
                     0.110 ( 0.003 ms): a/47 madvise(start: 0x7f4bd6f1a000, len_in: 4096, behavior: DONTNEED) = 0
                     0.140 ( 0.009 ms): a/47 munmap(addr: 0x7f4bd6f1a000, len: 8193) = 0
                     0.180 (         ): a/47 exit_group()
                """;
        assertThat(LogText.is(Source.of("x", text))).isTrue();
        LogReport report = replay(text);
        assertThat(report.log().dialect()).isEqualTo(Dialect.PERF);
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared()).isEqualTo(6);
    }

    private static final String PARENT = """
            %sexecve("./a", ["./a"], 0x7ffc01234560 /* 7 vars */) = 0
            %smmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0a11117000
            %sclone(child_stack=0x1000, flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = 8
            %smunmap(0x7f0a11117000, 4096) = 0
            %s+++ exited with 0 +++
            """;
    private static final String CHILD = """
            %smmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = %s
            %s+++ exited with 0 +++
            """;

    private static LogReport together(String first, String second) throws Exception {
        List<Log> logs = LogReader.readTogether("t.*", List.of(Source.of("t.8", second), Source.of("t.7", first)));
        assertThat(logs).hasSize(1);
        return LogRun.run(logs.getFirst(), Optional.empty(), Machine::of, () -> {});
    }

    @Test
    void filesOfTasksAreOneLogInTheOrderOfTheirStamps() throws Exception {
        LogReport report = together(
                PARENT.formatted("10.1 ", "10.2 ", "10.3 ", "10.5 ", "10.9 "),
                CHILD.formatted("10.6 ", "0x7f0a11117000", "10.8 "));
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared()).isEqualTo(3);
        assertThat(report.world()).isEmpty();
        assertThat(report.log().where(1)).isEqualTo("t.7:1");
        assertThat(report.log().where(5)).isEqualTo("t.8:1");
    }

    @Test
    void withoutStampsTheOrderOfThreadsIsNotShown() throws Exception {
        LogReport report = together(PARENT.formatted("", "", "", "", ""), CHILD.formatted("", "0x7f0a11117000", ""));
        assertThat(report.asExpected()).isTrue();
        assertThat(report.world()).anyMatch(c -> c.text().contains("-ff -ttt"));
    }
}
