package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Private memory that goes to swap, moves to other frames and comes back: nothing that was stored is lost. */
class SwapTest {
    private static final long MIB = 1 << 20;

    @Test
    void aProcessLargerThanMemoryKeepsWhatItStores() {
        MachineConfig config = MachineConfig.defaults().withMemory(2 * MIB).withSwap(16 * MIB);
        try (Machine machine = Machine.of(config)) {
            Task t = machine.newTask();
            long at = t.mmap(12 * MIB);
            for (long p = 0; p < 12 * MIB; p += PAGE_SIZE) {
                t.storeLong(at + p + 16, p + 1);
            }
            machine.check();
            for (long p = 0; p < 12 * MIB; p += PAGE_SIZE) {
                assertThat(t.loadLong(at + p + 16)).isEqualTo(p + 1);
            }
            machine.check();
            t.munmap(at, 12 * MIB);
            machine.check();
        }
    }

    @Test
    void randomCallsAgreeWithAModel() {
        for (int seed = 0; seed < 6; seed++) {
            random(seed, 1500);
        }
    }

    @Test
    @Tag("long")
    void manyRandomCallsAgreeWithAModel() {
        for (int seed = 100; seed < 200; seed++) {
            random(seed, 20_000);
        }
    }

    /** A process and what each of its pages holds. */
    private static final class Process {
        final Task task;
        final long[] at;
        final byte[] bytes;

        Process(Task task, long[] at, byte[] bytes) {
            this.task = task;
            this.at = at.clone();
            this.bytes = bytes.clone();
        }
    }

