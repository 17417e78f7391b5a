package dev.pinfold.lab.log;

import static dev.pinfold.lab.log.Logs.replay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Source;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.log.read.LogReader;
import dev.pinfold.lab.log.read.LogText;
import dev.pinfold.lab.log.read.Passed;
import dev.pinfold.lab.log.read.PassedKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs with all that people leave around them and terminals put between. */
class PostedLogsTest {
    private static final String MAP =
            "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0a11117000";
    private static final String UNMAP = "munmap(0x7f0a11117000, 4096)            = 0";
    private static final String EXEC = "execve(\"./a\", [\"./a\"], 0x7ffc01234560 /* 7 vars */) = 0";

    /** A log of three memory calls, with something between the first and the second, and between the second and the third. */
    private static String log(String first, String second) {
        return EXEC + "\nbrk(NULL)                               = 0x1c3a000\n" + first + MAP + "\n" + second + UNMAP
                + "\nexit_group(0)                           = ?\n+++ exited with 0 +++\n";
    }

    /** Replays a log that must come out as it says with three memory calls; returns what was passed over. */
    private static Map<PassedKind, Integer> passed(String text) {
        assertThat(LogText.is(Source.of("x", text))).as("taken for a log").isTrue();
        LogReport report = replay(text);
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared()).isEqualTo(3);
        return report.log().passedByKind();
    }

    @Test
    void theProgramsOutputStandsBetweenLinesAndInsideThem() {
        assertThat(passed(log(
                        "write(1, \"one\\ntwo\\n\", 8one\ntwo\n)                 = 8\n",
                        "12 files copied\n\nwrite(2, \"done\\n\", 5done\n)                   = 5\n")))
                .containsOnly(Map.entry(PassedKind.OUTPUT, 4));
        assertThat(passed(log("write(1, \"How many? \", 10How many? )              = 10\n", "3 of 4\n")))
                .containsOnly(Map.entry(PassedKind.OUTPUT, 2));
        assertThat(passed(log("", "% ready").replace("% ready", "ready: ")))
                .as("before an event on the same line")
                .containsOnly(Map.entry(PassedKind.OUTPUT, 1));
    }

    @Test
    void aChildsOutputStandsInTheCallThatWaitsForIt() {
        LogReport report = replay(log(
                "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x1c3a310) = 77\n",
                "wait4(-1, hello from the child\n[{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 77\n"));
        assertThat(report.differences()).isEmpty();
        assertThat(report.log().steps().calls().map(l -> l.name())).contains("wait4");
    }

    @Test
    void outputInAMemoryCallIsTakenOutOfIt() {
        String cut = MAP.replace("-1, 0) =", "-1, 0counting\nstill counting\n) =");
        assertThat(passed(log("", "").replace(MAP, cut))).containsOnly(Map.entry(PassedKind.OUTPUT, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "me@there:~/src$ strace ./a 2>&1 | tee log",
                "[me@there src]# strace -f ./a",
                "$ strace ./a",
                "% strace ./a",
                "❯ strace ./a",
                "10:02 ~/src (main) ❯ strace ./a",
                "bash-5.2$ strace ./a",
                "# strace ./a",
                "sudo strace -f ./a"
            })
    void promptsOfEveryShell(String prompt) {
        assertThat(passed(prompt + "\n" + log("", "") + "\n" + prompt.replaceFirst("(sudo )?strace.*", "$1"))
                        .getOrDefault(PassedKind.PROMPT, 0))
                .isPositive();
    }

    @Test
    void fencesAndTalk() {
        assertThat(passed("It dies:\n\n```\n" + log("", "")
                        + "```\n\nDoes mmap() fail here? I call munmap(p, n) twice.\n"))
                .containsOnly(Map.entry(PassedKind.FENCE, 2), Map.entry(PassedKind.TALK, 2));
        assertThat(passed("<pre>\n" + log("", "").replace("\"", "&quot;") + "</pre>\n"))
                .containsOnly(Map.entry(PassedKind.FENCE, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> ",
                ">> > ",
                "    ",
                "\t",
                "| ",
                "[pid 12] ",
                "[pid    12] ",
                "12 ",
                "12<a> ",
                "10:00:01 ",
                "10:00:01.123456 ",
                "1700000000.123456 ",
                "     0.000123 ",
                "12  10:00:01.5 ",
                "[00007f0a11234567] ",
                "[   9] ",
                "[pid 12] 10:00:01 [00007f0a11234567] ",
                "2026-03-01T10:00:00.1234567Z ",
                "(+     0.000123) "
            })
    void marksAndPrefixes(String prefix) {
        String text = log("", "").lines().map(l -> prefix + l + "\n").reduce("", String::concat);
        assertThat(passed(text)).isEmpty();
    }

    @Test
    void listingsWithNumberedLines() {
        String[] lines = log("", "").split("\n");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            text.append("%3d  ".formatted(i + 1)).append(lines[i]).append('\n');
        }
        assertThat(passed(text.toString())).isEmpty();
        assertThat(replay(text.toString()).run().tasks()).isEqualTo(1);
    }

    @Test
    void timesRemarksAndComments() {
        assertThat(passed(log("", "")
                        .replace("= 0x7f0a11117000", "= 0x7f0a11117000 <0.000011>")
                        .replace("4096)            = 0", "4096)            = 0   <---- here")
                        .replace("PROT_READ|PROT_WRITE", "0x3 /* PROT_READ|PROT_WRITE */")))
                .isEmpty();
    }

    @Test
    void escapesOfATerminalAndItsEndsOfLines() {
        assertThat(passed("\u001b[1m" + log("", "50%\r100%\r").replace("\n", "\u001b[0m\r\n")))
                .containsOnly(Map.entry(PassedKind.OUTPUT, 2));
    }

    @Test
    void linesThatAMailBroke() {
        String broken = MAP.replace("PROT_WRITE, ", "PROT_WRITE,\n");
        assertThat(passed(log("", "").replace(MAP, broken))).isEmpty();
    }

    @Test
    void stacksTablesAndDumps() {
        assertThat(passed(log(
                                " | 00000  6f 6e 65 0a                                       one.             |\n",
                                " > /usr/lib/libc.so.6(mmap+0x33) [0x10a3b3]\n > /home/a(main+0x1d) [0x1156]\n")
                        + "% time     seconds  usecs/call     calls    errors syscall\n"
                        + "------ ----------- ----------- --------- --------- ----------------\n"
                        + " 60.00    0.000060          20         3           brk\n"
                        + "------ ----------- ----------- --------- --------- ----------------\n"
                        + "100.00    0.000060                     3           total\n"))
                .containsOnly(
                        Map.entry(PassedKind.STACK, 2),
                        Map.entry(PassedKind.DUMP, 1),
                        Map.entry(PassedKind.SUMMARY, 5));
    }

    @Test
    void whatStraceSaysOfAttaching() {
        for (String attached : List.of(
                "strace: Process 12 attached\n",
                "Process 12 attached - interrupt to quit\n",
                "Process 12 attached with 3 threads - interrupt to quit\n")) {
            LogReport report = replay(attached + "restart_syscall(<... resuming interrupted read ...>) = 0\n"
                    + "brk(0x1c5b000) = 0x1c5b000\n" + MAP + "\n" + UNMAP + "\nbrk(0x1c3a000) = 0x1c3a000\n"
                    + "^Cstrace: Process 12 detached\n <detached ...>\n");
            assertThat(report.differences()).isEmpty();
            assertThat(report.run().compared()).isEqualTo(4);
            assertThat(report.log().passedByKind().get(PassedKind.NOTICE)).isGreaterThan(1);
        }
    }

    @Test
    void aNewProcessAmidTheCallThatMakesIt() {
        LogReport report = replay(log(
                "clone(child_stack=NULL, flags=SIGCHLDstrace: Process 77 attached\n, child_tidptr=0x1c3a310) = 77\n",
                "[pid    77] exit_group(3) = ?\n[pid    77] +++ exited with 3 +++\n"));
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().tasks()).isEqualTo(2);
    }

    @Test
    void callsWhoseBeginningOrEndIsMissing() {
        String text = """
                [pid 8] <... futex resumed> )       = 0
                [pid 7] <... mmap resumed> )        = 0x7f0a11117000
                [pid 8] mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0 <unfinished ...>
                [pid 7] ???( <unfinished ...>
                [pid 8] <... mmap resumed> )        = 0x7f0a11116000
                [pid 7] <... ??? resumed> )         = ?
                [pid 7] +++ exited with 0 +++
                [pid 8] munmap(0x7f0a11116000, 4096 <unfinished ...>
                [pid 8] +++ killed by SIGKILL +++
                """;
        LogReport report = replay(text);
        assertThat(report.differences()).isEmpty();
        assertThat(report.log().passedByKind()).containsEntry(PassedKind.CUT, 3);
        assertThat(passed(log("", "") + "mmap(NULL, 13107")).containsEntry(PassedKind.CUT, 1);
        assertThat(passed(log("", "") + "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0a"))
                .containsEntry(PassedKind.CUT, 1);
    }

    @Test
    void whereLinesWereLeftOutNothingIsKnownAnyMore() {
        LogReport report = replay(log("", "[...]\n" + MAP.replace("7000", "1000") + "\n"));
        assertThat(report.differences()).isEmpty();
        assertThat(report.log().passedByKind()).containsOnly(Map.entry(PassedKind.LEFT_OUT, 1));
        assertThat(report.world()).extracting(Conclusion::line).contains(4);
    }

    @Test
    void callsByNumber() {
        LogReport report = replay(log(
                        "syscall_317(0x1, 0, 0, 0, 0, 0) = -1 (errno 22)\nSYS_334(0x1, 0x20, 0, 0, 0, 0) = 0\n",
                        "syscall_0x1ce(0x7f0a11117000, 0x1000, 0, 0, 0, 0) = 0\nsyscall_999(1, 2) = -1 ENOSYS (x)\n")
                .replace(UNMAP, "munmap(0x7f0a11117000, 4096) = -1 EPERM (Operation not permitted)"));
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared()).as("mseal is judged").isEqualTo(4);
        assertThat(report.notJudged()).containsOnlyKeys("seccomp", "rseq", "syscall_999");
    }

    @Test
    void numbersForAllThatHasAName() {
        assertThat(passed(log("", "")
                        .replace(
                                "NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0",
                                "0, 0x1000, 0x3, 0x22, 0xffffffff, 0")))
                .isEmpty();
    }

    @Test
    void callsWithWordsThatNobodyKnowsAreNotJudged() {
        LogReport report = replay(log("", "").replace("MAP_ANONYMOUS", "MAP_FROM_2040"));
        assertThat(report.log().passedByKind()).containsOnly(Map.entry(PassedKind.UNREADABLE, 1));
        assertThat(report.asExpected()).isTrue();
    }

    @Test
    void severalLogsOfOnePaste() throws Exception {
        String first = "$ strace ./a\n" + log("", "");
        String cut = "$ strace ./b\n" + EXEC + "\nbrk(NULL) = 0x1c3a000\n" + MAP + "\n";
        List<Log> logs = LogReader.read(Source.of("x", first + cut + first));
        assertThat(logs).hasSize(3);
        assertThat(logs.get(1).name()).isEqualTo("x (log 2 of 3)");
        assertThat(logs.get(1).steps().calls()).hasSize(3);
    }

    @Test
    void whatIsPassedOverKnowsItsLine() {
        Log log = replay(log("hello\n", "")).log();
        assertThat(log.passed()).containsExactly(new Passed(PassedKind.OUTPUT, 3, "hello"));
    }

    @Test
    void workloadsAreNoLogs() {
        for (String text : List.of(
                "A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a\nA load(a) = 0\n",
                "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p\n",
                "# a note\nconcurrently:\nA getuid()\n")) {
            assertThat(LogText.is(Source.of("x", text))).as(text).isFalse();
        }
    }
}
