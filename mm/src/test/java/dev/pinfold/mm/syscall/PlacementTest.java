package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.syscall.OneTask.RW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.Layout;
import org.junit.jupiter.api.Test;

/** Where mappings go that do not say so, or say so vaguely. */
class PlacementTest {
    private static final long TOP = Layout.standard(4).mmapTop();
    private static final long HUGE = 2L << 20;

    @Test
    void topDownIntoTheHighestHoleThatIsLargeEnough() {
        try (OneTask m = new OneTask()) {
            assertThat(m.anon(0, 4, RW)).isEqualTo(TOP - 4 * PAGE_SIZE);
            assertThat(m.anon(0, 1, RW)).isEqualTo(TOP - 5 * PAGE_SIZE);
            m.munmap(TOP - 4 * PAGE_SIZE, 2);
            assertThat(m.anon(0, 3, RW)).isEqualTo(TOP - 8 * PAGE_SIZE);
            assertThat(m.anon(0, 2, RW)).isEqualTo(TOP - 4 * PAGE_SIZE);
        }
    }

    @Test
    void bottomUpInTheLegacyLayout() {
        try (OneTask m = new OneTask(1 << 14, 0, Layout.standard(4).bottomUp(0x2aaaaaaab000L))) {
            assertThat(m.anon(0, 4, RW)).isEqualTo(0x2aaaaaaab000L);
            assertThat(m.anon(0, 1, RW)).isEqualTo(0x2aaaaaaaf000L);
            m.munmap(0x2aaaaaaab000L, 2);
            assertThat(m.anon(0, 3, RW)).isEqualTo(0x2aaaaaab0000L);
            assertThat(m.anon(0, 1, RW)).isEqualTo(0x2aaaaaaab000L);
            assertThat(m.anon(0, 512, RW) % HUGE).isZero();
        }
    }

    @Test
    void wholeHugePagesOfPrivateMemoryAreAligned() {
        try (OneTask m = new OneTask(1 << 14, 0, Layout.standard(4))) {
            m.anon(0, 1, RW);
            long a = m.anon(0, 512, RW);
            assertThat(a % HUGE).isZero();
            // One page more is no longer whole huge pages.
            long b = m.anon(0, 513, RW);
            assertThat(b).isEqualTo(a - 513 * PAGE_SIZE);
            // Shared memory has no huge pages.
            long c = m.mmap(0, HUGE, RW, Mman.MAP_SHARED | Mman.MAP_ANONYMOUS, -1, 0);
            assertThat(c).isEqualTo(b - HUGE);
        }
    }

    @Test
    void filesOnADiskAreCongruentToTheirOffset() {
        try (OneTask m = new OneTask()) {
            int f = m.file("f", 4096);
            long a = m.mmap(0, HUGE, OneTask.R, Mman.MAP_PRIVATE, f, 0);
            assertThat(a % HUGE).isZero();
            long b = m.mmap(0, 2 * HUGE, OneTask.R, Mman.MAP_SHARED, f, 3 * PAGE_SIZE);
            assertThat(b % HUGE).isEqualTo(3 * PAGE_SIZE);
            assertThat(m.mmap(0, 3 * PAGE_SIZE, OneTask.R, Mman.MAP_SHARED, f, 0))
                    .isEqualTo(TOP - 3 * PAGE_SIZE);
        }
    }

