package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The face, over all floors: calls, processes, and an audit after each. */
class MachineTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int PRIVATE = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;

    @Test
    void twoSpacesAndAFork() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            long p = a.mmap(64 << 10);
            a.storeLong(p, 42);
            Task b = a.fork();
            b.storeLong(p, 43);
            assertThat(a.loadLong(p)).isEqualTo(42);
            assertThat(b.loadLong(p)).isEqualTo(43);
            machine.check();
            b.exit(7);
            assertThat(a.waitFor(b)).isEqualTo(7 << 8);
            machine.check();
        }
    }

    @Test
    void errorsAndFaultsSayWhatWasAsked() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            assertThatThrownBy(() -> a.munmap(1, PAGE_SIZE))
                    .isInstanceOf(ErrnoException.class)
                    .hasMessage("munmap(0x1, 0x1000) = -1 EINVAL");
            assertThatThrownBy(() -> a.loadByte(0x1234))
                    .isInstanceOf(MemoryFault.class)
                    .hasMessage("SIGSEGV SEGV_MAPERR at 0x1234");
            long p = a.mmap(0, PAGE_SIZE, Mman.PROT_READ, PRIVATE, -1, 0);
            assertThatThrownBy(() -> a.storeByte(p, (byte) 1)).hasMessageStartingWith("SIGSEGV SEGV_ACCERR");
        }
    }

    @Test
    void framesComeBackWhenTasksEnd() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            int before = machine.usedFrames();
            Task b = machine.newTask();
            long p = b.mmap(8 << 20);
            b.fill(p, 8 << 20, (byte) 3);
            int fd = b.memfd("m", 1 << 20);
            long q = b.mmap(0, 1 << 20, RW, Mman.MAP_SHARED, fd, 0);
            b.fill(q, 1 << 20, (byte) 4);
            Task c = b.fork();
            Task d = c.thread();
            d.storeByte(p, (byte) 9);
            assertThat(c.loadByte(p)).isEqualTo((byte) 9);
            assertThat(b.loadByte(p)).isEqualTo((byte) 3);
            machine.check();
            b.exit(0);
            c.calls().exitGroup(0);
            assertThat(machine.task(d.pid())).isNull();
            machine.check();
            assertThat(machine.usedFrames()).isEqualTo(before);
            assertThat(a.calls().wait4(-1, null, 0)).isEqualTo(-Errno.ECHILD);
        }
    }

    @Test
    void processesReadEachOther() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            Task b = machine.newTask();
            long p = a.mmap(3 * PAGE_SIZE);
            long q = b.mmap(2 * PAGE_SIZE);
            b.store(q + PAGE_SIZE - 3, new byte[] {1, 2, 3, 4, 5, 6});
            long[] local = {p + PAGE_SIZE - 2, 3, p, 3};
            assertThat(a.calls().processVmReadv(b.pid(), local, new long[] {q + PAGE_SIZE - 3, 6}, 0))
                    .isEqualTo(6);
            byte[] got = new byte[3];
            a.load(p + PAGE_SIZE - 2, got);
            assertThat(got).containsExactly(1, 2, 3);
            a.load(p, got);
            assertThat(got).containsExactly(4, 5, 6);
            // The second page behind the mapping is not there: what came before is the result.
            assertThat(a.calls()
                            .processVmReadv(
                                    b.pid(),
                                    new long[] {p, 2 * PAGE_SIZE},
                                    new long[] {q + PAGE_SIZE, 2 * PAGE_SIZE},
                                    0))
                    .isEqualTo(PAGE_SIZE);
            assertThat(a.calls().processVmWritev(b.pid(), new long[] {p, 8}, new long[] {q - PAGE_SIZE, 8}, 0))
                    .isEqualTo(-Errno.EFAULT);
            assertThat(a.calls().processVmReadv(999, new long[] {p, 8}, new long[] {q, 8}, 0))
                    .isEqualTo(-Errno.ESRCH);
            machine.check();
        }
    }

    @Test
    void randomCallsLeaveTheMachineConsistent() {
        for (int seed = 0; seed < 20; seed++) {
            randomCalls(seed, 400);
        }
    }

    private static void randomCalls(int seed, int steps) {
        Random random = new Random(seed);
        try (Machine machine = Machine.of(MachineConfig.defaults().withMemory(16 << 20))) {
            List<Task> tasks = new ArrayList<>();
            Task first = machine.newTask();
            tasks.add(first);
            long window = 0x10000000L;
            first.memfd("shared", 32 * PAGE_SIZE);
            first.calls().initialState().declareFile("/disk", 32 * PAGE_SIZE, "disk");
            first.open("/disk", FileFlags.O_RDWR);
            List<String> log = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                Task t = tasks.get(random.nextInt(tasks.size()));
                Calls c = t.calls();
                long at = window + random.nextInt(64) * PAGE_SIZE;
                long len = (1 + random.nextInt(16)) * PAGE_SIZE;
                int what = random.nextInt(20);
                int prot = random.nextInt(8);
                long result = switch (what) {
                    case 0, 1 -> c.mmap(at, len, prot, PRIVATE | Mman.MAP_FIXED, -1, 0);
                    case 2 ->
                        c.mmap(at, len, RW, Mman.MAP_SHARED | Mman.MAP_FIXED, 3 + random.nextInt(2), 8 * PAGE_SIZE);
                    case 3 ->
                        c.mmap(at, len, RW, Mman.MAP_PRIVATE | Mman.MAP_FIXED, 3 + random.nextInt(2), 4 * PAGE_SIZE);
                    case 4 -> c.munmap(at, len);
                    case 5 -> c.mprotect(at, len, prot);
                    case 6 ->
                        c.mremap(
                                at,
                                len,
                                len,
                                Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED,
                                window + random.nextInt(64) * PAGE_SIZE);
                    case 7 -> c.madvise(at, len, random.nextBoolean() ? Mman.MADV_DONTNEED : Mman.MADV_POPULATE_WRITE);
                    case 8 -> c.mlock(at, len);
                    case 9 -> tasks.size() < 5 ? fork(tasks, t) : exit(tasks, t);
                    case 10 ->
                        c.madvise(at, len, random.nextBoolean() ? Mman.MADV_GUARD_INSTALL : Mman.MADV_GUARD_REMOVE);
                    case 11 -> c.ftruncate(3 + random.nextInt(2), (8 + random.nextInt(40)) * PAGE_SIZE);
                    case 12 -> c.munlock(at, len);
                    default -> random.nextBoolean() ? c.fill(at, len, 1) : c.check(at, len, 1);
                };
                log.add(t + " " + what + " " + Long.toHexString(at) + " " + len + " = " + result);
                if (i % 20 == 0) {
                    try {
                        machine.check();
                    } catch (AssertionError e) {
                        throw new AssertionError(
                                "seed " + seed + "\n"
                                        + String.join("\n", log.subList(Math.max(0, log.size() - 25), log.size()))
                                        + e.getMessage(),
                                e);
                    }
                }
            }
            machine.check();
            for (Task t : List.copyOf(tasks)) {
                t.exit(0);
            }
            machine.check();
            assertThat((long) machine.usedFrames()).isEqualTo(machine.cachedPages());
        }
    }

    private static long fork(List<Task> tasks, Task t) {
        tasks.add(t.fork());
        return 0;
    }

    private static long exit(List<Task> tasks, Task t) {
        tasks.remove(t);
        t.exit(0);
        return 0;
    }
}
