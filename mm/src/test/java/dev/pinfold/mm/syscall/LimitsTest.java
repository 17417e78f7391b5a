package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.syscall.OneTask.R;
import static dev.pinfold.mm.syscall.OneTask.RW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.space.Commit;
import dev.pinfold.mm.space.Layout;
import dev.pinfold.mm.space.Space;
import org.junit.jupiter.api.Test;

/** Limits of a process and of the machine, and what is left as it was where one is met. */
class LimitsTest {
    private static final long A = 0x10000000000L;

    private static void limit(OneTask m, int resource, long pages) {
        m.t.limits().set(resource, pages * PAGE_SIZE, Rlimit.RLIM_INFINITY);
    }

    @Test
    void lockingIsAskedOfTheTaskThatLocks() {
        try (OneTask m = new OneTask()) {
            limit(m, Rlimit.RLIMIT_MEMLOCK, 1);
            m.anon(A, 2, RW);
            m.t.setPrivileged(true);
            assertThat(Mlock.call(m.t, A, 2 * PAGE_SIZE)).isZero();
            assertThat(Munlock.call(m.t, A, 2 * PAGE_SIZE)).isZero();
            m.t.setPrivileged(false);
            assertThat(Mlock.call(m.t, A, 2 * PAGE_SIZE)).isEqualTo(-Errno.ENOMEM);
        }
    }

    @Test
    void addressSpace() {
        try (OneTask m = new OneTask()) {
            limit(m, Rlimit.RLIMIT_AS, 8);
            m.anon(A, 8, R);
            assertThat(m.anon(A + 8 * PAGE_SIZE, 1, R)).isEqualTo(-Errno.ENOMEM);
            // In place of what is there nothing grows.
            assertThat(m.anon(A + 7 * PAGE_SIZE, 1, RW)).isEqualTo(A + 7 * PAGE_SIZE);
            assertThat(m.mremap(A, 7, 8, 1, 0)).isEqualTo(-Errno.ENOMEM);
            m.munmap(A, 1);
            assertThat(m.anon(A + 8 * PAGE_SIZE, 1, R)).isEqualTo(A + 8 * PAGE_SIZE);
        }
    }

    @Test
    void data() {
        try (OneTask m = new OneTask()) {
            limit(m, Rlimit.RLIMIT_DATA, 4);
            m.anon(A, 8, R);
            assertThat(m.mprotect(A, 4, RW)).isZero();
            assertThat(m.mprotect(A + 4 * PAGE_SIZE, 1, RW)).isEqualTo(-Errno.ENOMEM);
            assertThat(m.mmap(A + PAGE_SIZE * 16, PAGE_SIZE, RW, Mman.MAP_SHARED | Mman.MAP_ANONYMOUS | 0x10, -1, 0))
                    .isPositive();
            long heap = m.call(() -> Brk.call(m.t, 0));
            assertThat(m.call(() -> Brk.call(m.t, heap + 5 * PAGE_SIZE))).isEqualTo(heap);
        }
    }

    @Test
    void lockedMemory() {
        try (OneTask m = new OneTask()) {
            limit(m, Rlimit.RLIMIT_MEMLOCK, 4);
            m.anon(A, 8, RW);
            assertThat(m.call(() -> Mlock.call(m.t, A + 1, 3 * PAGE_SIZE))).isZero();
            assertThat(m.t.space().lockedVm()).isEqualTo(4);
            // Locked twice counts once.
            assertThat(m.call(() -> Mlock.call(m.t, A, 4 * PAGE_SIZE))).isZero();
            assertThat(m.call(() -> Mlock.call(m.t, A + 4 * PAGE_SIZE, PAGE_SIZE)))
                    .isEqualTo(-Errno.ENOMEM);
            assertThat(m.mmap(0, PAGE_SIZE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_LOCKED, -1, 0))
                    .isEqualTo(-Errno.EAGAIN);
            assertThat(m.call(() -> Mlockall.call(m.t, 1))).isEqualTo(-Errno.ENOMEM);
            assertThat(m.call(() -> Mlockall.call(m.t, 2))).isZero();
            assertThat(m.anon(A + 16 * PAGE_SIZE, 1, RW)).isEqualTo(-Errno.EAGAIN);
            limit(m, Rlimit.RLIMIT_MEMLOCK, 0);
            assertThat(m.call(() -> Mlock.call(m.t, A, 0))).isEqualTo(-Errno.EPERM);
            assertThat(m.call(() -> Mlockall.callUnlock(m.t))).isZero();
            assertThat(m.t.space().lockedVm()).isZero();
        }
    }