    private static void random(int seed, int steps) {
        int pages = 48;
        Random random = new Random(seed);
        MachineConfig config = MachineConfig.defaults()
                .withMemory(MIB)
                .withMovable(MIB / 4)
                .withSwap(MIB)
                .withCpus(4);
        try (Machine machine = Machine.of(config)) {
            List<Process> all = new ArrayList<>();
            Task first = machine.newTask();
            long base = first.mmap(pages * PAGE_SIZE);
            long[] at = new long[pages];
            for (int i = 0; i < pages; i++) {
                at[i] = base + i * PAGE_SIZE;
            }
            all.add(new Process(first, at, new byte[pages]));
            for (int step = 0; step < steps; step++) {
                Process p = all.get(random.nextInt(all.size()));
                int i = random.nextInt(pages);
                Task t = p.task;
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> {
                        p.bytes[i] = (byte) random.nextInt();
                        t.storeByte(p.at[i] + 5, p.bytes[i]);
                    }
                    case 3, 4 ->
                        assertThat(t.loadByte(p.at[i] + 5))
                                .as("seed %d step %d", seed, step)
                                .isEqualTo(p.bytes[i]);
                    case 5 -> t.madvise(p.at[i], PAGE_SIZE, Mman.MADV_PAGEOUT);
                    case 6 -> {
                        long page = t.pages().page(p.at[i]);
                        if (page > 0) {
                            assertThat(t.pages().migratePage((int) page)).isIn(0L, -11L, -22L);
                        }
                    }
                    case 7 -> t.pages().reclaim(random.nextInt(8));
                    case 8 -> {
                        t.madvise(p.at[i], PAGE_SIZE, Mman.MADV_DONTNEED);
                        p.bytes[i] = 0;
                    }
                    case 9 -> p.at[i] = t.mremap(p.at[i], PAGE_SIZE, PAGE_SIZE, Mman.MREMAP_MAYMOVE);
                    case 10 -> {
                        if (all.size() < 4) {
                            all.add(new Process(t.fork(), p.at, p.bytes));
                        } else {
                            Process gone = all.remove(1 + random.nextInt(all.size() - 1));
                            gone.task.exit(0);
                        }
                    }
                    default -> {
                        int[] held = new int[1];
                        long flags = random.nextBoolean() ? 0x100 : 0;
                        if (t.pages().pinUserPages(p.at[i], 1, (int) flags | 1, held) == 1) {
                            assertThat(t.pages().migratePage(held[0])).isEqualTo(-11);
                            t.pages().dmaWrite(held[0], 3);
                            p.bytes[i] = 3;
                            t.pages().unpin(held, 0, 1);
                        }
                    }
                }
                if (step % 100 == 0) {
                    machine.check();
                }
            }
            for (Process p : all) {
                for (int i = 0; i < pages; i++) {
                    assertThat(p.task.loadByte(p.at[i] + 5))
                            .as("seed %d page %d", seed, i)
                            .isEqualTo(p.bytes[i]);
                }
            }
            machine.check();
        }
    }

    /** Four writers, each with pages of its own, beside one that moves and reclaims everything. */
    @Test
    void storesSurviveMovesAndReclaimOnRealThreads() throws InterruptedException {
        stress(1500);
    }

    @Test
    @Tag("long")
    void storesSurviveMovesAndReclaimForLong() throws InterruptedException {
        stress(100_000);
    }

    private static void stress(int steps) throws InterruptedException {
        int pages = 256;
        MachineConfig config =
                MachineConfig.defaults().withMemory(MIB).withSwap(4 * MIB).withCpus(6);
        try (Machine machine = Machine.of(config)) {
            Task main = machine.newTask();
            long base = main.mmap(pages * PAGE_SIZE);
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                int mine = w;
                Task t = main.thread();
                threads.add(new Thread(() -> write(t, base, pages, mine, steps), "writer " + w));
            }
            Task mover = main.thread();
            boolean[] over = new boolean[1];
            Thread moves = new Thread(() -> {
                Random random = new Random(9);
                while (!isOver(over)) {
                    move(mover, random.nextInt(4), base + random.nextInt(pages) * PAGE_SIZE);
                }
            });
            threads.add(moves);
            for (Thread t : threads) {
                t.setUncaughtExceptionHandler((thread, e) -> {
                    synchronized (failures) {
                        failures.add(e);
                    }
                });
                t.start();
            }
            for (int w = 0; w < 4; w++) {
                threads.get(w).join();
            }
            synchronized (over) {
                over[0] = true;
            }
            moves.join();
            assertThat(failures).isEmpty();
            machine.check();
        }
    }

    private static boolean isOver(boolean[] over) {
        synchronized (over) {
            return over[0];
        }
    }

    /** Memory is so short that a fork, or the copy of a table that is shared, may find none while the others fork too. */
    private static void unlessShort(Runnable deed) {
        try {
            deed.run();
        } catch (ErrnoException e) {
            assertThat(e.errno()).isEqualTo(Errno.ENOMEM);
        }
    }

    private static void move(Task t, int how, long a) {
        switch (how) {
            case 0 -> unlessShort(() -> t.madvise(a, PAGE_SIZE, Mman.MADV_PAGEOUT));
            case 1 -> t.pages().reclaim(4);
            case 2 -> unlessShort(() -> t.mprotect(a, PAGE_SIZE, Mman.PROT_READ | Mman.PROT_WRITE));
            default -> {
                long page = t.pages().page(a);
                if (page > 0) {
                    t.pages().migratePage((int) page);
                }
            }
        }
    }

    private static void forkAndStore(Task t, long address) {
        unlessShort(() -> {
            Task child = t.fork();
            child.storeByte(address, (byte) 1);
            child.exit(0);
            t.waitFor(child);
        });
    }

    private static void write(Task t, long base, int pages, int mine, int steps) {
        byte[] model = new byte[pages];
        Random random = new Random(mine);
        for (int step = 0; step < steps; step++) {
            int i = random.nextInt(pages / 4) * 4 + mine;
            if (random.nextBoolean()) {
                model[i] = (byte) random.nextInt();
                t.storeByte(base + i * PAGE_SIZE + mine, model[i]);
            } else {
                assertThat(t.loadByte(base + i * PAGE_SIZE + mine))
                        .as("page %d at step %d", i, step)
                        .isEqualTo(model[i]);
            }
            if (step % 500 == 499) {
                forkAndStore(t, base + i * PAGE_SIZE + mine);
            }
        }
    }
}
