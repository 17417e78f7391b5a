package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.dirty.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Incremental checkpoints beside writers, and what they cost. */
class CheckpointTest {
    private static final long PAGE = 4096;
    private static final long GIB = 1L << 30;

    @Test
    void copiesAreEqualAfterSomeRounds() throws InterruptedException {
        rounds(30);
    }

    @Test
    @Tag("long")
    void copiesAreEqualAfterAThousandRounds() throws InterruptedException {
        rounds(1000);
    }

    /** Four threads store all the while, another pages out and moves pages; each round's checkpoint brings a copy up to date. */
    private static void rounds(int rounds) throws InterruptedException {
        int pages = 1024;
        MachineConfig config =
                MachineConfig.defaults().withMemory(16 << 20).withSwap(8 << 20).withCpus(6);
        try (Machine machine = Machine.of(config)) {
            Task main = machine.newTask();
            long base = main.mmap(pages * PAGE);
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int mine = w;
                Task t = main.thread();
                threads.add(new Thread(() -> {
                    Random random = new Random(mine);
                    while (!over.get()) {
                        t.storeLong(base + random.nextInt(pages) * PAGE + mine * 8L, random.nextLong());
                    }
                }));
            }
            Task mover = main.thread();
            threads.add(new Thread(() -> {
                Random random = new Random(9);
                while (!over.get()) {
                    long a = base + random.nextInt(pages) * PAGE;
                    long page = mover.pages().page(a);
                    if (random.nextBoolean()) {
                        mover.madvise(a, PAGE, 21);
                    } else if (page > 0) {
                        mover.pages().migratePage((int) page);
                    }
                }
            }));
            threads.forEach(Thread::start);
            byte[][] copy = new byte[pages][(int) PAGE];
            try (SpaceTracking tracking = main.walks().trackSpace()) {
                Checkpoint last = null;
                for (int round = 0; round < rounds; round++) {
                    last = tracking.checkpoint(last);
                    apply(main, last, base, copy);
                }
                over.set(true);
                for (Thread t : threads) {
                    t.join();
                }
                apply(main, tracking.checkpoint(last), base, copy);
            }
            byte[] now = new byte[(int) PAGE];
            for (int p = 0; p < pages; p++) {
                main.load(base + p * PAGE, now);
                assertThat(copy[p]).as("page %d", p).isEqualTo(now);
            }
            machine.check();
        }
    }

    private static void apply(Task t, Checkpoint c, long base, byte[][] copy) {
        c.written().forEach(n -> t.load(n << 12, copy[(int) (n - (base >>> 12))]));
        c.dropped().forEach(n -> copy[(int) (n - (base >>> 12))] = new byte[(int) PAGE]);
    }

    /**
     * What a checkpoint of 1 GiB costs with nothing and with one page in a hundred written. Prints the figures; asserts only
     * what a busy machine cannot spoil.
     */
    @Test
    @Tag("long")
    void costIsInProportionToWhatWasWritten() {
        long pages = GIB / PAGE;
        try (Machine machine = Machine.of(MachineConfig.defaults().withMemory(GIB + (64 << 20)))) {
            Task t = machine.newTask();
            long base = t.mmap(GIB);
            for (long p = 0; p < GIB; p += PAGE) {
                t.storeByte(base + p, (byte) 1);
            }
            try (SpaceTracking tracking = t.walks().trackSpace()) {
                Checkpoint last = tracking.checkpoint(null);
                long idle = Long.MAX_VALUE;
                long busy = Long.MAX_VALUE;
                long written = 0;
                Random random = new Random(1);
                for (int round = 0; round < 600; round++) {
                    long begin = System.nanoTime();
                    last = tracking.checkpoint(last);
                    idle = Math.min(idle, System.nanoTime() - begin);
                    for (int i = 0; i < pages / 100; i++) {
                        t.storeByte(base + random.nextInt((int) pages) * PAGE, (byte) round);
                    }
                    begin = System.nanoTime();
                    last = tracking.checkpoint(last);
                    busy = Math.min(busy, System.nanoTime() - begin);
                    long[] n = new long[1];
                    last.written().forEach(p -> n[0]++);
                    written = n[0];
                }
                System.out.printf(
                        "checkpoint of 1 GiB: %.3f ns a page scanned, %.1f ns a page written (%d written); %.3f and %.3f ms%n",
                        (double) idle / pages, (double) (busy - idle) / written, written, idle / 1e6, busy / 1e6);
                assertThat(written).isBetween(pages / 100 * 9 / 10, pages / 100);
                assertThat((double) idle / pages).isLessThan(3.0);
            }
        }
    }
}
