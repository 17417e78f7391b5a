package dev.pinfold.lab.lang;

import static dev.pinfold.lab.lang.Texts.assertError;
import static dev.pinfold.lab.lang.Texts.errorIn;
import static dev.pinfold.lab.lang.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsTest {
    @Test
    void aLogIsToldFromAWorkload() throws WorkloadException {
        assertThat(read("1 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000")
                        .recorded())
                .isTrue();
        String either = "machine(memory=1G)\nmunmap(0x1000, 4096) = 0\n";
        assertThat(Workload.of("a.log", either).recorded()).isTrue();
        assertThat(Workload.of("w.mm", either).recorded())
                .as("its name says that somebody wrote it")
                .isFalse();
        assertThat(read("A munmap(0x1000, 4096) = 0").recorded()).isFalse();
        assertThat(read("munmap(0x1000, 4096) = r").recorded()).isFalse();
        assertThat(read("munmap(0x1000, 4096) = 0", "load(0x1000) = 0").recorded())
                .isFalse();
        assertThat(read("munmap(0x1000, 4096) = 0 | -1 EINVAL").recorded()).isFalse();
    }

    @Test
    void aCallInTwoPiecesIsOne() {
        Workload log = read(
                "7 mmap(NULL, 4096,  <unfinished ...>",
                "8 munmap(0x1000, 4096) = 0",
                "7 <... mmap resumed>PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000");
        List<Line> lines = log.calls().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).name()).isEqualTo("munmap");
        assertThat(lines.get(1).number()).isEqualTo(1);
        assertThat(lines.get(1).last()).isEqualTo(3);
        assertThat(lines.get(1).call()).isEqualTo("mmap(NULL, 4096,PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)");
    }

    @Test
    void anErrorInTheSecondPiecePointsThere() {
        assertError(
                2,
                28,
                "\"PROT_REED\"",
                "7 mmap(NULL, 4096,  <unfinished ...>",
                "7 <... mmap resumed>0x1000|PROT_REED, MAP_PRIVATE|MAP_ANONYMOUS, -1, x) = 0x7f0000000000");
    }

    @Test
    void aTaskIsCreatedBeforeItsFirstLineThoughItsParentReturnsLater() {
        Workload log = read(
                "7 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>",
                "8 set_robust_list(0x7f20f4919a20, 24) = 0",
                "7 <... clone resumed>, child_tidptr=0x7f20f4919a10) = 8",
                "8 +++ exited with 0 +++");
        assertThat(log.calls().map(Line::name)).containsExactly("clone", "set_robust_list");
        assertThat(log.tasks()).extracting(Workload.TaskName::name).containsExactly("8", "7");
        Line clone = log.calls().findFirst().orElseThrow();
        assertThat(log.tasks().get(clone.creates()).name()).isEqualTo("8");
    }

    @Test
    void aNumberThatComesBackIsAnotherTask() {
        Workload log = read(
                "7 fork() = 8",
                "8 getpid() = 8",
                "8 +++ exited with 0 +++",
                "7 fork() = 8",
                "8 getpid() = 8",
                "8 +++ killed by SIGKILL (core dumped) +++");
        assertThat(log.tasks()).hasSize(3);
        assertThat(log.steps().stream().map(WorkloadStep::task).distinct()).hasSize(3);
        assertThat(log.steps().getLast()).isEqualTo(new WorkloadStep.Gone(6, 2, 0, "SIGKILL"));
    }

    @Test
    void theTaskThatStraceDoesNotNameWhileItIsAlone() {
        Workload log = read(
                "execve(\"/bin/x\", [\"x\"], 0x7ffd /* 39 vars */) = 0",
                "vfork(strace: Process 8 attached",
                " <unfinished ...>",
                "[pid     8] getpid() = 8",
                "[pid     7] <... vfork resumed>) = 8",
                "[pid     8] +++ exited with 0 +++",
                "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=8, si_uid=0, si_status=0} ---",
                "munmap(0x1000, 4096) = 0",
                "+++ exited with 0 +++");
        assertThat(log.tasks()).extracting(Workload.TaskName::name).containsExactly("7", "8");
        Line last = log.calls().toList().getLast();
        assertThat(log.tasks().get(last.task()).name()).isEqualTo("7");
    }

    @Test
    void execveOfAThreadGoesOnUnderTheLeadersNumber() {
        Workload log = read(
                "7 clone(child_stack=0x1000, flags=CLONE_VM|CLONE_THREAD|CLONE_SIGHAND) = 8",
                "8 execve(\"/bin/true\", [\"true\"], 0x7ff /* 3 vars */ <unfinished ...>",
                "7 +++ superseded by execve in pid 8 +++",
                "7 <... execve resumed>) = 0",
                "7 brk(NULL) = 0x5629bf84b000");
        List<Line> lines = log.calls().toList();
        assertThat(lines).extracting(Line::name).containsExactly("clone", "execve", "brk");
        assertThat(lines.get(1).task())
                .isEqualTo(lines.get(2).task())
                .isEqualTo(lines.get(0).creates());
    }

    @Test
    void signals() {
        Workload log = read(
                "7 munmap(0x1000, 4096) = 0",
                "7 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x1234} ---",
                "7 --- stopped by SIGSTOP ---",
                "7 --- SIGRT_1 {si_signo=SIGRT_1, si_code=SI_TKILL, si_pid=1, si_uid=0} ---");
        WorkloadStep.Signal signal = (WorkloadStep.Signal) log.steps().get(1);
        assertThat(signal.signal()).isEqualTo("SIGSEGV");
        assertThat(signal.code()).isEqualTo("SEGV_MAPERR");
        assertThat(signal.address()).isEqualTo(0x1234);
        assertThat(log.steps()).hasSize(4);
    }

    @Test
    void callsThatConcernNobodyAreKnownByName() {
        Workload log = read(
                "7 rt_sigaction(SIGCHLD, {sa_handler=0x1, sa_mask=~[RTMIN RT_1], sa_flags=SA_RESTORER}, NULL, 8) = 0",
                "7 ioctl(1, TCGETS, {B38400 opost isig (odd} ...}) = 0",
                "7 syscall_0x1ce(0x7f0000000000, 0x1000, 0, 0x1, 0x2, 0x3) = 0",
                "7 syscall_0xfff(0x1) = -1 ENOSYS (Function not implemented)");
        List<Line> lines = log.calls().toList();
        assertThat(lines).extracting(Line::name).containsExactly("rt_sigaction", "ioctl", "mseal", "syscall_0xfff");
        assertThat(lines.get(0).spec()).isEmpty();
        assertThat(lines.get(2).spec()).isPresent();
    }

    @Test
    void aCallWhoseBeginningIsMissing() {
        assertError(1, 3, "expected the line \"mmap(… <unfinished ...>\"", "7 <... mmap resumed>) = 0x1000");
        assertThat(read("7 <... futex resumed>) = 0", "7 munmap(0x1000, 4096) = 0")
                        .steps())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7 mmap(NULL, 8192, PROT_RE",
                "7 access(\"/etc/ld.so.prel",
                "7 getuid()                          ",
                "7 getuid()      =",
                "7 munmap(0x1000, 4096) = -1",
                "7 munmap(0x1000, 4096) = -1 EINVAL (Inval",
                "7 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b0",
                "7 mun",
                "7",
                "7 +++ exited wi",
                "7 <... mma",
                "7 rt_sigaction(SIGCHLD, {sa_handler=0x1, sa_ma",
            })
    void aLogThatIsCutShortSaysSo(String last) {
        WorkloadException e = errorIn("7 execve(\"/bin/x\", [\"x\"], 0x7ffd /* 39 vars */) = 0\n" + last);
        assertThat(e.line()).isEqualTo(2);
        assertThat(e).hasMessageContaining("cut short");
    }

    @Test
    void binaryFilesAreRefused() {
        WorkloadException e = errorIn("munmap(1, 2)\nab\0cd");
        assertThat(e).hasMessageStartingWith("w.mm:2:3: found the byte 0x00, expected text");
    }

    @Test
    void filesWithoutCallsAreRefused() {
        assertThat(errorIn("# nothing\n")).hasMessageContaining("a file without any call");
        assertThat(errorIn("")).hasMessageContaining("a file without any call");
    }
}
