package dev.pinfold.lab.log;

import static dev.pinfold.lab.log.Logs.difference;
import static dev.pinfold.lab.log.Logs.fine;
import static dev.pinfold.lab.log.Logs.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.run.RunReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogReplayTest {
    private static final String EXEC = "7 execve(\"/bin/x\", [\"x\"], 0x7ffd /* 39 vars */) = 0";
    private static final String FIRST =
            "7 mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b07000";
    private static final String THREAD =
            "7 clone(child_stack=0x1000, flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = 8";

    private static String map(int task, int length, String result) {
        return task + " mmap(NULL, " + length + ", PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = " + result;
    }

    @Test
    void theFirstPlaceFixesTheTopAndLaterOnesArePredicted() {
        RunReport report = fine(EXEC, FIRST, map(7, 4096, "0x7f20f4b06000"), map(7, 65536, "0x7f20f4af6000"));
        assertThat(report.compared()).isEqualTo(3);
        assertThat(report.equal()).isEqualTo(3);
    }

    @Test
    void aPlaceThatDiffersIsReportedOnceAndThenTakenFromTheLog() {
        assertThat(difference(
                        EXEC,
                        FIRST,
                        map(7, 4096, "0x7f20f4a00000"),
                        "7 mprotect(0x7f20f4a00000, 4096, PROT_READ) = 0",
                        map(7, 4096, "0x7f20f4b06000"),
                        "7 munmap(0x7f20f4a00000, 4096) = 0"))
                .isEqualTo(new Difference(
                        3,
                        "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)",
                        "0x7f20f4a00000",
                        "0x7f20f4b06000"));
    }

    @Test
    void aNewProgramHasAnotherTopAndAnotherHeap() {
        fine(
                EXEC,
                "7 brk(NULL) = 0x5629bf84b000",
                FIRST,
                "7 brk(0x5629bf86c000) = 0x5629bf86c000",
                "7 execve(\"/bin/y\", [\"y\"], 0x7ffd /* 39 vars */) = 0",
                "7 brk(NULL) = 0x55d0aaaaa000",
                map(7, 4096, "0x7fee00000000"),
                map(7, 4096, "0x7fedfffff000"),
                "7 brk(0x55d0aaaab000) = 0x55d0aaaab000");
    }

    @Test
    void whatTheLogNeverMappedIsAdopted() {
        RunReport report = fine(
                EXEC,
                FIRST,
                "7 mprotect(0x5629bc405000, 8192, PROT_READ) = 0",
                "7 madvise(0x5629bc405000, 16384, MADV_DONTNEED) = 0",
                "7 munmap(0x600000000000, 4096) = 0");
        assertThat(report.adopted()).isEqualTo(2);
        assertThat(difference(
                                EXEC,
                                FIRST,
                                "7 mprotect(0x7f20f4b07000, 8192, PROT_READ) = -1 ENOMEM (Cannot allocate memory)")
                        .actual())
                .isEqualTo("0");
    }

    @Test
    void whatLayInTheWayIsAdoptedToo() {
        RunReport report = fine(
                EXEC,
                FIRST,
                "7 mmap(0x5629bc405000, 8192, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED_NOREPLACE, -1, 0) = -1 EEXIST (File exists)",
                "7 mmap(0x400000, 8192, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b05000");
        assertThat(report.adopted()).isEqualTo(2);
    }

    @Test
    void descriptorsHaveTheNumbersOfTheLog() {
        RunReport report = fine(
                EXEC,
                FIRST,
                "7 openat(AT_FDCWD, \"/etc/x\", O_RDONLY|O_CLOEXEC) = 5",
                "7 fstat(5, {st_mode=S_IFREG|0644, st_size=34547, ...}) = 0",
                "7 read(5, \"\\177ELF\"..., 832) = 832",
                "7 mmap(NULL, 34547, PROT_READ, MAP_PRIVATE, 5, 0) = 0x7f20f4afe000",
                "7 dup2(5, 9) = 9",
                "7 close(5) = 0",
                "7 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 9, 0) = -1 EACCES (Permission denied)",
                "7 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 9, 0) = 0x7f20f4afd000",
                "7 read(0, \"hello\\n\", 100) = 6",
                "7 openat(AT_FDCWD, \"/etc/none\", O_RDONLY) = -1 ENOENT (No such file or directory)");
        assertThat(report.skipped()).containsEntry("read", 1).containsEntry("fstat", 1);
    }

    @Test
    void aDescriptorOfUnknownOriginIsAFileAllTheSame() {
        fine(EXEC, FIRST, "7 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0x1000) = 0x7f20f4b06000");
    }

    @Test
    void callsAtOnceMayHaveHappenedInTheOtherOrder() {
        RunReport report = fine(
                EXEC,
                FIRST,
                THREAD,
                "7 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0 <unfinished ...>",
                "8 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b05000",
                "7 <... mmap resumed>) = 0x7f20f4b06000");
        assertThat(report.equal()).isEqualTo(3);
        fine(
                EXEC,
                FIRST,
                THREAD,
                map(7, 4096, "0x7f20f4b06000"),
                "8 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0 <unfinished ...>",
                "7 munmap(0x7f20f4b06000, 4096) = 0",
                "8 <... mmap resumed>) = 0x7f20f4b05000");
        fine(
                EXEC,
                FIRST,
                THREAD,
                map(7, 4096, "0x7f20f4b06000"),
                "7 munmap(0x7f20f4b06000, 4096 <unfinished ...>",
                "8 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b06000",
                "7 <... munmap resumed>) = 0");
    }

    @Test
    void threadsShareAndChildrenCopy() {
        fine(
                EXEC,
                FIRST,
                THREAD,
                map(8, 4096, "0x7f20f4b06000"),
                "7 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f20f4919a10) = 9",
                map(9, 4096, "0x7f20f4b05000"),
                map(7, 8192, "0x7f20f4b04000"),
                "9 +++ exited with 0 +++",
                "7 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 9",
                "8 exit(0) = ?",
                "8 +++ exited with 0 +++",
                "7 exit_group(0) = ?",
                "7 +++ exited with 0 +++");
    }

    @Test
    void tasksOfAFilteredLogAreThreads() {
        fine(FIRST, map(7, 4096, "0x7f20f4b06000"), map(8, 4096, "0x7f20f4b05000"));
    }

    @Test
    void aLogThatBeginsInTheMiddleTellsOfWhatWasThereBefore() {
        RunReport report = fine(
                map(7, 4096, "0x7f20f4b07000"),
                "7 munmap(0x7f20f4c00000, 8192) = 0",
                map(7, 4096, "0x7f20f4c01000"),
                map(7, 4096, "0x7f20f4c00000"),
                map(7, 4096, "0x7f20f4b00000"));
        assertThat(report.adopted()).isPositive();
    }

    @Test
    void placesDrawnByLotAreTakenFromTheLog() {
        fine(
                EXEC,
                FIRST,
                "7 mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_32BIT, -1, 0) = 0x41443000",
                "7 mprotect(0x41443000, 8192, PROT_NONE) = 0");
    }

    @Test
    void sharedMemoryTakesRoom() {
        fine(
                EXEC,
                FIRST,
                "7 shmget(IPC_PRIVATE, 40960, IPC_CREAT|0600) = 5",
                "7 shmat(5, NULL, 0) = 0x7f20f4afd000",
                map(7, 4096, "0x7f20f4afc000"),
                "7 shmdt(0x7f20f4afd000) = 0",
                map(7, 40960, "0x7f20f4afd000"));
    }

    @Test
    void signalsAreLookedAt() {
        fine(EXEC, FIRST, "7 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x1234} ---");
        fine(
                EXEC,
                FIRST,
                "7 mprotect(0x7f20f4b07000, 4096, PROT_NONE) = 0",
                "7 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_ACCERR, si_addr=0x7f20f4b07010} ---");
        assertThat(difference(
                                EXEC,
                                FIRST,
                                "7 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x7f20f4b07010} ---")
                        .line())
                .isEqualTo(3);
    }

    @Test
    void limitsAndPrivilegesAreTakenOver() {
        fine(
                EXEC,
                FIRST,
                "7 prlimit64(0, RLIMIT_AS, NULL, {rlim_cur=1024*1024, rlim_max=RLIM64_INFINITY}) = 0",
                "7 mmap(NULL, 2097152, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 ENOMEM (Cannot allocate memory)");
        fine(
                EXEC,
                FIRST,
                "7 geteuid() = 0",
                map(7, 16777216, "0x7f20f3a00000"),
                "7 mlock(0x7f20f3a00000, 16777216) = 0");
    }

    @Test
    void interruptedCallsDidNotHappen() {
        fine(
                EXEC,
                FIRST,
                "7 clone(child_stack=NULL, flags=SIGCHLD) = ? ERESTARTNOINTR (To be restarted)",
                "7 clone(child_stack=NULL, flags=SIGCHLD) = 8",
                "8 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f20f4b06000");
    }

    @Test
    void oneDifferenceOfPinfoldsIsNotAsExpected() {
        String wrong = "7 mprotect(0x7f20f4b07000, 4096, PROT_READ) = -1 EINVAL (Invalid argument)";
        LogReport report = run(EXEC, FIRST, wrong);
        assertThat(report.differences()).extracting(LogDifference::fault).containsExactly(Blame.PINFOLD);
        assertThat(report.asExpected()).isFalse();
    }
}
