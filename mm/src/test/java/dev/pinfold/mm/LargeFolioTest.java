package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Huge pages that move, go to swap, and are split where memory is short, in a machine that has too little of it: what a
 * process stored is there, and the audit finds nothing.
 */
class LargeFolioTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int FIXED = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;
    private static final long A = 0x4000_0000L;
    private static final long FAR = 0x8000_0000L;
    private static final long MIB = 1 << 20;
    private static final long HUGE = 2 * MIB;
    private static final int PAGES = 4 * 512;

    private static MachineConfig config() {
        return MachineConfig.defaults()
                .withMemory(14 * MIB)
                .withMovable(4 * MIB)
                .withSwap(40 * MIB)
                .withThp("always")
                .withMaxPtesNone(400)
                .withCpus(6);
    }

    /** A process, and the first byte of each of its pages. */
    private static final class Process {
        final Task task;
        final byte[] model;

        Process(Task task, byte[] model) {
            this.task = task;
            this.model = model;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bytesStayWhatTheyWere(long seed) {
        random(seed, 500);
    }

    @Test
    @Tag("long")
    void bytesStayWhatTheyWereForLong() {
        for (long seed = 100; seed < 130; seed++) {
            random(seed, 5000);
        }
    }

    private static void random(long seed, int steps) {
        Random random = new Random(seed);
        try (Machine machine = Machine.of(config())) {
            List<Process> all = new ArrayList<>();
            Task first = machine.newTask();
            first.mmap(A, PAGES * PAGE_SIZE, RW, FIXED, -1, 0);
            all.add(new Process(first, new byte[PAGES]));
            for (int step = 0; step < steps; step++) {
                act(random, all, all.get(random.nextInt(all.size())));
                if (step % 20 == 0) {
                    machine.check();
                }
            }
            for (Process p : all) {
                for (int i = 0; i < PAGES; i++) {
                    assertThat(p.task.loadByte(A + i * PAGE_SIZE))
                            .as("seed %d page %d", seed, i)
                            .isEqualTo(p.model[i]);
                }
            }
            machine.check();
        }
    }

    private static void act(Random random, List<Process> all, Process p) {
        int page = random.nextInt(PAGES);
        boolean whole = random.nextInt(3) == 0;
        int from = whole ? page & -512 : page;
        int n = whole ? 512 : Math.min(1 + random.nextInt(40), PAGES - page);
        long at = A + from * PAGE_SIZE;
        Task t = p.task;
        switch (random.nextInt(18)) {
            case 0, 1, 2, 3 -> {
                for (int i = from; i < from + n; i++) {
                    p.model[i] = (byte) (1 + random.nextInt(100));
                    t.storeByte(A + i * PAGE_SIZE, p.model[i]);
                }
            }
            case 4, 5 -> {
                for (int i = from; i < from + n; i++) {
                    assertThat(t.loadByte(A + i * PAGE_SIZE)).isEqualTo(p.model[i]);
                }
            }
            case 6, 7 -> {
                t.madvise(at, n * PAGE_SIZE, Mman.MADV_DONTNEED);
                Arrays.fill(p.model, from, from + n, (byte) 0);
            }
            case 8 -> t.madvise(at, n * PAGE_SIZE, Mman.MADV_PAGEOUT);
            case 9 -> t.madvise(at, n * PAGE_SIZE, Mman.MADV_COLD);
            case 10 -> t.pages().splitDeferred(1 + random.nextInt(600));
            case 11 -> t.pages().reclaim(1 + random.nextInt(600));
            case 12 -> {
                long frame = t.pages().page(at);
                if (frame > 0) {
                    long result = random.nextBoolean()
                            ? t.pages().migratePage((int) frame)
                            : t.pages().splitHugePage((int) frame);
                    assertThat(result).isIn(0L, -11L, -12L, -22L);
                }
            }
            case 13 -> {
                t.mprotect(at, n * PAGE_SIZE, Mman.PROT_READ);
                t.mprotect(at, n * PAGE_SIZE, RW);
            }
            case 14 -> {
                // There and back, to places that lie otherwise among 2 MiB half of the time.
                long far = FAR + (random.nextBoolean() ? at - A : 3 * PAGE_SIZE);
                if (t.calls().mremap(at, n * PAGE_SIZE, n * PAGE_SIZE, 3, far) == far) {
                    assertThat(t.calls().mremap(far, n * PAGE_SIZE, n * PAGE_SIZE, 3, at))
                            .isEqualTo(at);
                }
            }
            case 15 -> {
                int[] held = new int[n];
                int flags = 1 | (random.nextBoolean() ? 0x100 : 0);
                long got = t.pages().pinUserPages(at, n, flags, held);
                for (int i = 0; i < got; i++) {
                    assertThat(t.pages().migratePage(held[i])).isEqualTo(-11);
                    p.model[from + i] = 3;
                    t.pages().dmaWrite(held[i], 3);
                }
                if (got > 0) {
                    t.pages().unpin(held, 0, (int) got);
                }
            }
            case 16 -> collapse(t, at & -HUGE);
            default -> fork(random, all, p);
        }
    }

    private static void collapse(Task t, long at) {
        try {
            t.madvise(at, HUGE, Mman.MADV_COLLAPSE);
        } catch (ErrnoException e) {
            assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EAGAIN, Errno.ENOMEM);
        }
    }

    private static void fork(Random random, List<Process> all, Process p) {
        if (all.size() < 3) {
            all.add(new Process(p.task.fork(), p.model.clone()));
        } else {
            all.remove(1 + random.nextInt(2)).task.exit(0);
        }
    }

    /** Without swap a process that touches a part of each of many huge pages has room for them: the rest is given back. */
    @Test
    void partsThatNobodyMapsMakeRoom() {
        MachineConfig config = MachineConfig.defaults().withMemory(16 * MIB).withThp("always");
        try (Machine machine = Machine.of(config)) {
            Task t = machine.newTask();
            for (int i = 0; i < 32; i++) {
                long at = A + i * HUGE;
                t.mmap(at, HUGE, RW, FIXED, -1, 0);
                t.storeByte(at, (byte) (i + 1));
                t.munmap(at + PAGE_SIZE, HUGE - PAGE_SIZE);
            }
            machine.check();
            for (int i = 0; i < 32; i++) {
                assertThat(t.loadByte(A + i * HUGE)).isEqualTo((byte) (i + 1));
            }
        }
    }

    /** As above, with huge pages that stay mapped and hold mostly zeroes. */
    @Test
    void zeroesMakeRoom() {
        MachineConfig config = MachineConfig.defaults()
                .withMemory(16 * MIB)
                .withThp("always")
                .withMaxPtesNone(100)
                .withOvercommit(1);
        try (Machine machine = Machine.of(config)) {
            Task t = machine.newTask();
            t.mmap(A, 32 * HUGE, RW, FIXED, -1, 0);
            for (int i = 0; i < 32; i++) {
                t.storeByte(A + i * HUGE, (byte) (i + 1));
            }
            for (int i = 0; i < 32; i++) {
                t.storeByte(A + i * HUGE + PAGE_SIZE, (byte) (i + 1));
            }
            machine.check();
            for (int i = 0; i < 32; i++) {
                assertThat(t.loadByte(A + i * HUGE)).isEqualTo((byte) (i + 1));
                assertThat(t.loadByte(A + i * HUGE + 5 * PAGE_SIZE)).isEqualTo((byte) 0);
            }
        }
    }

    @Test
    void storesSurviveOnRealThreads() throws InterruptedException {
        stress(1000);
    }

    @Test
    @Tag("long")
    void storesSurviveOnRealThreadsForLong() throws InterruptedException {
        stress(100_000);
    }

    /** Three writers, each with a byte of its own in each page, beside one that takes all it can from them. */
    private static void stress(int steps) throws InterruptedException {
        try (Machine machine = Machine.of(config())) {
            Task main = machine.newTask();
            main.mmap(A, PAGES * PAGE_SIZE, RW, FIXED, -1, 0);
            var failures = new ConcurrentLinkedQueue<Throwable>();
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < 3; w++) {
                int mine = w;
                Task t = main.thread();
                threads.add(new Thread(() -> write(t, mine, steps)));
            }
            Task taker = main.thread();
            Thread takes = new Thread(() -> take(taker, over));
            threads.add(takes);
            for (Thread t : threads) {
                t.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
                t.start();
            }
            for (Thread t : threads.subList(0, 3)) {
                t.join();
            }
            over.set(true);
            takes.join();
            assertThat(failures).isEmpty();
            machine.check();
        }
    }

    private static void write(Task t, int mine, int steps) {
        byte[] model = new byte[PAGES];
        Random random = new Random(mine);
        for (int step = 0; step < steps; step++) {
            int i = random.nextInt(PAGES);
            long at = A + i * PAGE_SIZE + mine;
            assertThat(t.loadByte(at)).isEqualTo(model[i]);
            model[i] = (byte) (1 + random.nextInt(100));
            t.storeByte(at, model[i]);
        }
        for (int i = 0; i < PAGES; i++) {
            assertThat(t.loadByte(A + i * PAGE_SIZE + mine)).isEqualTo(model[i]);
        }
    }

    private static void take(Task t, AtomicBoolean over) {
        Random random = new Random(9);
        while (!over.get()) {
            long at = A + random.nextInt(PAGES) * PAGE_SIZE;
            long huge = at & -HUGE;
            switch (random.nextInt(7)) {
                case 0 -> t.madvise(huge, HUGE, Mman.MADV_PAGEOUT);
                case 1 -> t.pages().reclaim(32);
                case 2 -> collapse(t, huge);
                case 3 -> t.pages().splitDeferred(100);
                case 4 -> t.madvise(at, PAGE_SIZE, Mman.MADV_COLD);
                default -> {
                    long frame = t.pages().page(at);
                    if (frame > 0) {
                        t.pages().migratePage((int) frame);
                    }
                }
            }
        }
    }
}
