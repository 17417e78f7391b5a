package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Mman.PROT_NONE;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.syscall.OneTask.R;
import static dev.pinfold.mm.syscall.OneTask.RW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Mman;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which neighbours with pages merge, and which do not: each case as the kernel of the target answers it. */
class AnonMergeTest {
    private static final long A = 0x10000000000L;

    private final OneTask machine = new OneTask();

    @AfterEach
    void end() {
        machine.close();
    }

    private static long page(int n) {
        return A + n * PAGE_SIZE;
    }

    /** The second half borrows the first's anon_vma, since it may merge with it one day; so it does. */
    @Test
    void halvesThatWereSplitByRightsMergeAgain() {
        machine.anon(A, 4, RW);
        machine.mprotect(page(2), 2, R);
        assertThat(machine.mappings()).isEqualTo(2);
        machine.store(page(0), 1);
        machine.mprotect(page(2), 2, RW);
        machine.mprotect(page(0), 2, R);
        machine.store(page(2), 1);
        machine.mprotect(page(0), 2, RW);
        assertThat(machine.mappings()).isEqualTo(1);
    }

    /** Touched apart, with a hole between them, they have an anon_vma each and stay apart. */
    @Test
    void touchedApartStaysApart() {
        machine.anon(page(0), 1, RW);
        machine.anon(page(2), 1, RW);
        machine.store(page(0), 1);
        machine.store(page(2), 1);
        machine.anon(page(1), 1, RW);
        // The middle, untouched, goes to the lower neighbour only.
        assertThat(machine.mappings()).isEqualTo(2);
        assertThat(machine.maps()).startsWith("10000000000-10000002000 ");
    }

    @Test
    void untouchedMiddleMergesWithBothSidesOfOneAnonVma() {
        machine.anon(A, 3, RW);
        machine.store(page(0), 1);
        machine.store(page(2), 1);
        machine.munmap(page(1), 1);
        assertThat(machine.mappings()).isEqualTo(2);
        machine.anon(page(1), 1, RW);
        assertThat(machine.mappings()).isEqualTo(1);
    }

    /** A move keeps the page offsets of what was touched, so the copy fits only where it came from. */
    @Test
    void touchedMemoryMergesOnlyBackInItsPlace() {
        machine.anon(A, 4, RW);
        machine.store(page(1), 7);
        assertThat(machine.mremap(page(1), 1, 1, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, page(4)))
                .isEqualTo(page(4));
        assertThat(machine.mappings()).isEqualTo(3);
        assertThat(machine.mremap(page(4), 1, 1, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, page(1)))
                .isEqualTo(page(1));
        assertThat(machine.mappings()).isEqualTo(1);
        assertThat(machine.load(page(1))).isEqualTo(7);
    }

    @Test
    void untouchedMemoryMergesWhereverItComesTo() {
        machine.anon(A, 4, RW);
        machine.mremap(page(0), 1, 1, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, page(4));
        assertThat(machine.mappings()).isEqualTo(1);
        assertThat(machine.maps()).startsWith("10000001000-10000005000 ");
    }

    /** What a child inherits belongs to two anon_vmas; it does not merge with what has none yet. */
    @Test
    void inheritedMemoryDoesNotMergeWithFresh() {
        machine.anon(A, 1, RW);
        machine.store(page(0), 1);
        machine.becomeChild();
        machine.anon(page(1), 1, RW);
        assertThat(machine.mappings()).isEqualTo(2);
        // Nor with itself split by rights, once both halves are touched: they are alike all the same.
        machine.anon(page(8), 2, RW);
        machine.mprotect(page(8), 1, R);
        machine.mprotect(page(8), 1, RW);
        assertThat(machine.mappings()).isEqualTo(3);
    }

    @Test
    void inheritedHalvesMergeWithEachOther() {
        machine.anon(A, 2, RW);
        machine.store(page(0), 1);
        machine.becomeChild();
        machine.mprotect(page(1), 1, PROT_NONE);
        assertThat(machine.mappings()).isEqualTo(2);
        machine.mprotect(page(1), 1, RW);
        assertThat(machine.mappings()).isEqualTo(1);
    }

    /** A guard makes tables, which a fork has to copy: so the mapping counts as touched. */
    @Test
    void guardsCountAsTouched() {
        machine.anon(page(0), 1, RW);
        machine.anon(page(2), 1, RW);
        machine.madvise(page(0), 1, Mman.MADV_GUARD_INSTALL);
        machine.madvise(page(2), 1, Mman.MADV_GUARD_INSTALL);
        machine.anon(page(1), 1, RW);
        assertThat(machine.mappings()).isEqualTo(2);
    }

    /** What MREMAP_DONTUNMAP leaves behind is as if never touched. */
    @Test
    void whatAMoveLeavesBehindIsFresh() {
        machine.anon(A, 2, RW);
        machine.store(page(0), 9);
        long to = machine.mremap(A, 2, 2, Mman.MREMAP_MAYMOVE | Mman.MREMAP_DONTUNMAP | Mman.MREMAP_FIXED, page(16));
        assertThat(to).isEqualTo(page(16));
        assertThat(machine.load(page(16))).isEqualTo(9);
        assertThat(machine.load(page(0))).isZero();
        machine.anon(page(2), 1, RW);
        assertThat(machine.maps()).startsWith("10000000000-10000003000 ");
    }

    @Test
    void aStackDoesNotMergeWithWhatIsNone() {
        machine.anon(page(0), 1, RW);
        machine.mmap(page(1), PAGE_SIZE, RW, OneTask.NEW | 0x100, -1, 0);
        assertThat(machine.mappings()).isEqualTo(2);
    }

    /** Several mappings move at once, the holes between them kept. */
    @Test
    void mappingsMoveTogetherWithTheirHoles() {
        machine.anon(page(0), 2, RW);
        machine.anon(page(3), 1, R);
        machine.anon(page(4), 2, RW);
        machine.store(page(1), 3);
        machine.store(page(4), 4);
        assertThat(machine.mremap(page(1), 4, 4, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, page(32)))
                .isEqualTo(page(32));
        assertThat(machine.maps().lines().map(l -> l.substring(0, 28)))
                .containsExactly(
                        "10000000000-10000001000 rw-p",
                        "10000005000-10000006000 rw-p",
                        "10000020000-10000021000 rw-p",
                        "10000022000-10000023000 r--p",
                        "10000023000-10000024000 rw-p");
        assertThat(machine.load(page(32))).isEqualTo(3);
        assertThat(machine.load(page(35))).isEqualTo(4);
        // A hole at the beginning is refused.
        assertThat(machine.mremap(page(33), 2, 2, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, page(0)))
                .isEqualTo(-14);
    }
}
