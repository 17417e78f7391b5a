package dev.pinfold.lab.log;

import static dev.pinfold.lab.log.Logs.replay;
import static dev.pinfold.lab.log.Logs.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is concluded of the world of a log, and whose fault differences are. */
class WorldTest {
    private static final String EXEC = "execve(\"./a\", [\"./a\"], 0x7ffc01234560 /* 7 vars */) = 0";
    private static final String FIRST = map(8192, "0x7f5ba8db7000");
    private static final String OPEN = "openat(AT_FDCWD, \"/usr/lib/big\", O_RDONLY) = 3";

    private static String map(long length, String result) {
        return "mmap(NULL, " + length + ", PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = " + result;
    }

    private static String file(long length, String result) {
        return "mmap(NULL, " + length + ", PROT_READ, MAP_PRIVATE, 3, 0) = " + result;
    }

    private static void fine(String said, String... lines) {
        LogReport report = run(lines);
        assertThat(report.differences()).isEmpty();
        assertThat(report.world()).anyMatch(c -> c.text().contains(said));
    }

    private static LogDifference different(String... lines) {
        LogReport report = run(lines);
        assertThat(report.differences()).hasSize(1);
        return report.differences().getFirst();
    }

    private static Blame fault(String... lines) {
        return different(lines).fault();
    }

    // ---- how large mappings are placed

    @Test
    void theFirstLargeMappingShowsHowTheyAreAligned() {
        String[] older = {EXEC, FIRST, map(4 << 20, "0x7f5ba89b7000"), map(2 << 20, "0x7f5ba87b7000")};
        fine("before 6.7", older);
        fine("from 6.7 to 6.11", EXEC, FIRST, map((4 << 20) + 4096, "0x7f5ba8800000"));
        assertThat(run(EXEC, FIRST, map(4 << 20, "0x7f5ba8800000"), map((4 << 20) + 4096, "0x7f5ba83ff000"))
                        .differences())
                .isEmpty();
        older[3] = map(2 << 20, "0x7f5ba8600000");
        assertThat(fault(older)).as("judged by the rule that was shown").isEqualTo(Blame.PINFOLD);
    }

    @Test
    void ofFilesTheFirstOfEachFileSystem() {
        fine("below /usr are not aligned", EXEC, FIRST, OPEN, file(3055776, "0x7f5ba8acc000"));
        fine("5.18 or later", EXEC, FIRST, OPEN, file(3055776, "0x7f5ba8a00000"));
        assertThat(fault(EXEC, FIRST, OPEN, file(3055776, "0x7f5ba8acc000"), file(3055776, "0x7f5ba8600000")))
                .isEqualTo(Blame.PINFOLD);
    }

    @Test
    void theKernelMayBeStated() {
        String text = String.join("\n", EXEC, FIRST, map(4 << 20, "0x7f5ba89b7000")) + "\n";
        assertThat(replay(text, Release.parse("5.15.0-89-generic")).differences())
                .isEmpty();
        assertThat(replay(text, Release.parse("6.18")).differences())
                .extracting(LogDifference::fault)
                .containsExactly(Blame.PINFOLD);
        assertThat(Release.parse("yesterday")).isEqualTo(Optional.empty());
    }

    @Test
    void theLogMayNameItsKernel() {
        assertThat(run("Linux box 4.15.0-20-generic #21-Ubuntu SMP", EXEC, FIRST)
                        .world())
                .anyMatch(c -> c.text().contains("Linux 4.15") && c.line() == 1);
        fine(
                "5.4",
                EXEC,
                "uname({sysname=\"Linux\", nodename=\"box\", release=\"5.4.0-42-generic\", version=\"#46\"}) = 0",
                FIRST);
    }

    @ParameterizedTest
    @CsvSource({
        "'madvise(0x7f5ba8db7000, 4096, 0x66 /* MADV_??? */) = -1 EINVAL (Invalid argument)', 6.13",
        "'madvise(0x7f5ba8db7000, 4096, MADV_FREE) = -1 EINVAL (Invalid argument)', 4.5",
        "'mseal(0x7f5ba8db7000, 4096, 0) = -1 ENOSYS (Function not implemented)', 6.10",
        "'mlock2(0x7f5ba8db7000, 4096, MLOCK_ONFAULT) = -1 ENOSYS (Function not implemented)', 4.4",
        "'mremap(0x7f5ba8db7000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_DONTUNMAP) = -1 EINVAL (Invalid argument)', 5.7"
    })
    void whatAnOlderKernelDoesNotHave(String call, String since) {
        LogDifference difference = different(EXEC, FIRST, call);
        assertThat(difference.fault()).isEqualTo(Blame.RULE);
        assertThat(difference.because()).contains(since);
    }

    @Test
    void aKernelCannotBeOlderThanWhatItHas() {
        assertThat(fault(
                        EXEC,
                        FIRST,
                        "rseq(0x7f5ba8db7f00, 0x20, 0, 0x53053053) = 0",
                        "madvise(0x7f5ba8db7000, 4096, MADV_FREE) = -1 EINVAL (Invalid argument)"))
                .isEqualTo(Blame.PINFOLD);
    }

