package dev.pinfold.lab.run;

import static dev.pinfold.lab.run.Runs.difference;
import static dev.pinfold.lab.run.Runs.error;
import static dev.pinfold.lab.run.Runs.fine;
import static dev.pinfold.lab.run.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.exec.Difference;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkloadRunTest {
    private static final String MAP =
            "A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000";
    private static final String THREAD = "A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B";

    @Test
    void aValueThatDiffersIsReportedAndTheTaskGoesOn() {
        RunReport report = run(MAP, "A store(0x10000000, 5)", "A load(0x10000000) = 6", "A load(0x10000000) = 7");
        assertThat(report.differences())
                .containsExactly(
                        new Difference(3, "load(0x10000000)", "6", "5"),
                        new Difference(4, "load(0x10000000)", "7", "5"));
        assertThat(report.asExpected()).isFalse();
    }

    @Test
    void aFaultThatNoLineExpectsEndsTheTask() {
        RunReport report = run(MAP, "A load(0x20000000)", "A load(0x10000000) = 9");
        assertThat(report.differences())
                .containsExactly(new Difference(2, "load(0x20000000)", "success", "SIGSEGV SEGV_MAPERR at 0x20000000"));
        assertThat(report.notRun()).isEqualTo(1);
    }

    @Test
    void anErrorInsteadOfANameEndsTheTaskAndWhatNeedsTheName() {
        RunReport report =
                run("A mmap(NULL, 0, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a", "A load(a)", "B load(a) = 3");
        assertThat(report.differences()).hasSize(1);
        assertThat(report.differences().getFirst().actual()).isEqualTo("-1 EINVAL");
        assertThat(report.notRun()).isEqualTo(2);
    }

    @Test
    void whatIsExpectedIsShownByItsValue() {
        assertThat(difference(MAP, "A load(0x10000000) = x", "A load(0x10000000) = x+3"))
                .isEqualTo(new Difference(3, "load(0x10000000)", "3", "0"));
        assertThat(difference(MAP, "A munmap(0x10000001, 4096) = 0 | -1 EFAULT").expected())
                .isEqualTo("0 | -1 EFAULT");
        assertThat(difference(MAP, "A load(0x10000000) = y == 3").actual()).isEqualTo("0");
    }

    @Test
    void argumentsThatAreFilledInAreCompared() {
        assertThat(difference(MAP, "A mincore(0x10000000, 8192, [1, 0]) = 0").actual())
                .isEqualTo("resident [0, 0]");
        assertThat(difference("A getrlimit(RLIMIT_MEMLOCK, {rlim_cur=1M, rlim_max=8M}) = 0")
                        .expected())
                .isEqualTo("rlim_cur=0x100000");
        assertThat(difference("A file(\"f\", 10) = f", "A pread64(f, \"ab\", 2, 0) = 2")
                        .actual())
                .isEqualTo("\"\\x00\\x00\"");
        assertThat(difference(
                                "A fork() = B",
                                "B exit(3)",
                                "A wait4(B, [{WIFEXITED(s) && WEXITSTATUS(s) == 4}], 0, NULL) = B")
                        .actual())
                .isEqualTo("exited with 3");
        assertThat(difference(MAP, "A fill(0x10001000, 10, 7)", "A check(0x10000ff0, 32, 0)")
                        .actual())
                .isEqualTo("the byte 7 at offset 16");
    }

    @Test
    void mapsAreComparedAsText() {
        fine(MAP, "A maps() = \"10000000-10002000 rw-p 0 00:00 0\"");
        assertThat(difference(MAP, "A maps() = \"10000000-10003000 rw-p 0 00:00 0\"")
                        .actual())
                .contains("10000000-10002000");
    }

    @Test
    void tasksWaitForNamesInTheConcurrentSection() {
        for (int i = 0; i < 20; i++) {
            fine(
                    MAP,
                    THREAD,
                    "concurrently:",
                    "A load(0x10000000+late) = 8",
                    "B store(0x10000004, 8)",
                    "B load(0x10000004) = eight",
                    "B cas(0x10000800, 0, 4) = 0",
                    "B load(0x10000800) = late");
        }
    }

    @Test
    void aWaitThatNobodyCanEndIsAnErrorOfTheWorkload() {
        assertThat(error("A fork() = B", "A wait4(B, NULL, 0, NULL) = B"))
                .hasMessageContaining("w.mm:2:3: found \"wait4(…)\", which waits for the task \"B\" to exit");
        assertThat(error(MAP, THREAD, "concurrently:", "A load(0x10000000+x) = y", "B load(0x10000000+y) = x"))
                .hasMessageContaining("which waits for the name");
        assertThat(error("A vfork() = B", "A getpid()", "B exit(0)"))
                .hasMessageContaining("the exit or the execve of B");
    }

    @Test
    void aTaskThatHasEndedHasNoMoreLines() {
        assertThat(error("A exit(0)", "A getpid()")).hasMessageContaining("a line of a task that has ended");
    }

    @Test
    void childrenAndThreads() {
        fine(
                MAP,
                "A fork() = B",
                "B store(0x10000000, 1)",
                "A load(0x10000000) = 0",
                "B exit(7)",
                "A wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL) = B",
                "A wait4(-1, NULL, 0, NULL) = -1 ECHILD");
        fine(
                MAP,
                "A vfork() = B",
                "B store(0x10000000, 1)",
                "B execve(\"other\")",
                "B load(0x10000000) = SIGSEGV SEGV_MAPERR",
                "A load(0x10000000) = 1");
        fine(MAP, THREAD, "B store(0x10000000, 4)", "A load(0x10000000) = 4", "A exit_group(0)");
    }

    @Test
    void concurrentWaitsForAChild() {
        fine(
                "A fork() = B",
                "concurrently:",
                "A wait4(B, [{WEXITSTATUS(s) == 2}], 0, NULL) = B",
                "B getpid() = B",
                "B exit(2)");
    }

    @Test
    void theMachineIsWhatTheSetUpSays() {
        fine(
                "machine(memory=1M, overcommit=1)",
                "A mmap(NULL, 1G, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a");
        assertThat(error("machine(memory=1M, highmem=2M)", "A getpid()"))
                .hasMessageContaining("a machine that cannot be");
        fine("machine(privileged=1)", "A setrlimit(RLIMIT_MEMLOCK, {rlim_cur=1G, rlim_max=1G}) = 0");
    }

    @Test
    void aCallThatNobodyJudgesIsRefused() {
        assertThat(error("A getpid() = n", "A copy_file_range(3, NULL, 4, NULL, 77, 0) = 77"))
                .hasMessageContaining("w.mm:2:3")
                .hasMessageContaining("copy_file_range");
    }

    /** Its translation is that of another CPU's slot, which nobody makes this CPU forget. */
    @Test
    void anotherTasksKernelMapIsNotRemembered() {
        fine(
                "machine(memory=4M, highmem=2M)",
                "A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a",
                "A store(a, 7)",
                "A page(a) = p",
                "B kmap_local_page(p) = l",
                "A kload(l) = 7",
                "B kunmap_local(l)",
                "A kload(l) = OOPS");
    }

    @Test
    void callsThatCannotRunYetStopBeforeTheFirstLine() {
        assertThat(error("A getpid()", "A userfaultfd(0) = u"))
                .hasMessageStartingWith("w.mm:2:3: found the call \"userfaultfd\"")
                .hasMessageContaining("not yet available");
    }

    @Test
    void theReportTellsWhatItCost() {
        RunReport report = fine(MAP, "A store(0x10000000, 1)", "A load(0x10001000)");
        assertThat(report.tables()).isEqualTo(4);
        assertThat(report.frames()).isGreaterThanOrEqualTo(5);
        assertThat(report.faults().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(2);
        assertThat(report.maps()).hasSize(1);
        assertThat(report.times()).extracting(RunReport.CallTime::name).contains("mmap", "store", "load");
    }

    private static final String[] PINNED = {
        "device(\"pmem0\", size=16M, kind=fsdax)",
        "A file(\"/pmem0/d\", 8K) = f",
        "A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a",
        "A fill(a, 8K, 1)",
        "A pin_user_pages(a, 1, FOLL_WRITE) = p",
    };

    private static String[] with(String[] before, String... after) {
        return Stream.concat(Arrays.stream(before), Arrays.stream(after)).toArray(String[]::new);
    }

    @Test
    void aWaitThatOnlyALaterLineWouldEndIsReported() {
        RunReport report = run(with(PINNED, "A unbind(\"pmem0\")", "A unpin_user_pages(p)"));
        assertThat(report.differences()).singleElement().satisfies(d -> {
            assertThat(d.line()).isEqualTo(6);
            assertThat(d.actual()).contains("waits for ever").contains("dax.layout");
        });
        assertThat(report.notRun()).isEqualTo(1);
        assertThat(report.asExpected()).isFalse();
    }

    @Test
    void aPlaceInAPoolThatNobodyGivesBackIsReported() {
        RunReport report = run(
                "machine(highmem=16M, pkmap=1)",
                "A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a",
                "A store(a, 1)",
                "A store(a+4096, 1)",
                "A pin_user_pages(a, 2, 0) = p",
                "A kmap(p[0]) = k",
                "A kmap(p[1]) = l");
        assertThat(report.differences())
                .singleElement()
                .satisfies(d -> assertThat(d.line()).isEqualTo(7));
    }

    @Test
    void whoWaitsInACallAndWhoWaitsForANameWaitForEachOther() {
        RunReport report = run(with(
                PINNED,
                THREAD,
                "concurrently:",
                "A unbind(\"pmem0\") = u",
                "A load(a) = n",
                "B load(n)",
                "B unpin_user_pages(p)"));
        assertThat(report.differences()).singleElement().satisfies(d -> {
            assertThat(d.line()).isEqualTo(8);
            assertThat(d.actual()).contains("waits for ever");
        });
        assertThat(report.notRun()).isEqualTo(3);
    }

    @Test
    void aWaitThatAnotherTaskEndsIsNone() {
        for (int i = 0; i < 20; i++) {
            fine(with(PINNED, THREAD, "concurrently:", "A unbind(\"pmem0\")", "B unpin_user_pages(p)"));
        }
    }
}
