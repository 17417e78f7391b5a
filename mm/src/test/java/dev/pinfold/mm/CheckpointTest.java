package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.dirty.Checkpoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Incremental checkpoints beside writers, and what they cost. */
class CheckpointTest {
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
            long base = main.mmap(pages * PAGE_SIZE);
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int mine = w;
                Task t = main.thread();
                threads.add(new Thread(() -> {
                    Random random = new Random(mine);
                    while (!over.get()) {
                        t.storeLong(base + random.nextInt(pages) * PAGE_SIZE + mine * 8L, random.nextLong());
                    }
                }));
            }
            Task mover = main.thread();
            threads.add(new Thread(() -> {
                Random random = new Random(9);
                while (!over.get()) {
                    long a = base + random.nextInt(pages) * PAGE_SIZE;
                    long page = mover.pages().page(a);
                    if (random.nextBoolean()) {
                        mover.madvise(a, PAGE_SIZE, 21);
                    } else if (page > 0) {
                        mover.pages().migratePage((int) page);
                    }
                }
            }));
            threads.forEach(Thread::start);
            byte[][] copy = new byte[pages][(int) PAGE_SIZE];
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
            byte[] now = new byte[(int) PAGE_SIZE];
            for (int p = 0; p < pages; p++) {
                main.load(base + p * PAGE_SIZE, now);
                assertThat(copy[p]).as("page %d", p).isEqualTo(now);
            }
            machine.check();
        }
    }

    private static void apply(Task t, Checkpoint c, long base, byte[][] copy) {
        c.written().forEach(n -> t.load(n << 12, copy[(int) (n - (base >>> 12))]));
        c.dropped().forEach(n -> copy[(int) (n - (base >>> 12))] = new byte[(int) PAGE_SIZE]);
    }

    /** A checkpoint of 1 GiB says of one page in a hundred that it was written, round after round. */
    @Test
    @Tag("long")
    void findsTheFewThatWereWritten() {
        long pages = GIB / PAGE_SIZE;
        try (Machine machine = Machine.of(MachineConfig.defaults().withMemory(GIB + (64 << 20)))) {
            Task t = machine.newTask();
            long base = t.mmap(GIB);
            for (long p = 0; p < GIB; p += PAGE_SIZE) {
                t.storeByte(base + p, (byte) 1);
            }
            try (SpaceTracking tracking = t.walks().trackSpace()) {
                Checkpoint last = tracking.checkpoint(null);
                Random random = new Random(1);
                for (int round = 0; round < 20; round++) {
                    last = tracking.checkpoint(last);
                    BitSet stored = new BitSet();
                    for (int i = 0; i < pages / 100; i++) {
                        int page = random.nextInt((int) pages);
                        stored.set(page);
                        t.storeByte(base + (long) page * PAGE_SIZE, (byte) round);
                    }
                    last = tracking.checkpoint(last);
                    int[] written = {0};
                    last.written().forEach(p -> written[0]++);
                    assertThat(written[0]).isEqualTo(stored.cardinality());
                }
            }
        }
    }
}
