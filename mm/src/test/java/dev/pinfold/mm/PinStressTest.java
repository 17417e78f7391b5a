package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Foll;
import dev.pinfold.mm.device.DeviceKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two real threads pin and unpin pages of four kinds while a third forks, unmaps, discards, truncates, writes back and takes
 * the device away: no frame is freed while it is pinned, and all counts return.
 */
class PinStressTest {
    private static final int PAGES = 64;
    /** How often at least the third thread changes something, however the three come to their turns. */
    private static final int CHANGES = 3;

    private static final int SHARED_RW = 3;

    @ParameterizedTest
    @CsvSource({"bias,folio", "counter,per-page", "mapcount,folio"})
    void aHundredThousandPairs(String pins, String device) throws InterruptedException {
        run(100_000, Design.defaults().with("PIN_COUNT", pins).with("DEVICE_PIN", device));
    }

    @Test
    @Tag("long")
    void tenMillionPairs() throws InterruptedException {
        run(10_000_000, Design.defaults());
    }

    private static void run(long pairs, Design design) throws InterruptedException {
        long seed = Long.getLong("stress.seed", System.nanoTime());
        MachineConfig config = MachineConfig.defaults()
                .withCpus(3)
                .withMemory(32 << 20)
                .withDevice(new DeviceConfig("pmem0", 4 << 20, DeviceKind.FSDAX, null));
        try (Machine machine = Machine.of(config, design)) {
            Task first = machine.newTask();
            Ground ground = new Ground(first);
            AtomicLong left = new AtomicLong(pairs);
            AtomicLong changes = new AtomicLong(CHANGES);
            AtomicInteger pinning = new AtomicInteger(2);
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            List<Pinner> pinners = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                pinners.add(new Pinner(first.thread(), ground, new SplittableRandom(seed + i), left, changes, pinning));
            }
            Mover mover = new Mover(
                    first,
                    ground,
                    new SplittableRandom(seed + 2),
                    changes,
                    pinning,
                    design.choice("PIN_COUNT").equals("mapcount"));
            for (Runnable r : List.of(pinners.get(0), pinners.get(1), mover)) {
                threads.add(Thread.ofPlatform()
                        .uncaughtExceptionHandler((t, e) -> {
                            failures.add(e);
                            left.set(0);
                            changes.set(0);
                        })
                        .start(r));
            }
            for (Thread t : threads) {
                t.join();
            }
            assertThat(failures).as("seed %d", seed).isEmpty();
            long taken = pinners.get(0).pairs + pinners.get(1).pairs;
            assertThat(taken).isGreaterThanOrEqualTo(pairs);
            machine.check();
            for (int kind = 0; kind < ground.start.length; kind++) {
                for (int i = 0; i < PAGES; i++) {
                    long page = first.pages().page(ground.start[kind] + (long) i * PAGE_SIZE);
                    if (page > 0) {
                        assertThat(first.pages().pageMaybeDmaPinned((int) page)).isZero();
                    }
                }
            }
            first.exit(0);
            machine.check();
        }
    }

    /** The memory that all of them use: anonymous, of a file on a disk, of a file in memory, of a device. */
    private static final class Ground {
        final long[] start = new long[4];
        final int[] fds = {-1, -1, -1, -1};

        Ground(Task t) {
            t.calls().initialState().declareFile("/disk", PAGES * PAGE_SIZE, "disk");
            t.calls().initialState().declareFile("/memory", PAGES * PAGE_SIZE, "tmpfs");
            t.calls().initialState().declareFile("/pmem0/file", PAGES * PAGE_SIZE, "disk");
            fds[1] = t.open("/disk", FileFlags.O_RDWR);
            fds[2] = t.open("/memory", FileFlags.O_RDWR);
            fds[3] = t.open("/pmem0/file", FileFlags.O_RDWR);
            for (int kind = 0; kind < 4; kind++) {
                start[kind] = (kind + 1) * 0x10000000L;
                map(t, kind);
            }
        }

        void map(Task t, int kind) {
            int flags = 0x10 | (kind == 0 ? 0x22 : 0x01);
            t.mmap(start[kind], PAGES * PAGE_SIZE, SHARED_RW, flags, fds[kind], 0);
        }
    }

    private static final class Pinner implements Runnable {
        private final Task t;
        private final Ground ground;
        private final SplittableRandom random;
        private final AtomicLong left;
        private final AtomicLong changes;
        private final AtomicInteger pinning;
        private final int[] pages = new int[32];
        private final int[] generations = new int[32];
        private long pairs;

        Pinner(
                Task t,
                Ground ground,
                SplittableRandom random,
                AtomicLong left,
                AtomicLong changes,
                AtomicInteger pinning) {
            this.t = t;
            this.ground = ground;
            this.random = random;
            this.left = left;
            this.changes = changes;
            this.pinning = pinning;
        }

        @Override
        public void run() {
            try {
                while (left.get() > 0 || changes.get() > 0) {
                    once();
                }
            } finally {
                pinning.decrementAndGet();
            }
        }

        private void once() {
            int from = random.nextInt(PAGES);
            int n = 1 + random.nextInt(Math.min(pages.length, PAGES - from));
            long address = ground.start[random.nextInt(4)] + (long) from * PAGE_SIZE;
            int flags = random.nextInt(4) == 0 ? 0 : Foll.FOLL_WRITE;
            Pages p = t.pages();
            long got = random.nextInt(8) == 0
                    ? p.pinUserPages(address, n, flags, pages)
                    : p.pinUserPagesFast(address, n, flags, pages);
            if (got <= 0) {
                // Unmapped, truncated, or of a device that is away just now.
                assertThat(got).isIn(0L, (long) -Errno.EFAULT);
                return;
            }
            for (int i = 0; i < got; i++) {
                generations[i] = p.generation(pages[i]);
            }
            if (flags != 0) {
                p.dmaWrite(pages[0], 1);
            }
            for (int i = 0; i < got; i++) {
                if (p.generation(pages[i]) != generations[i]) {
                    throw new AssertionError("page " + pages[i] + " was freed while it was pinned");
                }
            }
            if (flags != 0) {
                p.unpinDirtyLock(pages, 0, (int) got, true);
            } else {
                p.unpin(pages, 0, (int) got);
            }
            pairs += got;
            left.addAndGet(-got);
        }
    }

    private static final class Mover implements Runnable {
        private final Task t;
        private final Ground ground;
        private final SplittableRandom random;
        private final AtomicLong changes;
        private final AtomicInteger pinning;

        private final boolean mappingsArePins;

        Mover(
                Task t,
                Ground ground,
                SplittableRandom random,
                AtomicLong changes,
                AtomicInteger pinning,
                boolean mappingsArePins) {
            this.mappingsArePins = mappingsArePins;
            this.t = t;
            this.ground = ground;
            this.random = random;
            this.changes = changes;
            this.pinning = pinning;
        }

        @Override
        public void run() {
            while (pinning.get() > 0) {
                once();
                changes.decrementAndGet();
            }
        }

        private void once() {
            int kind = random.nextInt(4);
            int pages = random.nextInt(PAGES);
            switch (random.nextInt(6)) {
                case 0 -> {
                    Task child = t.fork();
                    child.storeByte(ground.start[0] + (long) pages * PAGE_SIZE, (byte) 2);
                    child.exit(0);
                    t.waitFor(child);
                }
                case 1 -> {
                    t.munmap(ground.start[kind], PAGES * PAGE_SIZE);
                    ground.map(t, kind);
                }
                case 2 -> t.madvise(ground.start[kind], PAGES * PAGE_SIZE, 4);
                case 3 -> {
                    // Where pins count as mappings, a device's mapped page looks pinned: a truncation may wait for
                    // ever.
                    int file = 1 + random.nextInt(mappingsArePins ? 2 : 3);
                    t.ftruncate(ground.fds[file], (long) pages * PAGE_SIZE);
                    t.ftruncate(ground.fds[file], PAGES * PAGE_SIZE);
                }
                case 4 -> assertThat(t.calls().fsync(ground.fds[1])).isZero();
                default -> {
                    assertThat(t.devices().unbind("pmem0")).isZero();
                    assertThat(t.devices().memremapPages("pmem0")).isZero();
                }
            }
        }
    }
}
