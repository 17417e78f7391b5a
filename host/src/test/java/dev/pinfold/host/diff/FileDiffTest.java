package dev.pinfold.host.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pinfold.host.agent.AgentOptions;
import dev.pinfold.host.agent.AgentUnavailableException;
import dev.pinfold.host.proc.KernelInfo;
import dev.pinfold.host.random.Profile;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.Syscall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads on the running kernel, and what the comparison says of them. */
final class FileDiffTest {
    private static KernelSide kernel() {
        try {
            return new KernelSide(AgentOptions.standard());
        } catch (AgentUnavailableException e) {
            return abort(e.reason());
        }
    }

    private static FileDiff.Result diff(Side one, Side other, String text) throws WorkloadException {
        Workload workload = Workload.of("test.mm", text);
        FileDiff.require(workload);
        return new FileDiff(new Differ(one, other, 1), 1).run(workload);
    }

    @Test
    void namesCarryWhatCallsReturned() throws Exception {
        try (KernelSide one = kernel();
                KernelSide other = kernel()) {
            var result = diff(one, other, """
                    A file("data", 64K, fs=tmpfs) = f
                    A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
                    A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0x1000) = b
                    A store(a+0x1000, 42)
                    A load(b) = 42
                    A store(b, 1) = SIGSEGV SEGV_ACCERR
                    A fork() = B
                    B munmap(a, 64K) = 0
                    B load(a) = SIGSEGV SEGV_MAPERR
                    B exit_group(7)
                    A wait4(B, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL) = B
                    A pread64(f, "*", 1, 4096) = 1
                    """);
            assertThat(result.difference()).isEmpty();
            assertThat(result.operations()).isEqualTo(12);
        }
    }

    /** Another kernel that answers one call otherwise, so that there is something to find. */
    private record Liar(KernelSide kernel, Syscall call, long value) implements Side {
        @Override
        public String name() {
            return "liar";
        }

        @Override
        public void begin(int tasks) {
            kernel.begin(tasks);
        }

        @Override
        public List<CallOutcome> run(List<Invocation> ops) {
            List<CallOutcome> outcomes = new ArrayList<>(kernel.run(ops));
            for (int i = 0; i < ops.size(); i++) {
                if (ops.get(i).call() == call && outcomes.get(i).ok()) {
                    outcomes.set(i, CallOutcome.value(value));
                }
            }
            return outcomes;
        }

        @Override
        public List<Look> look(List<Integer> tasks) {
            return kernel.look(tasks);
        }

        @Override
        public List<long[]> files(int task, List<Integer> descriptors) {
            return kernel.files(task, descriptors);
        }

        @Override
        public void close() {
            kernel.close();
        }
    }

    @Test
    void aDifferenceIsShrunkToWhatItNeeds() {
        try (KernelSide one = kernel();
                Liar liar = new Liar(kernel(), Syscall.MPROTECT, -13)) {
            var result = new RandomDiff(one, liar, 16, 1, null).run(1, Profile.VMA, 1000, done -> {});
            assertThat(result.found()).hasSize(1);
            List<String> lines = result.found().getFirst().shortest().lines();
            assertThat(lines).hasSizeLessThanOrEqualTo(2);
            assertThat(lines.getLast()).contains("mprotect(").endsWith("= 0");
        }
    }

    @Test
    void recordedSequencesAreAWorkload() throws Exception {
        try (KernelSide one = kernel();
                KernelSide other = kernel()) {
            var recorder =
                    new ResultRecorder(one, "Recorded for a test.", PinfoldSide.standard(256L << 20, false, 65536));
            var result = new RandomDiff(one, other, 16, 1, recorder).run(1, Profile.ALL, 600, done -> {});
            assertThat(result.found()).isEmpty();
            Workload workload = Workload.of("golden.mm", recorder.text());
            assertThat(workload.calls().count()).isGreaterThan(600);
            assertThat(workload.calls().filter(l -> l.name().equals("maps")).count())
                    .isGreaterThan(30);
        }
    }

    @Test
    void aCallWhoseResultTheProcessorDecidesIsRefused() throws Exception {
        Workload workload = Workload.read(Path.of("../examples/differs/copy-onto-itself.mm"));
        MachineConfig config = PinfoldSide.standard(256L << 20, false, KernelInfo.lowestAddress());
        try (KernelSide kernel = kernel();
                PinfoldSide pinfold = new PinfoldSide(kernel.like(config), Machine::of)) {
            FileDiff diff = new FileDiff(new Differ(kernel, pinfold, 1), 1);
            assertThatThrownBy(() -> diff.run(workload))
                    .isInstanceOf(WorkloadException.class)
                    .hasMessageContaining("copy-onto-itself.mm:6:3")
                    .hasMessageContaining("onto itself");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A pread64(3, \"\", 99999999999, 0) = 0",
                "A pread64(3, \"\", -1, 0) = 0",
                "A mincore(0x10000, 0x7fff00000000, [1]) = 0",
                "A process_vm_readv(A, [{iov_base=0x1000, iov_len=1}], 2, NULL, 0, 0) = 0",
                "A munmap(0x7ffffc000000, 4096) = 0",
            })
    void aLineThatCannotBeComparedIsNamed(String line) throws Exception {
        Workload workload = Workload.of("k.mm", line + "\n");
        FileDiff.require(workload);
        try (KernelSide kernel = kernel();
                KernelSide other = kernel()) {
            FileDiff diff = new FileDiff(new Differ(kernel, other, 1), 1);
            assertThatThrownBy(() -> diff.run(workload))
                    .isInstanceOf(WorkloadException.class)
                    .hasMessageContaining("k.mm:1:");
        }
    }

    /** Such calls fail before they look at any memory, the agent's included. */
    @Test
    void rangesBeyondAllAddressesAreAsked() throws Exception {
        MachineConfig config = PinfoldSide.standard(256L << 20, false, KernelInfo.lowestAddress());
        try (KernelSide kernel = kernel();
                PinfoldSide pinfold = new PinfoldSide(kernel.like(config), Machine::of)) {
            var result = diff(kernel, pinfold, """
                    mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
                    mincore(0x10000000, -1, [1]) = -1 ENOMEM
                    mincore(0x10000000, 0x7fffffffffff0000, [1]) = -1 ENOMEM
                    mprotect(0x10000000, -8192, PROT_READ) = -1 ENOMEM
                    madvise(0x10000000, -8192, MADV_DONTNEED) = -1 EINVAL
                    mlock(0x10000000, -8192)
                    msync(0x10000000, -8192, MS_SYNC)
                    munlock(0x10000000, -8192)
                    mseal(0x10000000, -8192, 0)
                    """);
            assertThat(result.difference()).isEmpty();
            assertThat(result.operations()).isEqualTo(9);
        }
    }

    /** Nothing in it could not have been printed by strace; its name says that somebody wrote it. */
    @Test
    void aWorkloadWithoutTasksIsCompared() throws Exception {
        FileDiff.require(Workload.of("w.mm", "prlimit64(0, RLIMIT_AS, NULL, NULL) = 0\nmunmap(0x10000, 4096) = 0\n"));
    }

    @Test
    void whatTheKernelCannotBeAskedIsNamed() {
        assertThatThrownBy(() -> FileDiff.require(
                        Workload.of("k.mm", "A mmap(NULL, 4096, 3, 0x22, -1, 0) = a\nA page(a) = p\n")))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("page");
    }
}
