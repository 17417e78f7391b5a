package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Falloc;
import dev.pinfold.mm.abi.Mman;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Huge pages of shared memory under random calls: the bytes are what plain arrays say, and the audit finds nothing. */
class SharedHugePagesTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final long A = 0x4000_0000L;
    private static final long P = 0x5000_0000L;
    private static final int HUGE = 2 << 20;
    private static final int PAGES = 3 * 512;
    private static final int PUNCH = Falloc.FALLOC_FL_PUNCH_HOLE | Falloc.FALLOC_FL_KEEP_SIZE;
    private static final byte FILE = -1;

    /** A process: all of a file shared at A and privately at P, where it has pages of its own that are not {@link #FILE}. */
    private static final class Process {
        final Task task;
        final byte[] own;

        Process(Task task, byte[] own) {
            this.task = task;
            this.own = own;
        }
    }

    private final Random random;
    /** The first byte of each page of the file. */
    private final byte[] file = new byte[PAGES];

    private final List<Process> all = new ArrayList<>();
    private int fd;

    SharedHugePagesTest() {
        random = new Random();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bytesStayWhatTheyWere(long seed) {
        random.setSeed(seed);
        try (Machine machine = Machine.of(MachineConfig.defaults().withThp("madvise"))) {
            Task first = machine.newTask();
            fd = (int) first.calls().memfdCreate("m", 0);
            first.calls().ftruncate(fd, (long) PAGES << 12);
            first.mmap(A, (long) PAGES << 12, RW, Mman.MAP_SHARED | Mman.MAP_FIXED, fd, 0);
            first.mmap(P, (long) PAGES << 12, RW, Mman.MAP_PRIVATE | Mman.MAP_FIXED, fd, 0);
            byte[] own = new byte[PAGES];
            Arrays.fill(own, FILE);
            all.add(new Process(first, own));
            for (int step = 0; step < 500; step++) {
                int page =
                        random.nextInt(4) == 0 ? random.nextInt(PAGES) : random.nextInt(12) + 512 * random.nextInt(3);
                act(all.get(random.nextInt(all.size())), page);
                if (step % 20 == 0) {
                    machine.check();
                }
            }
            all.forEach(this::compare);
            machine.check();
        }
    }

    private void act(Process p, int page) {
        Calls calls = p.task.calls();
        long at = A + ((long) page << 12);
        long mine = P + ((long) page << 12);
        byte v = (byte) random.nextInt(100);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> {
                calls.store(at, v, 1);
                file[page] = v;
            }
            case 3 -> {
                calls.store(mine, v, 1);
                p.own[page] = v;
            }
            case 4 -> assertThat(calls.load(at, 1)).isEqualTo(file[page]);
            case 5 -> assertThat(calls.load(mine, 1)).isEqualTo(p.own[page] == FILE ? file[page] : p.own[page]);
            case 6, 7 -> {
                long base = (random.nextInt(3) == 0 ? P : A) + ((long) (page & -512) << 12);
                assertThat(calls.madvise(base, HUGE, Mman.MADV_COLLAPSE))
                        .isIn(0L, (long) -Errno.EINVAL, (long) -Errno.EAGAIN);
            }
            case 8 -> {
                int n = 1 + random.nextInt(random.nextBoolean() ? 4 : 600);
                int end = Math.min(PAGES, page + n);
                assertThat(calls.fallocate(fd, PUNCH, (long) page << 12, (long) (end - page) << 12))
                        .isZero();
                Arrays.fill(file, page, end, (byte) 0);
            }
            case 9 -> {
                // What lies behind the new end is gone for everybody, private copies too.
                assertThat(calls.ftruncate(fd, (long) page << 12)).isZero();
                assertThat(calls.ftruncate(fd, (long) PAGES << 12)).isZero();
                Arrays.fill(file, page, PAGES, (byte) 0);
                all.forEach(q -> Arrays.fill(q.own, page, PAGES, FILE));
            }
            case 10 -> {
                long length = (long) Math.min(PAGES - page, 1 + random.nextInt(600)) << 12;
                assertThat(calls.mprotect(at, length, Mman.PROT_READ)).isZero();
                assertThat(calls.mprotect(at, length, RW)).isZero();
                assertThat(calls.madvise(at, length, Mman.MADV_DONTNEED)).isZero();
                assertThat(calls.madvise(mine, 4096, Mman.MADV_COLD)).isZero();
            }
            case 11 -> {
                if (all.size() < 3) {
                    all.add(new Process(p.task.fork(), p.own.clone()));
                } else if (all.indexOf(p) > 0) {
                    compare(p);
                    p.task.exit(0);
                    all.remove(p);
                }
            }
            case 12 -> {
                int there = (int) p.task.pages().page(at);
                if (there > 1) {
                    long result = random.nextBoolean()
                            ? p.task.pages().splitHugePage(there)
                            : p.task.pages().migratePage(there);
                    assertThat(result).isIn(0L, (long) -Errno.EINVAL, (long) -Errno.EAGAIN);
                }
            }
            default -> {
                int[] pins = new int[1];
                assertThat(p.task.pages().pinUserPages(at, 1, 1, pins)).isEqualTo(1);
                // A hole punched around it leaves the page with whoever pinned it.
                if (random.nextBoolean()) {
                    assertThat(calls.fallocate(fd, PUNCH, ((long) page << 12) + 4096, 4096))
                            .isZero();
                    file[Math.min(page + 1, PAGES - 1)] = page + 1 < PAGES ? 0 : file[PAGES - 1];
                }
                p.task.pages().dmaWrite(pins[0], 7);
                p.task.pages().unpin(pins, 0, 1);
                file[page] = 7;
            }
        }
    }

    private void compare(Process p) {
        for (int i = 0; i < PAGES; i++) {
            assertThat((byte) p.task.calls().load(A + ((long) i << 12), 1))
                    .as("page %d", i)
                    .isEqualTo(file[i]);
            assertThat((byte) p.task.calls().load(P + ((long) i << 12), 1))
                    .as("private page %d", i)
                    .isEqualTo(p.own[i] == FILE ? file[i] : p.own[i]);
        }
    }

    /** Processes collapse, split and discard what others store to; each looks after pages of its own, in all threads at once. */
    @Test
    void threadsKeepTheirPages() throws InterruptedException {
        try (Machine machine = Machine.of(MachineConfig.defaults().withCpus(4))) {
            Task first = machine.newTask();
            fd = (int) first.calls().memfdCreate("m", 0);
            first.calls().ftruncate(fd, HUGE);
            first.mmap(A, HUGE, RW, Mman.MAP_SHARED | Mman.MAP_FIXED, fd, 0);
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int id = i;
                Task task = i == 0 ? first : first.fork();
                Thread thread = new Thread(() -> work(task, id));
                thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
                threads.add(thread);
            }
            threads.forEach(Thread::start);
            for (Thread t : threads) {
                t.join();
            }
            assertThat(failures).isEmpty();
            machine.check();
        }
    }

    private void work(Task task, int id) {
        Random own = new Random(id);
        Calls calls = task.calls();
        // Pages 4k + id are this task's, but for what it gives back itself.
        byte[] mine = new byte[512];
        for (int round = 0; round < 1500; round++) {
            int page = own.nextInt(id % 2 == 0 ? 128 : 8) * 4 + id;
            long at = A + ((long) page << 12);
            switch (own.nextInt(8)) {
                case 0 -> calls.madvise(A, HUGE, Mman.MADV_COLLAPSE);
                case 1 -> {
                    calls.fallocate(fd, PUNCH, (long) page << 12, 4096);
                    mine[page] = 0;
                }
                case 2 -> calls.madvise(at, 4096, own.nextBoolean() ? Mman.MADV_DONTNEED : Mman.MADV_COLD);
                case 3 -> {
                    int[] pins = new int[1];
                    if (task.pages().pinUserPagesFast(at, 1, 1, pins) == 1) {
                        task.pages().dmaWrite(pins[0], 5);
                        task.pages().unpin(pins, 0, 1);
                        mine[page] = 5;
                    }
                }
                default -> {
                    mine[page] = (byte) own.nextInt(100);
                    calls.store(at, mine[page], 1);
                }
            }
            assertThat(calls.load(at, 1)).as("page %d", page).isEqualTo(mine[page]);
        }
    }

    /** What is promised for a hole that becomes a page is given back with it. */
    @Test
    void holesAreAccounted() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task t = machine.newTask();
            int f = (int) t.calls().memfdCreate("m", 0);
            t.calls().ftruncate(f, HUGE);
            t.mmap(A, HUGE, RW, Mman.MAP_SHARED | Mman.MAP_FIXED, f, 0);
            int before = machine.usedFrames();
            t.calls().store(A, 1, 1);
            assertThat(t.calls().madvise(A, HUGE, Mman.MADV_COLLAPSE)).isZero();
            assertThat(machine.usedFrames() - before).isGreaterThanOrEqualTo(512);
            machine.check();
            assertThat(t.calls().fallocate(f, PUNCH, 4096, HUGE - 4096)).isZero();
            assertThat(machine.usedFrames() - before).isLessThan(8);
            assertThat(t.calls().load(A, 1)).isEqualTo(1);
            machine.check();
        }
    }

    /** Where no 2 MiB are free shared memory stays small. */
    @Test
    void noRoomForAFolioIsToldAsSuch() {
        try (Machine machine = Machine.of(MachineConfig.defaults().withMemory(2 << 20))) {
            Task t = machine.newTask();
            t.mmap(A, HUGE, RW, Mman.MAP_SHARED | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED, -1, 0);
            t.calls().store(A + 4096, 3, 1);
            assertThat(t.calls().madvise(A, HUGE, Mman.MADV_COLLAPSE)).isEqualTo(-Errno.ENOMEM);
            assertThat(t.calls().load(A + 4096, 1)).isEqualTo(3);
            machine.check();
        }
    }
}