    @Test
    void noReplaceWasAHintOnce() {
        fine(
                "before 4.17",
                EXEC,
                FIRST,
                "mmap(0x7f5ba8db7000, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED_NOREPLACE, -1, 0) = 0x7f5ba8db6000");
    }

    // ---- layout

    @Test
    void bottomUp() {
        fine(
                "bottom-up",
                EXEC,
                map(4096, "0x2aaaaaacb000"),
                map(8192, "0x2aaaaaacc000"),
                map(4096, "0x2aaaaaace000"),
                "munmap(0x2aaaaaacb000, 4096) = 0",
                map(4096, "0x2aaaaaacb000"));
        fine("bottom-up", map(4096, "0x2b1234567000"), map(4096, "0x2b1234560000"), map(4096, "0x2b1234561000"));
    }

    @Test
    void notRandomised() {
        fine("not randomised", EXEC, map(8192, "0x7ffff7fbd000"), map(4096, "0x7ffff7fbc000"));
    }

    @Test
    void theLinkersOwnHoles() {
        String small = map(8192, "0x7f7641c82000");
        fine(
                "hole of 2 MiB",
                EXEC,
                small,
                OPEN,
                file(2213008, "0x7f7641847000"),
                map(4096, "0x7f7641c81000"),
                file(2109712, "0x7f7641643000"));
        fine("takes a small mapping", EXEC, FIRST, map(4096, "0x7f5ba8dc3000"), map(4096, "0x7f5ba8db6000"));
        assertThat(fault(EXEC, FIRST, map(4096, "0x7f5ba8000000"))).isEqualTo(Blame.PINFOLD);
    }

    @Test
    void otherMemoryManagersBelowLinuxsCalls() {
        LogDifference difference = different(EXEC, "brk(NULL) = 0x7fffcff6d000", FIRST, map(4096, "0x7f5ba8da0000"));
        assertThat(difference.fault()).isEqualTo(Blame.RULE);
        assertThat(difference.because()).contains("WSL");
    }

    // ---- who else is there, and what was there before

    @Test
    void threadsOfWhichThereIsNoLine() {
        String thread =
                "clone(child_stack=0x7f5ba8bc7fb0, flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = 8";
        fine(
                "record with -f",
                EXEC,
                FIRST,
                thread,
                map(4096, "0x7f5ba7bc7000"),
                map(4096, "0x7f5ba7bc6000"),
                "munmap(0x7f5ba7bc7000, 4096) = 0",
                map(4096, "0x7f5ba7bc7000"));
        assertThat(fault(EXEC, FIRST, thread, "munmap(0x7f5ba8db7001, 4096) = 0"))
                .as("not everything is the thread's")
                .isEqualTo(Blame.PINFOLD);
        assertThat(fault(EXEC, FIRST, map(4096, "0x7f5ba7bc7000"))).isEqualTo(Blame.PINFOLD);
    }

    @Test
    void childrenThatAreNotFollowedChangeNothing() {
        assertThat(fault(EXEC, FIRST, "fork() = 8", map(4096, "0x7f5ba7bc7000")))
                .isEqualTo(Blame.PINFOLD);
    }