    @Test
    void hintsAreTakenWhereFreeAndRoundedDown() {
        try (OneTask m = new OneTask()) {
            long hint = 0x20000000000L;
            assertThat(m.mmap(hint + 123, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(hint);
            assertThat(m.mmap(hint, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(TOP - PAGE_SIZE);
            assertThat(m.mmap(1, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(TOP - 2 * PAGE_SIZE);
            assertThat(m.mmap(PAGE_SIZE, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(0x10000);
        }
    }

    @Test
    void fixedReplacesAndNoReplaceRefuses() {
        try (OneTask m = new OneTask()) {
            long a = 0x20000000000L;
            m.anon(a, 4, RW);
            m.store(a + PAGE_SIZE, 1);
            assertThat(m.mmap(
                            a + PAGE_SIZE,
                            PAGE_SIZE,
                            RW,
                            Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE,
                            -1,
                            0))
                    .isEqualTo(-Errno.EEXIST);
            assertThat(m.load(a + PAGE_SIZE)).isEqualTo(1);
            assertThat(m.anon(a + PAGE_SIZE, 1, RW)).isEqualTo(a + PAGE_SIZE);
            assertThat(m.load(a + PAGE_SIZE)).isZero();
            assertThat(m.mmap(a + 1, PAGE_SIZE, RW, OneTask.NEW, -1, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(m.mmap(0, PAGE_SIZE, RW, OneTask.NEW, -1, 0)).isEqualTo(-Errno.EPERM);
            assertThat(m.mmap(PAGE_SIZE, PAGE_SIZE, RW, OneTask.NEW, -1, 0)).isEqualTo(PAGE_SIZE);
        }
    }

    @Test
    void aStackKeepsItsDistance() {
        try (OneTask m = new OneTask()) {
            long stack = 0x20000000000L;
            m.mmap(stack, 2 * PAGE_SIZE, RW, OneTask.NEW | Mman.MAP_GROWSDOWN, -1, 0);
            // 256 pages below a stack nobody is placed by a hint.
            assertThat(m.mmap(stack - 256 * PAGE_SIZE, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(TOP - PAGE_SIZE);
            assertThat(m.mmap(stack - 257 * PAGE_SIZE, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(stack - 257 * PAGE_SIZE);
            // And it does not grow nearer to what lies below.
            assertThat(m.store(stack - PAGE_SIZE, 5)).isNotZero();
            m.mprotect(stack - 257 * PAGE_SIZE, 1, Mman.PROT_NONE);
            assertThat(m.store(stack - PAGE_SIZE, 5)).isZero();
            assertThat(m.maps()).contains("1fffffff000-20000002000 rw-p");
        }
    }

    @Test
    void bottomUpWhenNothingIsLeftBelowTheTop() {
        Layout layout = new Layout(4, 0x200000, 0x2aaaaaaab000L, 0x555555559000L);
        try (OneTask m = new OneTask(1024, 0, layout)) {
            assertThat(m.mmap(0, 0x100000, 0, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE, -1, 0))
                    .isEqualTo(0x100000);
            assertThat(m.mmap(0, 0x100000, 0, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE, -1, 0))
                    .isEqualTo(0x2aaaaaaab000L);
            assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(0xff000);
        }
    }

    @Test
    void fiveLevelsGiveHighAddressesToWhoAsks() {
        try (OneTask m = new OneTask(1024, 0, Layout.standard(5))) {
            assertThat(m.anon(0, 1, RW)).isEqualTo(TOP - PAGE_SIZE);
            long high = 1L << 50;
            assertThat(m.mmap(high, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(high);
            assertThat(m.store(high, 1)).isZero();
            // Taken: another high one is found, below the top of what is possible.
            long other = m.mmap(high, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0);
            assertThat(other).isEqualTo(TOP + (1L << 56) - (1L << 47) - PAGE_SIZE);
            // A hint across the border of 47 bits is none.
            assertThat(m.mmap(
                            (1L << 47) - 2 * PAGE_SIZE,
                            2 * PAGE_SIZE,
                            RW,
                            Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS,
                            -1,
                            0))
                    .isEqualTo(TOP - 3 * PAGE_SIZE);
        }
        try (OneTask m = new OneTask()) {
            assertThat(m.mmap(1L << 50, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                    .isEqualTo(TOP - PAGE_SIZE);
            assertThat(m.mmap(1L << 50, PAGE_SIZE, RW, OneTask.NEW, -1, 0)).isEqualTo(-Errno.ENOMEM);
        }
    }

    @Test
    void flagsNarrowTheSearch() {
        try (OneTask m = new OneTask()) {
            assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_32BIT, -1, 0))
                    .isEqualTo(0x40000000L);
            assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_32BIT, -1, 0))
                    .isEqualTo(0x40001000L);
            assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_ABOVE4G, -1, 0))
                    .isEqualTo(TOP - PAGE_SIZE);
        }
    }

    @Test
    void theHeapKeepsAPageAndAStacksGapFree() {
        try (OneTask m = new OneTask()) {
            long heap = Layout.standard(4).heapStart();
            assertThat(m.call(() -> Brk.call(m.t, 0))).isEqualTo(heap);
            assertThat(m.call(() -> Brk.call(m.t, heap + 10))).isEqualTo(heap + 10);
            assertThat(m.maps()).contains("[heap]");
            m.anon(heap + 4 * PAGE_SIZE, 1, RW);
            assertThat(m.call(() -> Brk.call(m.t, heap + 3 * PAGE_SIZE))).isEqualTo(heap + 3 * PAGE_SIZE);
            assertThat(m.call(() -> Brk.call(m.t, heap + 3 * PAGE_SIZE + 1))).isEqualTo(heap + 3 * PAGE_SIZE);
            assertThat(m.call(() -> Brk.call(m.t, heap + PAGE_SIZE))).isEqualTo(heap + PAGE_SIZE);
            assertThat(m.call(() -> Brk.call(m.t, heap - 1))).isEqualTo(heap + PAGE_SIZE);
        }
    }
}
