package dev.pinfold.host.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.host.agent.Batch.Kind;
import dev.pinfold.mm.abi.Mman;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent's operations on the running kernel. */
final class AgentTest {
    private static final long WINDOW = 0x100000000000L;
    private static final int MMAP = 9;
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int PRIVATE = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
    private static final int FIXED = PRIVATE | Mman.MAP_FIXED;

    private Agent agent;
    private Batch batch;

    @BeforeEach
    void start() {
        agent = Agents.start();
        batch = agent.batch();
        agent.spawn(0);
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void placesMappingsAsInAnEmptyAddressSpace() {
        int a = batch.syscall(0, MMAP, 0, 4096, RW, PRIVATE, -1, 0);
        int b = batch.syscall(0, MMAP, 0, 8192, 1, PRIVATE, -1, 0);
        int heap = batch.syscall(0, 12, 0);
        agent.run();
        assertThat(batch.value(a)).isEqualTo(AgentOptions.MMAP_TOP - 4096);
        assertThat(batch.value(b)).isEqualTo(AgentOptions.MMAP_TOP - 3 * 4096);
        assertThat(batch.value(heap)).isEqualTo(AgentOptions.HEAP_START);
    }

    @Test
    void reportsSignalsWithCodeAndAddress() {
        batch.syscall(0, MMAP, WINDOW, 4096, 1, FIXED, -1, 0);
        int denied = batch.add(0, Opcode.STORE, WINDOW + 5, 1, 1);
        int unmapped = batch.add(0, Opcode.LOAD, WINDOW + 4096, 8);
        int wild = batch.add(0, Opcode.LOAD, 1L << 63, 8);
        int file = batch.syscall(0, 319, Batch.address(batch.put("m\0".getBytes(StandardCharsets.US_ASCII))), 0);
        int map = batch.syscall(0, MMAP, 0, 4096, RW, 1, 0, 0);
        batch.reference(map, 5, file);
        int beyond = batch.add(0, Opcode.STORE, 7, 1, 1);
        batch.reference(beyond, 0, map);
        agent.run();
        assertSignal(denied, 11, 2, WINDOW + 5);
        assertSignal(unmapped, 11, 1, WINDOW + 4096);
        assertSignal(wild, 11, 128, 0);
        assertSignal(beyond, 7, 2, batch.value(map) + 7);
    }

    private void assertSignal(int operation, int signal, int code, long address) {
        assertThat(batch.kind(operation)).isEqualTo(Kind.SIGNAL);
        assertThat(batch.signal(operation)).isEqualTo(signal);
        assertThat(batch.code(operation)).isEqualTo(code);
        assertThat(batch.faultAddress(operation)).isEqualTo(address);
    }

    @Test
    void fetchesWithoutExecuting() {
        batch.syscall(0, MMAP, WINDOW, 8192, 7, FIXED, -1, 0);
        int[] fetches = new int[256];
        for (int b = 0; b < 256; b++) {
            batch.add(0, Opcode.FILL, WINDOW, 16, b);
            fetches[b] = batch.add(0, Opcode.EXEC, WINDOW);
        }
        batch.syscall(0, 10, WINDOW, 4096, RW);
        int denied = batch.add(0, Opcode.EXEC, WINDOW);
        int unmapped = batch.add(0, Opcode.EXEC, WINDOW + 8192);
        int wild = batch.add(0, Opcode.EXEC, 1L << 62);
        agent.run();
        for (int fetch : fetches) {
            assertThat(batch.kind(fetch)).isEqualTo(Kind.VALUE);
        }
        assertSignal(denied, 11, 2, WINDOW);
        assertSignal(unmapped, 11, 1, WINDOW + 8192);
        assertSignal(wild, 11, 128, 0);
    }

    @Test
    void forksAndWaits() {
        batch.syscall(0, MMAP, WINDOW, 4096, RW, FIXED, -1, 0);
        batch.add(0, Opcode.STORE, WINDOW, 7, 1);
        int child = batch.add(0, Opcode.CLONE, 0, 1);
        batch.add(0, Opcode.STORE, WINDOW, 8, 1);
        int inherited = batch.add(1, Opcode.LOAD, WINDOW, 1);
        batch.add(1, Opcode.EXIT, 231, 42);
        long status = batch.reserve(4);
        int wait = batch.syscall(0, 61, 0, Batch.address(status), 0, 0);
        batch.reference(wait, 1, child);
        int gone = batch.add(1, Opcode.LOAD, WINDOW, 1);
        agent.run();
        assertThat(batch.value(inherited)).isEqualTo(7);
        assertThat(batch.value(wait)).isEqualTo(batch.value(child)).isPositive();
        assertThat(batch.data(status, 4).get(ValueLayout.JAVA_INT_UNALIGNED, 0)).isEqualTo(42 << 8);
        assertThat(batch.kind(gone)).isEqualTo(Kind.NO_TASK);
        assertThat(agent.alive(1)).isFalse();
    }

    @Test
    void executesInAnEmptyAddressSpaceAndGoesOn() throws Exception {
        batch.syscall(0, MMAP, WINDOW, 4096, RW, FIXED, -1, 0);
        int file = batch.syscall(0, 319, Batch.address(batch.put("m\0".getBytes(StandardCharsets.US_ASCII))), 0);
        int exec = batch.add(0, Opcode.EXECVE);
        int lost = batch.add(0, Opcode.LOAD, WINDOW, 1);
        int heap = batch.syscall(0, 12, 0);
        int placed = batch.syscall(0, MMAP, 0, 4096, RW, PRIVATE, -1, 0);
        int kept = batch.syscall(0, 77, 0, 4096);
        batch.reference(kept, 1, file);
        agent.run();
        assertThat(batch.value(exec)).isZero();
        assertSignal(lost, 11, 1, WINDOW);
        assertThat(batch.value(heap)).isEqualTo(AgentOptions.HEAP_START);
        assertThat(batch.value(placed)).isEqualTo(AgentOptions.MMAP_TOP - 4096);
        assertThat(batch.value(kept)).isZero();
        assertThat(Files.readString(Path.of("/proc/" + agent.pid(0) + "/status")))
                .containsPattern("CapEff:\\s+0+\n");
    }

    @Test
    void threadsShareTheAddressSpace() {
        batch.syscall(0, MMAP, WINDOW, 4096, RW, FIXED, -1, 0);
        batch.add(0, Opcode.CLONE, 0x10f00, 1);
        batch.add(1, Opcode.STORE, WINDOW, 9, 1);
        int seen = batch.add(0, Opcode.LOAD, WINDOW, 1);
        agent.run();
        assertThat(batch.value(seen)).isEqualTo(9);
        assertThat(agent.pid(1)).isEqualTo(agent.pid(0));
        assertThat(agent.tid(1)).isNotEqualTo(agent.tid(0));
    }

    @Test
    void parallelTasksRunTheirOwnOperations() {
        batch.syscall(0, MMAP, WINDOW, 4096, RW, FIXED, -1, 0);
        batch.add(0, Opcode.CLONE, 0x10f00, 1);
        agent.run();
        batch.clear();
        for (int task = 0; task < 2; task++) {
            batch.add(task, Opcode.LOOP, 1000, 2);
            batch.syscall(task, MMAP, WINDOW + 8192L * (task + 1), 4096, RW, FIXED, -1, 0);
            batch.add(task, Opcode.TOUCH, WINDOW + 8192L * (task + 1), 4096, 1);
        }
        agent.runParallel();
        assertThat(batch.value(0)).isPositive();
        assertThat(batch.value(3)).isPositive();
        assertThat(batch.aux(0) + batch.aux(3)).isZero();
    }

    @Test
    void tasksHaveNoCapabilitiesAndTheLimitsOfTheLanguage() throws Exception {
        String status = Files.readString(Path.of("/proc/" + agent.pid(0) + "/status"));
        assertThat(status).containsPattern("CapEff:\\s+0+\n");
        long limits = batch.reserve(16);
        batch.syscall(0, 97, 8, Batch.address(limits));
        agent.run();
        assertThat(batch.data(limits, 8).get(ValueLayout.JAVA_LONG_UNALIGNED, 0))
                .isEqualTo(8L << 20);
    }

    @Test
    void locksEverythingWithinTheLimitWhateverTheAgentHolds() {
        batch.syscall(0, MMAP, WINDOW, 8L << 20, RW, FIXED | 0x4000, -1, 0);
        int fits = batch.syscall(0, 151, 1);
        batch.syscall(0, 152);
        batch.syscall(0, MMAP, WINDOW + (16L << 20), 4096, RW, FIXED, -1, 0);
        int over = batch.syscall(0, 151, 1);
        agent.run();
        assertThat(batch.value(fits)).isZero();
        assertThat(batch.value(over)).isEqualTo(-12);
    }

    @Test
    void givesUpABatchThatDoesNotEnd() throws Exception {
        try (Agent impatient = Agent.start(AgentOptions.standard().withPatience(Duration.ofMillis(500)))) {
            impatient.spawn(0);
            int child = impatient.batch().add(0, Opcode.CLONE, 0, 1);
            int wait = impatient.batch().syscall(0, 61, 0, 0, 0, 0);
            impatient.batch().reference(wait, 1, child);
            assertThatThrownBy(impatient::run)
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining("operation 1");
        }
    }

    @Test
    void survivesATaskThatUnmapsTheAgent() {
        batch.syscall(0, 11, 0x7ffffc000000L, 1L << 20);
        int after = batch.add(0, Opcode.LOAD, WINDOW, 1);
        agent.run();
        assertThat(batch.kind(0)).isEqualTo(Kind.DIED);
        assertThat(batch.kind(after)).isEqualTo(Kind.NO_TASK);
        agent.reset();
        batch.clear();
        agent.spawn(0);
        int alive = batch.syscall(0, 39);
        agent.run();
        assertThat(batch.value(alive)).isEqualTo(agent.pid(0));
    }

    @Test
    void mapsOnlyItselfAndAboveTheMappingArea() throws Exception {
        assertThat(Files.readAllLines(Path.of("/proc/" + agent.pid(0) + "/maps")))
                .allSatisfy(line -> assertThat(Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16))
                        .matches(start -> Long.compareUnsigned(start, AgentOptions.MMAP_TOP) > 0));
    }
}
