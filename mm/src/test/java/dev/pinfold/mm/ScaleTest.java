package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Size costs what is used of it: sparse mappings cost their tables and pages, many mappings cost no quadratic step. */
class ScaleTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int PRIVATE = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
    private static final long K4 = 4096;
    private static final int MOST = 65_530;

    @Test
    void aSparseTebibyte() {
        long size = 1L << 40;
        int touched = 10_000;
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(256 << 20).withOvercommit(1))) {
            Task t = machine.newTask();
            long p = t.mmap(0, size, RW, PRIVATE | Mman.MAP_NORESERVE, -1, 0);
            Random random = new Random(1);
            Set<Long> pages = new HashSet<>();
            Set<Long> leaves = new HashSet<>();
            Set<Long> middles = new HashSet<>();
            while (pages.size() < touched) {
                long page = random.nextLong(size / K4);
                long at = p + page * K4;
                t.storeLong(at, page);
                pages.add(page);
                leaves.add(at >>> 21);
                middles.add(at >>> 30);
            }
            for (long page : pages) {
                assertThat(t.loadLong(p + page * K4)).isEqualTo(page);
            }
            // The tables above the middle ones: the root, and one for each 512 GiB.
            int above = 1 + (int) ((p + size - 1 >>> 39) - (p >>> 39) + 1);
            assertThat(machine.usedFrames()).isEqualTo(touched + leaves.size() + middles.size() + above);
            assertThat(t.addressSpace().tableCount()).isEqualTo(leaves.size() + middles.size() + above);
            machine.check();
            t.munmap(p, size);
            assertThat(machine.usedFrames()).isEqualTo(1);
        }
    }

    @Test
    void manyMappingsCostNoMoreEach() {
        // Warm up, so that what is compared is the work.
        nanosPerCall(20_000);
        long few = Long.MAX_VALUE;
        long many = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            few = Math.min(few, nanosPerCall(1_000));
            many = Math.min(many, nanosPerCall(60_000));
        }
        System.out.printf("map, find and unmap: %d ns each at 1,000 mappings, %d ns at 60,000%n", few, many);
        // A quadratic step would cost sixty times as much.
        assertThat(many).isLessThan(15 * few + 2_000);
    }

    private static long nanosPerCall(int mappings) {
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(512 << 20).withOvercommit(1))) {
            Task t = machine.newTask();
            Calls c = t.calls();
            long base = 0x1000_0000L;
            long begin = cpuNanos();
            for (int i = 0; i < mappings; i++) {
                // Every second one has other rights, so that neighbours do not merge.
                c.mmap(base + i * K4, K4, i % 2 == 0 ? RW : Mman.PROT_READ, PRIVATE | Mman.MAP_FIXED, -1, 0);
            }
            for (int i = 0; i < mappings; i++) {
                c.load(base + (i * 7919L % mappings) * K4, 1);
            }
            for (int i = 0; i < mappings; i++) {
                c.munmap(base + (i * 7919L % mappings) * K4, K4);
            }
            long nanos = cpuNanos() - begin;
            assertThat(t.addressSpace().mappings()).isZero();
            return nanos / (3L * mappings);
        }
    }

    /** Time of this thread alone, whatever else the host does. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void theLimitOnMappingsIsLinuxs() {
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(512 << 20).withOvercommit(1))) {
            Task t = machine.newTask();
            Calls c = t.calls();
            long base = 0x1000_0000L;
            int made = 0;
            while (c.mmap(base + made * K4, K4, made % 2 == 0 ? RW : Mman.PROT_READ, PRIVATE | Mman.MAP_FIXED, -1, 0)
                    > 0) {
                made++;
            }
            // mmap asks whether there are more than the limit, so one more than that fits.
            assertThat(made).isEqualTo(MOST + 1);
            assertThat(c.mmap(0, K4, RW, PRIVATE, -1, 0)).isEqualTo(-Errno.ENOMEM);
            machine.check();
        }
    }
}
