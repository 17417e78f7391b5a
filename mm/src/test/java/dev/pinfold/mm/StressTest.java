package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.FileFlags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real threads: four in one address space and two in others that share its files; each load is checked. */
class StressTest {
    /** Of each thread: as many on a slow machine as on a fast one. */
    private static final long STEPS = 60_000;

    @Test
    void sixThreads() throws InterruptedException {
        run(4, STEPS);
    }

    @Test
    void moreThreadsThanCpus() throws InterruptedException {
        run(2, STEPS / 2);
    }

    @Test
    @Tag("long")
    void sixThreadsForLong() throws InterruptedException {
        run(6, 20 * STEPS);
    }

    /** One thread alone: the model itself. */
    @Test
    void oneThread() {
        for (int seed = 0; seed < 20; seed++) {
            try (Machine machine = Machine.of(MachineConfig.defaults().withPrivileged(true))) {
                Task t = machine.newTask();
                int fd = t.memfd("stress", StressWorker.FILE_PAGES * 4096L);
                new StressWorker(t, 1, fd, 0, seed, 10_000).run();
                machine.check();
                assertThat(machine.usedFrames()).isZero();
            }
        }
    }

    private static void run(int cpus, long steps) throws InterruptedException {
        long seed = Long.getLong("stress.seed", System.nanoTime());
        try (Machine machine = Machine.of(
                MachineConfig.defaults().withCpus(cpus).withMemory(64 << 20).withPrivileged(true))) {
            Task first = machine.newTask();
            int fd = first.memfd("stress", StressWorker.FILE_PAGES * 4096L);
            first.calls().initialState().declareFile("/stress", StressWorker.FILE_PAGES * 4096L, "disk");
            int disk = first.open("/stress", FileFlags.O_RDWR);
            int before = machine.usedFrames();
            List<StressWorker> workers = new ArrayList<>();
            Task shared = first.fork();
            for (int i = 0; i < 4; i++) {
                Task t = i == 0 ? shared : shared.thread();
                workers.add(new StressWorker(t, 1, i % 2 == 0 ? fd : disk, i, seed + i, steps));
            }
            for (int i = 4; i < 6; i++) {
                workers.add(new StressWorker(first.fork(), i, i % 2 == 0 ? fd : disk, i, seed + i, steps));
            }
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (StressWorker w : workers) {
                threads.add(Thread.ofPlatform()
                        .uncaughtExceptionHandler((t, e) -> failures.add(e))
                        .start(w));
            }
            for (Thread t : threads) {
                t.join();
            }
            assertThat(failures).as("seed %d", seed).isEmpty();
            assertThat(workers).allMatch(w -> w.steps() == steps);
            machine.check();
            assertThat(machine.usedFrames() - before)
                    .as("frames beyond the page cache")
                    .isLessThanOrEqualTo(2 * StressWorker.FILE_PAGES);
        }
    }
}
