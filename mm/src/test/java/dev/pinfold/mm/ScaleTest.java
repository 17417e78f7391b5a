package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Size costs what is used of it: sparse mappings cost their tables and pages. What many cost in time, {@code bench --growth} says. */
class ScaleTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int PRIVATE = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
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
                long page = random.nextLong(size / PAGE_SIZE);
                long at = p + page * PAGE_SIZE;
                t.storeLong(at, page);
                pages.add(page);
                leaves.add(at >>> 21);
                middles.add(at >>> 30);
            }
            for (long page : pages) {
                assertThat(t.loadLong(p + page * PAGE_SIZE)).isEqualTo(page);
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
    void theLimitOnMappingsIsLinuxs() {
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(512 << 20).withOvercommit(1))) {
            Task t = machine.newTask();
            Calls c = t.calls();
            long base = 0x1000_0000L;
            int made = 0;
            while (c.mmap(
                            base + made * PAGE_SIZE,
                            PAGE_SIZE,
                            made % 2 == 0 ? RW : Mman.PROT_READ,
                            PRIVATE | Mman.MAP_FIXED,
                            -1,
                            0)
                    > 0) {
                made++;
            }
            // mmap asks whether there are more than the limit, so one more than that fits.
            assertThat(made).isEqualTo(MOST + 1);
            assertThat(c.mmap(0, PAGE_SIZE, RW, PRIVATE, -1, 0)).isEqualTo(-Errno.ENOMEM);
            machine.check();
        }
    }
}
