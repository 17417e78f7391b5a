package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Mman.PROT_NONE;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.syscall.OneTask.R;
import static dev.pinfold.mm.syscall.OneTask.RW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Siginfo;
import dev.pinfold.mm.abi.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors and partial effects of the memory calls, as the kernel of the target has them. */
class MemoryCallsTest {
    private static final long A = 0x10000000000L;
    private static final int MAPERR = Signal.SIGSEGV << 8 | Siginfo.SEGV_MAPERR;
    private static final int ACCERR = Signal.SIGSEGV << 8 | Siginfo.SEGV_ACCERR;

    private final OneTask m = new OneTask();

    @AfterEach
    void end() {
        m.close();
    }

    @Test
    void mmapSaysWhatIsWrongFirst() {
        int f = m.file("f", 4);
        assertThat(m.mmap(0, 0, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                .isEqualTo(-Errno.EINVAL);
        assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_ANONYMOUS, -1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_PRIVATE, 77, 0)).isEqualTo(-Errno.EBADF);
        assertThat(m.mmap(0, 0, RW, Mman.MAP_PRIVATE, 77, 1)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_SHARED, f, -PAGE_SIZE)).isEqualTo(-Errno.EOVERFLOW);
        assertThat(m.mmap(0, -1, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, -1, 0))
                .isEqualTo(-Errno.ENOMEM);
        // MAP_SHARED overlooks flags it does not know, MAP_SHARED_VALIDATE does not.
        assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_SHARED | 0x200000, f, 0)).isPositive();
        assertThat(m.mmap(0, PAGE_SIZE, RW, 3 | 0x200000, f, 0)).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_SHARED | 0x80000, f, 0)).isEqualTo(-Errno.EOPNOTSUPP);
    }

    @Test
    void aHoleStopsMprotectWhatLiesBeforeIsDone() {
        m.anon(A, 2, RW);
        m.anon(A + 3 * PAGE_SIZE, 1, RW);
        assertThat(m.mprotect(A, 4, R)).isEqualTo(-Errno.ENOMEM);
        assertThat(m.store(A + PAGE_SIZE, 1)).isEqualTo(ACCERR);
        assertThat(m.store(A + 3 * PAGE_SIZE, 1)).isZero();
    }

    @Test
    void aHoleDoesNotStopMadvise() {
        m.anon(A, 1, RW);
        m.anon(A + 2 * PAGE_SIZE, 1, RW);
        m.store(A, 1);
        m.store(A + 2 * PAGE_SIZE, 1);
        assertThat(m.madvise(A, 3, Mman.MADV_DONTNEED)).isEqualTo(-Errno.ENOMEM);
        assertThat(m.load(A)).isZero();
        assertThat(m.load(A + 2 * PAGE_SIZE)).isZero();
    }

    @Test
    void sealedMemoryStaysAsItIs() {
        m.anon(A, 4, RW);
        m.mprotect(A + 2 * PAGE_SIZE, 1, R);
        assertThat(m.call(() -> Mseal.call(m.t, A + PAGE_SIZE, 2 * PAGE_SIZE, 0)))
                .isZero();
        assertThat(m.mprotect(A + PAGE_SIZE, 1, R)).isEqualTo(-Errno.EPERM);
        assertThat(m.munmap(A + 2 * PAGE_SIZE, 1)).isEqualTo(-Errno.EPERM);
        assertThat(m.mremap(A + PAGE_SIZE, 1, 2, 1, 0)).isEqualTo(-Errno.EPERM);
        assertThat(m.anon(A + PAGE_SIZE, 1, RW)).isEqualTo(-Errno.EPERM);
        // What could be written could be emptied that way, so only the read-only page is protected from that.
        assertThat(m.madvise(A + PAGE_SIZE, 1, Mman.MADV_DONTNEED)).isZero();
        assertThat(m.madvise(A + 2 * PAGE_SIZE, 1, Mman.MADV_DONTNEED)).isEqualTo(-Errno.EPERM);
        assertThat(m.munmap(A, 4)).isEqualTo(-Errno.EPERM);
        assertThat(m.munmap(A, 1)).isZero();
        assertThat(m.call(() -> Mseal.call(m.t, A, 2 * PAGE_SIZE, 0))).isEqualTo(-Errno.ENOMEM);
    }

    @Test
    void guardsRefuseEveryAccessUntilTheyAreTakenAway() {
        m.anon(A, 3, RW);
        m.store(A + PAGE_SIZE, 1);
        assertThat(m.madvise(A + PAGE_SIZE, 1, Mman.MADV_GUARD_INSTALL)).isZero();
        assertThat(m.load(A + PAGE_SIZE)).isEqualTo(-MAPERR);
        // Emptying leaves them, and so does a fork.
        m.madvise(A, 3, Mman.MADV_DONTNEED);
        assertThat(m.store(A + PAGE_SIZE, 1)).isEqualTo(MAPERR);
        m.becomeChild();
        assertThat(m.load(A + PAGE_SIZE)).isEqualTo(-MAPERR);
        assertThat(m.madvise(A, 3, Mman.MADV_GUARD_REMOVE)).isZero();
        assertThat(m.load(A + PAGE_SIZE)).isZero();
    }

    @Test
    void guardsOfAFileAreInheritedToo() {
        int f = m.file("f", 4);
        m.mmap(A, 2 * PAGE_SIZE, RW, Mman.MAP_SHARED | Mman.MAP_FIXED, f, 0);
        m.store(A, 7);
        assertThat(m.madvise(A + PAGE_SIZE, 1, Mman.MADV_GUARD_INSTALL)).isZero();
        m.becomeChild();
        assertThat(m.load(A + PAGE_SIZE)).isEqualTo(-MAPERR);
        assertThat(m.load(A)).isEqualTo(7);
        m.store(A, 8);
        assertThat(m.load(A)).isEqualTo(8);
    }

    @Test
    void childrenGetWhatTheyAreMeantToGet() {
        m.anon(A, 3, RW);
        for (int i = 0; i < 3; i++) {
            m.store(A + i * PAGE_SIZE, i + 1);
        }
        m.madvise(A, 1, Mman.MADV_DONTFORK);
        m.madvise(A + PAGE_SIZE, 1, Mman.MADV_WIPEONFORK);
        m.becomeChild();
        assertThat(m.load(A)).isEqualTo(-MAPERR);
        assertThat(m.load(A + PAGE_SIZE)).isZero();
        assertThat(m.load(A + 2 * PAGE_SIZE)).isEqualTo(3);
    }

    @Test
    void aSharedMappingIsDuplicatedByAnOldLengthOfZero() {
        m.mmap(A, 2 * PAGE_SIZE, RW, Mman.MAP_SHARED | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED, -1, 0);
        m.store(A + PAGE_SIZE, 9);
        long copy = m.mremap(A, 0, 2, 1, 0);
        assertThat(m.load(copy + PAGE_SIZE)).isEqualTo(9);
        m.store(copy, 4);
        assertThat(m.load(A)).isEqualTo(4);
        m.anon(A, 2, RW);
        assertThat(m.mremap(A, 0, 2, 1, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void mremapRefusals() {
        m.anon(A, 4, RW);
        assertThat(m.mremap(A + 1, 1, 1, 1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mremap(A, 1, 0, 1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mremap(A, 2, 2, 3, A + PAGE_SIZE)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mremap(A, 1, 1, 2, A + 8 * PAGE_SIZE)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mremap(A, 1, 2, 5, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mremap(A + 8 * PAGE_SIZE, 1, 1, 1, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(m.mremap(A, 5, 6, 1, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(m.mremap(A, 1, 2, 0, 0)).isEqualTo(-Errno.ENOMEM);
        assertThat(m.mremap(A, 4, 2, 0, 0)).isEqualTo(A);
        assertThat(m.mremap(A, 2, 4, 0, 0)).isEqualTo(A);
        assertThat(m.mappings()).isEqualTo(1);
    }

    @Test
    void msyncAndMincoreTellOfHoles() {
        m.anon(A, 1, RW);
        m.anon(A + 2 * PAGE_SIZE, 1, RW);
        m.store(A, 1);
        assertThat(m.call(() -> Msync.call(m.t, A, 3 * PAGE_SIZE, 4))).isEqualTo(-Errno.ENOMEM);
        assertThat(m.call(() -> Msync.call(m.t, A, PAGE_SIZE, 5))).isEqualTo(-Errno.EINVAL);
        byte[] vector = new byte[4];
        Mincore.Sink sink = (at, pages, count) -> {
            System.arraycopy(pages, 0, vector, (int) at, count);
            return true;
        };
        assertThat(m.call(() -> Mincore.call(m.t, A, 3 * PAGE_SIZE, true, sink)))
                .isEqualTo(-Errno.ENOMEM);
        assertThat(m.call(() -> Mincore.call(m.t, A, PAGE_SIZE, true, sink))).isZero();
        assertThat(vector[0]).isEqualTo((byte) 1);
        assertThat(m.call(() -> Mincore.call(m.t, A + 2 * PAGE_SIZE, PAGE_SIZE, true, sink)))
                .isZero();
        assertThat(vector[0]).isZero();
        m.call(() -> Mlock.call(m.t, A, PAGE_SIZE));
        assertThat(m.call(() -> Msync.call(m.t, A, PAGE_SIZE, 2))).isEqualTo(-Errno.EBUSY);
    }

    @Test
    void mlockBringsPagesInAndSaysWhereItCannot() {
        m.anon(A, 2, RW);
        m.anon(A + 2 * PAGE_SIZE, 1, PROT_NONE);
        assertThat(m.call(() -> Mlock.call(m.t, A, 3 * PAGE_SIZE))).isEqualTo(-Errno.ENOMEM);
        assertThat(m.t.space().lockedVm()).isEqualTo(3);
        assertThat(m.madvise(A, 1, Mman.MADV_DONTNEED)).isEqualTo(-Errno.EINVAL);
        assertThat(m.madvise(A, 1, Mman.MADV_DONTNEED_LOCKED)).isZero();
        assertThat(m.call(() -> Munlock.call(m.t, A, 3 * PAGE_SIZE))).isZero();
        assertThat(m.mappings()).isEqualTo(2);
    }

    @Test
    void hugePagesThatNobodySetAside() {
        int huge = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | 0x40000;
        assertThat(m.mmap(0, PAGE_SIZE, RW, huge, -1, 0)).isEqualTo(-Errno.ENOMEM);
        assertThat(m.mmap(0, PAGE_SIZE, RW, huge | 16 << 26, -1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(m.mmap(0, PAGE_SIZE, RW, huge | 0x100, -1, 0)).isEqualTo(-Errno.EINVAL);
        m.anon(A, 1024, RW);
        assertThat(m.madvise(A, 512, Mman.MADV_COLLAPSE)).isEqualTo(-Errno.EINVAL);
        m.store(A, 1);
        assertThat(m.madvise(A, 512, Mman.MADV_COLLAPSE)).isZero();
        assertThat(m.madvise(A, 1, Mman.MADV_COLLAPSE)).isZero();
        assertThat(m.madvise(A + PAGE_SIZE, 1, Mman.MADV_COLLAPSE)).isEqualTo(-Errno.EINVAL);
    }
}
