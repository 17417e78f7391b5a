package dev.pinfold.lab.lang;

import static dev.pinfold.lab.lang.Texts.assertError;
import static dev.pinfold.lab.lang.Texts.error;
import static dev.pinfold.lab.lang.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.Design;
import dev.pinfold.mm.sync.ViolationKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadsTest {
    @Test
    void theExampleOfTheManual() {
        Workload workload = read(
                "# A write through one mapping of a file is seen through the other.",
                "A file(\"data\", 64K)                                   = f",
                "A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a",
                "A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0x1000)  = b",
                "A store(a+0x1000, 42)",
                "A load(b)                                             = 42",
                "A store(b, 1)                                         = SIGSEGV SEGV_ACCERR",
                "A munmap(a, 64K)                                      = 0",
                "A load(a)                                             = SIGSEGV SEGV_MAPERR");
        assertThat(workload.recorded()).isFalse();
        assertThat(workload.tasks()).containsExactly(new Workload.TaskName(0, "A", 0));
        assertThat(workload.calls().map(Line::number)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void sections() {
        Workload workload = read(
                "machine(cpus=2, thp=never)",
                "device(\"pmem0\", size=16M, kind=fsdax)",
                "design(PIN_COUNT=counter, WRITEBACK_PINNED=mkwrite-on-unpin)",
                "A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = buf",
                "A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B",
                "concurrently:",
                "A store(buf, 1)",
                "B store(buf, late)",
                "A load(buf) = late",
                "finally:",
                "A load(buf) = 1 | 2");
        assertThat(workload.setup()).hasSize(3);
        assertThat(workload.steps()).hasSize(2);
        assertThat(workload.concurrent()).hasSize(3);
        assertThat(workload.last()).hasSize(1);
        assertThat(workload.tasks()).extracting(Workload.TaskName::createdOn).containsExactlyInAnyOrder(0, 5);
    }

    @Test
    void aTasksNameIsItsNumber() {
        Workload workload =
                read("A fork() = B", "B exit(7)", "A wait4(B, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL) = B");
        assertThat(workload.tasks()).hasSize(2);
        Line fork = workload.calls().findFirst().orElseThrow();
        assertThat(workload.tasks().get(fork.creates()).name()).isEqualTo("B");
    }

    @Test
    void namesMustBeBoundBefore() {
        assertError(1, 9, "the name \"b\", expected a name that an earlier line binds", "A store(b, 1)");
        assertError(1, 8, "it after line 2, which binds it", "A load(a)", "A load(1) = a");
        assertError(1, 13, "a name that an earlier line binds", "A load(1) = x+1");
        assertError(1, 25, "a constant that Linux has", "A madvise(0x1000, 4096, MADV_FOO)");
        assertError(1, 18, "the name \"pages\"", "A page_mapcount( pages[0])");
    }

    @Test
    void inTheConcurrentSectionAnotherTaskMayBindLater() {
        assertThat(read("concurrently:", "A load(x)", "B load(1) = x").concurrent())
                .hasSize(2);
        assertError(2, 8, "it after line 3", "concurrently:", "A load(x)", "A load(1) = x");
        assertError(1, 8, "it after line 3", "A load(x)", "concurrently:", "A load(1) = x");
    }

    @Test
    void tasks() {
        assertError(1, 1, "which creates that task", "B load(1)", "A fork() = B");
        assertError(2, 9, "a second time", "A fork() = B", "A fork() = B");
        assertError(2, 1, "a line without a task", "A load(1)", "load(1)");
    }

    @Test
    void unknownCallsAndArity() {
        assertError(1, 3, "the call \"lode\"", "A lode(0x1000)").hasMessageContaining("(load?)");
        assertError(1, 1, "\"foo\", expected a call", "foo");
        assertError(1, 15, "1 argument, expected at least 2: store(addr, value[, size])", "A store(0x1000)");
        assertError(1, 26, "3 arguments, expected 2: munmap(addr, len)", "A munmap(0x1000, 0x1000, 5)");
        assertError(1, 7, "\"(\" after the call's name", "A mmap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A load(\"x\"); 8; an address",
                "A load([1]); 8; an address",
                "A load(1, 3); 11; 1, 2, 4 or 8 bytes",
                "A fill(0x1000, -1, 0); 16; a size",
                "A fill(0x1000, 1, 256); 19; a byte",
                "A file(\"f\", -5) = f; 13; a size",
                "A file(\"f\", 5, fs=ext4) = f; 19; disk or tmpfs",
                "A file(f, 5) = g; 8; a string in quotes",
                "A mmap(NULL, 4096, PROT_READ|MAP_PRIVATE, 0, -1, 0); 30; flags (PROT_NONE",
                "A madvise(0x1000, 4096, PROT_READ); 25; flags (MADV_NORMAL",
                "A open(f, O_RDWR); 8; the name \"f\"",
                "machine(cpus=0); 14; 1 to 64 CPUs",
                "machine(cpu=2); 9; one of cpus",
                "machine(memory=1000); 16; whole pages",
                "machine(memory=99999999999G); 16; fits 64 bits",
                "machine(levels=3); 16; 4 or 5",
                "machine(2); 9; KEY=VALUE",
                "design(UNBIND=foo); 15; revoke or wait",
                "design(FOO=bar); 8; one of DEVICE_PIN",
                "device(\"d\", size=5); 18; whole pages",
                "device(size=4096); 8; the device's name",
            })
    void impossibleArguments(String line, int column, String says) {
        assertError(1, column, says, line, "A load(1)");
    }

    @Test
    void setUpComesFirst() {
        assertError(2, 1, "it before the first other call", "A load(1)", "machine(cpus=2)");
    }

    @Test
    void sectionsComeOnceAndInOrder() {
        assertError(1, 1, "a section \"concurrently:\" before it", "finally:");
        assertError(2, 1, "that section once only", "concurrently:", "concurrently:", "A load(1)");
        assertError(1, 15, "the end of the line after", "concurrently: A load(1)");
    }

    @Test
    void theMessageShowsTheLineAndACaret() {
        assertThat(String.valueOf(error("A load(1) = 1", "A\tstore(b, 1)").getMessage())
                        .lines())
                .containsExactly(
                        "w.mm:2:9: found the name \"b\", expected a name that an earlier line binds (\"= b\")",
                        "    A\tstore(b, 1)",
                        "     \t      ^");
    }

    @Test
    void aCallThatACommandCannotHonourIsNamed() {
        Workload workload = read("A load(1)", "A get_user_pages(0x1000, 1, FOLL_WRITE) = pages");
        assertThatThrownBy(() -> workload.require(c -> !c.group().equals("pin"), "a call that can be run already"))
                .isInstanceOf(WorkloadException.class)
                .hasMessageStartingWith("w.mm:2:3: found the call \"get_user_pages\", expected a call that can be");
    }

    @Test
    void aWorkloadSaysWhichDesignsItBreaks() throws WorkloadException {
        Workload w = Workload.of("t", """
                # expect violation under PIN_COUNT=mapcount, UNBIND=wait: data race
                A getpid()
                """);
        assertThat(w.foreseen()).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(ViolationKind.DATA_RACE);
            Design d = f.applied(Design.defaults());
            assertThat(d).hasToString("PIN_COUNT=mapcount, UNBIND=wait");
            assertThat(f.under(d)).isTrue();
            assertThat(f.under(Design.defaults().with("UNBIND", "wait"))).isFalse();
        });
    }

    @Test
    void whatNoDesignHasIsNotForeseen() {
        assertThatThrownBy(() -> Workload.of("t", "# expect violation under PIN_COUNT=none: audit\nA getpid()\n"))
                .hasMessageContaining("t:1:19: found the choice none, expected one of bias, counter, mapcount");
        assertThatThrownBy(() -> Workload.of("t", "\n# expect violation under PINS=none: audit\nA getpid()\n"))
                .hasMessageContaining("t:2:19: found the design point PINS");
        assertThatThrownBy(() -> Workload.of("t", "# expect violation: audit\nA getpid()\n"))
                .hasMessageContaining("\"expect violation under POINT=choice: kind\"");
    }
}
