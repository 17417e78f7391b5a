package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A machine with hardly any memory: calls fail as they may, nothing is lost, and it goes on. */
class OutOfMemoryTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int PRIVATE = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;

    @Test
    void errorsAreLinuxs() {
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(1 << 20).withOvercommit(1))) {
            Task a = machine.newTask();
            Calls c = a.calls();
            long p = c.mmap(0, 4 << 20, RW, PRIVATE, -1, 0);
            assertThat(p).isPositive();
            assertThat(c.madvise(p, 4 << 20, Mman.MADV_POPULATE_WRITE)).isEqualTo(-Errno.ENOMEM);
            assertThat(MemoryFault.describe(c.store(p + (4 << 20) - 1, 1, 1))).isEqualTo("SIGKILL");
            assertThat(c.mlock(p, 4 << 20)).isIn(-(long) Errno.EAGAIN, -(long) Errno.ENOMEM);
            assertThat(c.fork()).isEqualTo(-Errno.ENOMEM);
            machine.check();
            assertThat(c.munmap(p, 4 << 20)).isZero();
            assertThat(c.fork()).isPositive();
            machine.check();
        }
    }

    @Test
    void randomCallsWithoutMemory() {
        for (int seed = 0; seed < Integer.getInteger("oom.seeds", 40); seed++) {
            run(seed, 500);
        }
    }

    private static void run(int seed, int steps) {
        Random random = new Random(seed);
        int frames = 96 + random.nextInt(160);
        List<String> log = new ArrayList<>();
        try (Machine machine = Machine.of(
                MachineConfig.defaults().withMemory(frames * PAGE_SIZE).withOvercommit(1))) {
            List<Task> tasks = new ArrayList<>();
            tasks.add(machine.newTask());
            tasks.getFirst().memfd("m", 64 * PAGE_SIZE);
            tasks.getFirst().calls().initialState().declareFile("/disk", 64 * PAGE_SIZE, "disk");
            tasks.getFirst().open("/disk", FileFlags.O_RDWR);
            for (int i = 0; i < steps; i++) {
                Task t = tasks.get(random.nextInt(tasks.size()));
                long at = 0x10000000L + random.nextInt(700) * PAGE_SIZE;
                log.add(t + " " + step(random, tasks, t, at, (1 + random.nextInt(40)) * PAGE_SIZE));
                if (i % 25 == 0) {
                    check(machine, seed, log);
                }
            }
            check(machine, seed, log);
            while (!tasks.isEmpty()) {
                tasks.removeLast().exit(0);
            }
            check(machine, seed, log);
            assertThat((long) machine.usedFrames()).isLessThanOrEqualTo(machine.cachedPages());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(said(seed, log) + "\n" + e, e);
        }
    }

    private static String step(Random random, List<Task> tasks, Task t, long at, long len) {
        Calls c = t.calls();
        int what = random.nextInt(17);
        long to = 0x10000000L + random.nextInt(700) * PAGE_SIZE;
        int fd = 3 + random.nextInt(2);
        long result = switch (what) {
            case 0, 1 -> c.mmap(at, len, RW, PRIVATE | Mman.MAP_FIXED, -1, 0);
            case 2 -> c.mmap(at, len, RW, Mman.MAP_SHARED | Mman.MAP_FIXED, fd, 4 * PAGE_SIZE);
            case 3 -> c.mmap(at, len, RW, Mman.MAP_PRIVATE | Mman.MAP_FIXED, fd, 8 * PAGE_SIZE);
            case 4 -> c.munmap(at, len);
            case 5 -> c.mprotect(at, len, random.nextBoolean() ? RW : Mman.PROT_READ);
            case 6 -> c.mremap(at, len, len, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, to);
            case 7 -> c.madvise(at, len, Mman.MADV_DONTNEED);
            case 8 -> c.madvise(at, len, Mman.MADV_POPULATE_WRITE);
            case 9 -> c.madvise(at, len, Mman.MADV_GUARD_INSTALL);
            case 10 -> c.ftruncate(fd, (1 + random.nextInt(64)) * PAGE_SIZE);
            case 11 -> c.pwrite64(fd, new byte[9000], random.nextInt(60) * PAGE_SIZE);
            case 12 -> {
                long pid = tasks.size() < 6 ? c.fork() : 0;
                if (pid > 0) {
                    tasks.add(t.machine().task((int) pid));
                }
                yield pid;
            }
            case 13 -> {
                if (tasks.size() > 1) {
                    tasks.remove(t);
                    t.exit(0);
                }
                yield 0;
            }
            case 14 -> c.touch(at, len, false);
            default -> c.fill(at, len, 7);
        };
        return what + " " + Long.toHexString(at) + " " + Long.toHexString(len) + " " + Long.toHexString(to) + " = "
                + (result > 1 << 8 && result < 1 << 12 ? MemoryFault.describe(result) : Long.toString(result));
    }

    private static void check(Machine machine, int seed, List<String> log) {
        List<String> findings = new ArrayList<>();
        machine.check(findings::add);
        assertThat(findings).as(said(seed, log)).isEmpty();
    }

    private static String said(int seed, List<String> log) {
        return "seed " + seed + ", step " + log.size() + "\n"
                + String.join("\n", log.subList(Math.max(0, log.size() - 30), log.size()));
    }
}
