package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Real threads in two address spaces change the same files through mappings, calls and the reclaimer at once. Each
 * thread has words of its own in every page, so it knows what it must find there: in the pages that nobody cuts off
 * what it wrote last, in the others that or zero.
 */
class FileStressTest {
    private static final int THREADS = 4;
    private static final int KEPT = 24;
    private static final int PAGES = 64;
    /** Of each thread. */
    private static final int STEPS = 60_000;

    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;

    @Test
    void nothingIsLostInADiskFile() throws InterruptedException {
        run("disk");
    }

    @Test
    void nothingIsLostInSharedMemory() throws InterruptedException {
        run("tmpfs");
    }

    private static void run(String fs) throws InterruptedException {
        MachineConfig config = MachineConfig.defaults().withCpus(2).withMemory(16 << 20);
        try (Machine machine = Machine.of(config)) {
            Task first = machine.newTask();
            first.calls().initialState().declareFile("/data", PAGES * PAGE_SIZE, fs);
            int fd = first.open("/data", FileFlags.O_RDWR);
            Task other = first.fork();
            List<Worker> workers = new ArrayList<>();
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>(null);
            for (int i = 0; i < THREADS; i++) {
                Task parent = i < THREADS / 2 ? first : other;
                Task t = i % 2 == 0 ? parent : parent.thread();
                workers.add(new Worker(machine, t, fd, i, failure));
            }
            workers.forEach(Thread::start);
            for (Worker w : workers) {
                w.join();
            }
            if (failure.get() != null) {
                throw new AssertionError("a worker failed", failure.get());
            }
            machine.check();
            assertThat(first.calls().fsync(fd)).isZero();
            reclaim(machine, first);
            for (Worker w : workers) {
                w.verifyKept(first);
            }
            machine.check();
        }
    }

    private static void reclaim(Machine machine, Task t) {
        TaskContext context = t.context();
        context.enterKernel();
        if (ThreadLocalRandom.current().nextBoolean()) {
            machine.kernel().files().reclaim(Long.MAX_VALUE, context.cpuId());
        } else {
            machine.kernel().files().evict(context, 8);
        }
        context.exitKernel();
    }

    private static final class Worker extends Thread {
        private final Machine machine;
        private final Task task;
        private final Calls calls;
        private final int fd;
        private final int number;
        private final long window;
        private final AtomicReference<@Nullable Throwable> failure;
        private final Random random;
        private final long[] last = new long[PAGES];
        private long next = 1;

        Worker(Machine machine, Task task, int fd, int number, AtomicReference<@Nullable Throwable> failure) {
            this.machine = machine;
            this.task = task;
            this.calls = task.calls();
            this.fd = fd;
            this.number = number;
            this.failure = failure;
            this.window = 0x10000000L + number * 0x1000000L;
            this.random = new Random(number);
        }

        @Override
        public void run() {
            try {
                map();
                for (int i = 0; i < STEPS && failure.get() == null; i++) {
                    step();
                }
            } catch (Throwable t) {
                if (failure.get() == null) {
                    failure.set(t);
                }
            }
        }

        private void map() {
            assertThat(calls.mmap(window, PAGES * PAGE_SIZE, RW, Mman.MAP_SHARED | Mman.MAP_FIXED, fd, 0))
                    .isEqualTo(window);
        }

        private long place(int page) {
            return page * PAGE_SIZE + 512 + number * 8L;
        }

        private void step() {
            int page = random.nextInt(PAGES);
            switch (random.nextInt(22)) {
                case 0, 1, 2, 3, 4, 5 -> store(page);
                case 6, 7, 8 -> write(page);
                case 9, 10, 11, 12 -> load(page);
                case 13, 14, 15 -> read(page);
                case 16 -> assertThat(calls.fsync(fd)).isZero();
                case 17 -> calls.msync(window + page * PAGE_SIZE, PAGE_SIZE, Mman.MS_SYNC);
                case 18 -> calls.madvise(window + page * PAGE_SIZE, PAGE_SIZE, Mman.MADV_DONTNEED);
                case 19 -> {
                    if (random.nextInt(4) == 0) {
                        map();
                    }
                }
                case 20 -> {
                    reclaim(machine, task);
                }
                default -> cut();
            }
        }

        private void store(int page) {
            long value = next++;
            long fault = calls.store(window + place(page), value, 8);
            if (fault == 0) {
                last[page] = value;
            } else {
                assertThat(page).isGreaterThanOrEqualTo(KEPT);
            }
        }

        private void write(int page) {
            if (page >= KEPT) {
                return; // A write beyond the end would extend the file; that is what cut() does.
            }
            long value = next++;
            byte[] data = new byte[8];
            for (int i = 0; i < 8; i++) {
                data[i] = (byte) (value >>> 8 * i);
            }
            assertThat(calls.pwrite64(fd, data, place(page))).isEqualTo(8);
            last[page] = value;
        }

        private void load(int page) {
            long value = calls.load(window + place(page), 8);
            if (calls.fault() == 0) {
                expect(page, value, "load");
            } else {
                assertThat(page).isGreaterThanOrEqualTo(KEPT);
            }
        }

        private void read(int page) {
            byte[] data = new byte[8];
            long n = calls.pread64(fd, data, place(page));
            if (n == 8) {
                long value = 0;
                for (int i = 0; i < 8; i++) {
                    value |= (data[i] & 0xffL) << 8 * i;
                }
                expect(page, value, "pread");
            } else {
                assertThat(n).isZero();
                assertThat(page).isGreaterThanOrEqualTo(KEPT);
            }
        }

        private void expect(int page, long value, String how) {
            boolean right = value == last[page] || (page >= KEPT && value == 0);
            if (!right) {
                throw new AssertionError("worker %d, page %d: %s gave %d after %d was written"
                        .formatted(number, page, how, value, last[page]));
            }
            last[page] = value;
        }

        /** Changes what lies behind the pages that are kept. */
        private void cut() {
            long offset = (KEPT + random.nextInt(PAGES - KEPT)) * PAGE_SIZE;
            long result = switch (random.nextInt(4)) {
                case 0 -> calls.ftruncate(fd, offset);
                case 1 -> calls.ftruncate(fd, PAGES * PAGE_SIZE);
                case 2 -> calls.fallocate(fd, 3, offset, PAGE_SIZE * 3);
                default -> calls.fallocate(fd, 0, KEPT * PAGE_SIZE, (PAGES - KEPT) * PAGE_SIZE);
            };
            assertThat(result).isZero();
        }

        void verifyKept(Task reader) {
            byte[] data = new byte[8];
            for (int page = 0; page < KEPT; page++) {
                assertThat(reader.calls().pread64(fd, data, place(page))).isEqualTo(8);
                long value = 0;
                for (int i = 0; i < 8; i++) {
                    value |= (data[i] & 0xffL) << 8 * i;
                }
                expect(page, value, "the last pread");
            }
        }
    }
}