    @Test
    void stack() {
        try (OneTask m = new OneTask()) {
            limit(m, Rlimit.RLIMIT_STACK, 4);
            m.mmap(A, 2 * PAGE_SIZE, RW, OneTask.NEW | 0x100, -1, 0);
            assertThat(m.store(A - 2 * PAGE_SIZE, 1)).isZero();
            assertThat(m.store(A - 3 * PAGE_SIZE, 1)).isNotZero();
            assertThat(m.maps()).startsWith("ffffffe000-10000002000 rw-p");
        }
    }

    /** The three modes of overcommit. */
    @Test
    void promises() {
        long frames = 1024;
        for (int mode = Commit.GUESS; mode <= Commit.NEVER; mode++) {
            try (OneTask m = new OneTask((int) frames, mode, Layout.standard(4))) {
                boolean never = mode == Commit.NEVER;
                long all = m.mmap(A, frames * PAGE_SIZE, RW, OneTask.NEW, -1, 0);
                assertThat(all).isEqualTo(never ? -Errno.ENOMEM : A);
                m.munmap(A, frames);
                long more = m.mmap(A, (frames + 1) * PAGE_SIZE, RW, OneTask.NEW, -1, 0);
                assertThat(more).isEqualTo(mode == Commit.ALWAYS ? A : -Errno.ENOMEM);
                m.munmap(A, frames + 1);
                long unreserved = m.mmap(A, (frames + 1) * PAGE_SIZE, RW, OneTask.NEW | Mman.MAP_NORESERVE, -1, 0);
                assertThat(unreserved).isEqualTo(never ? -Errno.ENOMEM : A);
                if (never) {
                    // Half the memory, less 1/32 of it for the administrator.
                    long allowed = frames / 2 - frames / 32 - 1;
                    assertThat(m.anon(A, allowed + 1, RW)).isEqualTo(-Errno.ENOMEM);
                    assertThat(m.anon(A, allowed, RW)).isEqualTo(A);
                    assertThat(m.kernel.commit().committed()).isEqualTo(allowed);
                    assertThat(m.anon(A + (1L << 30), 1, R)).isPositive();
                    assertThat(m.mprotect(A + (1L << 30), 1, RW)).isEqualTo(-Errno.ENOMEM);
                    m.munmap(A, 10);
                    assertThat(m.kernel.commit().committed()).isEqualTo(allowed - 10);
                }
            }
        }
    }

    /** Promises are kept through splits, moves and forks, and all come back. */
    @Test
    void promisesComeBack() {
        try (OneTask m = new OneTask(1 << 14, Commit.GUESS, Layout.standard(4))) {
            Commit commit = m.kernel.commit();
            m.anon(A, 64, RW);
            m.mremap(A + 8 * PAGE_SIZE, 16, 32, 1, 0);
            assertThat(commit.committed()).isEqualTo(80);
            m.mremap(A + 32 * PAGE_SIZE, 8, 8, 1 | 4, 0);
            assertThat(commit.committed()).isEqualTo(88);
            m.mmap(0, 10 * PAGE_SIZE, RW, Mman.MAP_SHARED | Mman.MAP_ANONYMOUS, -1, 0);
            assertThat(commit.committed()).isEqualTo(98);
            m.becomeChild();
            assertThat(commit.committed()).isEqualTo(98 + 88);
            long all = m.call(() -> Munmap.call(m.t, 0, Layout.DEFAULT_MAP_WINDOW));
            assertThat(all).isZero();
            assertThat(commit.committed()).isEqualTo(98);
            assertThat(m.t.space().totalVm()).isZero();
            assertThat(m.mappings()).isZero();
        }
    }

    @Test
    void mappings() {
        try (OneTask m = new OneTask(256, Commit.ALWAYS, Layout.standard(4))) {
            int n = 0;
            while (m.anon(A + n * PAGE_SIZE, 1, n % 2 == 0 ? R : RW) > 0) {
                n++;
            }
            // The test before a new mapping lets one too many through, as Linux's does.
            assertThat(n).isEqualTo(Space.MAX_MAP_COUNT + 1);
            assertThat(m.mappings()).isEqualTo(n);
            assertThat(m.munmap(A, 1)).isZero();
            long big = A + (1L << 40);
            assertThat(m.anon(big, 8, RW)).isEqualTo(big);
            assertThat(m.munmap(big + 4 * PAGE_SIZE, 1)).isEqualTo(-Errno.ENOMEM);
            assertThat(m.mprotect(big, 1, R)).isEqualTo(-Errno.ENOMEM);
            assertThat(m.madvise(big, 1, Mman.MADV_DONTFORK)).isEqualTo(-Errno.EAGAIN);
            assertThat(m.mremap(big, 1, 1, 3, big + (1L << 30))).isEqualTo(-Errno.ENOMEM);
            assertThat(m.munmap(big, 1)).isZero();
            assertThat(m.munmap(A, n)).isZero();
            assertThat(m.mappings()).isEqualTo(1);
        }
    }
}