    @Test
    void aJoinedProcessHasAHeapOfUnknownBeginning() {
        LogReport report = run(
                "strace: Process 7 attached",
                "brk(0x5601a6a93000) = 0x5601a6a93000",
                "brk(0x5601a6a72000) = 0x5601a6a72000",
                "brk(0x5601a6aa0000) = 0x5601a6aa0000");
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().compared()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$ strace -e trace=mmap ./a", "$ strace -e open,mmap ./a", "$ strace -e '!munmap' ./a"})
    void aFilterHidesWhatWasMapped(String command) {
        LogReport report = run(command, EXEC, FIRST, map(4096, "0x7f5ba8000000"));
        assertThat(report.differences()).isEmpty();
        assertThat(report.world()).anyMatch(c -> c.text().contains("only some calls") && c.line() == 1);
    }

    @Test
    void aFilterThatLeavesMemoryInHidesNothing() {
        assertThat(fault("$ strace -e trace=memory,signal -s 99 ./a", EXEC, FIRST, map(4096, "0x7f5ba8000000")))
                .isEqualTo(Blame.PINFOLD);
    }

    // ---- rights, limits, pools

    @Test
    void whoGivesUpUser0LosesItsRightToLock() {
        fine(
                "CAP_IPC_LOCK",
                EXEC,
                FIRST,
                "geteuid() = 0",
                "setrlimit(RLIMIT_MEMLOCK, {rlim_cur=4096, rlim_max=4096}) = 0",
                "mlock(0x7f5ba8db7000, 8192) = 0",
                "munlock(0x7f5ba8db7000, 8192) = 0",
                "setresuid(-1, 65534, -1) = 0",
                "mlock(0x7f5ba8db7000, 8192) = -1 ENOMEM (Cannot allocate memory)",
                "setresuid(-1, 0, -1) = 0",
                "mlock(0x7f5ba8db7000, 8192) = 0");
    }

    @Test
    void aPoolOfHugePages() {
        String huge = "mmap(NULL, 4194304, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB, -1, 0) = ";
        fine(
                "pool",
                EXEC,
                FIRST,
                huge + "0x7f5ba8800000",
                "munmap(0x7f5ba8800000, 4194304) = 0",
                huge + "-1 ENOMEM (Cannot allocate memory)",
                "memfd_create(\"x\", MFD_HUGETLB) = 3",
                "mmap(NULL, 2097152, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7f5ba8a00000");
        assertThat(fault(EXEC, FIRST, huge + "0x7f5ba8600000")).isEqualTo(Blame.PINFOLD);
    }

    @Test
    void noMappingEndsInTheMiddleOfAHugePage() {
        fine(
                "pool",
                EXEC,
                FIRST,
                "mmap(NULL, 4194304, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB, -1, 0) = 0x7f5ba8800000",
                "munmap(0x7f5ba8800000, 524288) = -1 EINVAL (Invalid argument)",
                "mprotect(0x7f5ba8a01000, 2097152, PROT_NONE) = -1 EINVAL (Invalid argument)",
                "mprotect(0x7f5ba8a00000, 2097152, PROT_NONE) = 0",
                "munmap(0x7f5ba8800000, 2097152) = 0",
                "munmap(0x7f5ba8a00000, 4096) = -1 EINVAL (Invalid argument)",
                "munmap(0x7f5ba8a00000, 2097152) = 0",
                "mmap(0x7f5ba8a00000, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x7f5ba8a00000",
                "munmap(0x7f5ba8a00000, 4096) = 0");
    }

    @Test
    void aHintIsTakenWithoutRoomForAlignment() {
        fine(
                "below /usr are not aligned",
                EXEC,
                FIRST,
                "mmap(0x3124800000, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x3124800000",
                OPEN,
                "mmap(0x3124400000, 3750152, PROT_READ, MAP_PRIVATE|MAP_DENYWRITE, 3, 0) = 0x3124400000");
    }

    @Test
    void aProgramWhoseExecveWasLeftOut() {
        LogReport report = run(
                EXEC,
                "brk(NULL) = 0x4ea000",
                FIRST,
                "brk(0x50b000) = 0x50b000",
                "brk(NULL) = 0x24b5000",
                "mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f77a1fc2000",
                "brk(0x24d6000) = 0x24d6000");
        assertThat(report.differences()).isEmpty();
        assertThat(report.world()).anyMatch(c -> c.line() == 5 && c.text().contains("whose execve is not in the log"));
    }

    @Test
    void aHeapThatMayNotGrow() {
        LogDifference refused = different(
                EXEC, "brk(NULL) = 0x4ea000", FIRST, "brk(0x50b000) = 0x50b000", "brk(0x5050b000) = 0x50b000");
        assertThat(refused.fault()).isEqualTo(Blame.LOG);
        assertThat(refused.because()).contains("limits");
    }

    @Test
    void sharedMemoryRoundsDownWhereItIsAsked() {
        LogReport report = run(
                EXEC,
                FIRST,
                "shmget(IPC_PRIVATE, 4096, IPC_CREAT|0600) = 5",
                "shmat(5, 0x7f5b00000fff, SHM_RND) = 0x7f5b00000000");
        assertThat(report.differences()).isEmpty();
        assertThat(report.run().equal()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 ENOMEM (Cannot allocate memory)",
                "mlock(0x7f5ba8db7000, 4096) = -1 EPERM (Operation not permitted)",
                "mprotect(0x7f5ba8db7000, 4096, PROT_READ|PROT_EXEC) = -1 EACCES (Permission denied)"
            })
    void whatLimitsRightsAndPoliciesDecideIsNotShown(String call) {
        LogDifference difference = different(EXEC, FIRST, call);
        assertThat(difference.fault()).isEqualTo(Blame.LOG);
        assertThat(difference.because()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mprotect(0x7f5ba8db7000, 4096, PROT_READ) = -1 ENOMEM (Cannot allocate memory)",
                "munmap(0x7f5ba8db7001, 4096) = 0",
                "madvise(0x7f5ba8db7000, 4096, MADV_DONTNEED) = -1 EINVAL (Invalid argument)",
                "mremap(0x7f5ba8db7000, 8192, 4096, 0) = -1 EFAULT (Bad address)"
            })
    void whatTheLogShowsInFullIsPinfoldsFault(String call) {
        assertThat(fault(EXEC, FIRST, call)).isEqualTo(Blame.PINFOLD);
    }

    @Test
    void linesThatAreNotJudgedAreCountedByCall() {
        LogReport report =
                run(EXEC, FIRST, "copy_file_range(3, NULL, 4, NULL, 99, 0) = 77", "getpid() = 7", "getpid() = 7");
        assertThat(report.notJudged())
                .containsEntry("copy_file_range", 1)
                .containsEntry("getpid", 2)
                .hasSize(2);
        assertThat(report.asExpected()).isTrue();
        assertThat(report.strict()).isFalse();
        assertThat(run(EXEC, FIRST).strict()).isTrue();
    }
}
