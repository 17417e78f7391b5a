package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.StrayMode;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Walk;
import dev.pinfold.mm.table.WalkOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of 1 GiB, which map devices' memory: one by one, and at random against a model of what each address shows. */
class GiantPagesTest {
    private static final long MIB2 = 2L << 20;
    private static final long GIB = 1L << 30;
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int FIXED = Mman.MAP_SHARED | Mman.MAP_FIXED;

    private static MachineConfig with(long size, long align) {
        return MachineConfig.defaults()
                .withDevice(new DeviceConfig("mem0", size, DeviceKind.GENERIC, null, StrayMode.OFF, align));
    }

    /** 16 GiB are mapped by 16 entries; tables and audits have as much to do as with as many pages. */
    @Test
    void gibibytesCostWhatPagesCost() {
        try (Machine machine = Machine.of(with(16 * GIB, 0))) {
            Task task = machine.newTask();
            long before = task.addressSpace().tableCount();
            long a = task.mmap(0, 16 * GIB, RW, Mman.MAP_SHARED, task.open("/mem0", FileFlags.O_RDWR), 0);
            assertThat(a % GIB).isZero();
            for (long at = a; at < a + 16 * GIB; at += GIB) {
                task.storeByte(at + 12_345_678, (byte) 1);
            }
            assertThat(task.addressSpace().tableCount() - before).isLessThanOrEqualTo(2);
            machine.check();
            task.munmap(a, 16 * GIB);
            machine.check();
        }
    }

    /** A walk that asks for entries of its level leaves it whole; one that asks for what is below has it split. */
    @Test
    void walksSplitOnlyForWhatIsBelow() {
        try (Machine machine = Machine.of(with(GIB, 0))) {
            Task task = machine.newTask();
            long a = task.mmap(0, GIB, RW, Mman.MAP_SHARED, task.open("/mem0", FileFlags.O_RDWR), 0);
            task.storeByte(a, (byte) 7);
            int page = (int) task.pages().page(a);
            List<Long> seen = new ArrayList<>();
            WalkOps.Entry note = (walk, entry, start, end) -> {
                assertThat(Pte.huge(entry)).isTrue();
                seen.add(end - start);
                return 0;
            };
            assertThat(task.walks().range(a, GIB, WalkOps.builder().pud(note).build()))
                    .isZero();
            assertThat(task.walks()
                            .range(
                                    a + PAGE_SIZE,
                                    PAGE_SIZE,
                                    WalkOps.builder().huge(note).build()))
                    .isZero();
            assertThat(seen).containsExactly(GIB, PAGE_SIZE);
            WalkOps skipping = WalkOps.builder()
                    .pud((walk, entry, start, end) -> {
                        walk.action(Walk.Action.CONTINUE);
                        return 0;
                    })
                    .pte((walk, entry, start, end) -> 1)
                    .build();
            assertThat(task.walks().range(a, GIB, skipping)).isZero();
            assertThat(task.pages().pageMapcount(page)).isEqualTo(1);
            long[] holes = {0, -1};
            WalkOps below = WalkOps.builder()
                    .pmd((walk, entry, start, end) -> 1)
                    .pteHole((walk, start, end, depth) -> {
                        holes[0] += end - start;
                        holes[1] = depth;
                        return 0;
                    })
                    .build();
            assertThat(task.walks().range(a, GIB, below)).isZero();
            assertThat(holes).containsExactly(GIB, 2);
            assertThat(task.pages().pageMapcount(page)).isZero();
            assertThat(task.loadByte(a)).isEqualTo((byte) 7);
            machine.check();
        }
    }

    /** An entry of 1 GiB, one of 2 MiB and one of 4 KiB map the same page: each counts once. */
    @Test
    void entriesOfAllSizesCount() {
        try (Machine machine = Machine.of(with(GIB, 0))) {
            Task task = machine.newTask();
            int fd = task.open("/mem0", FileFlags.O_RDWR);
            long a = task.mmap(10 * GIB, GIB, RW, FIXED, fd, 0);
            long b = task.mmap(20 * GIB, MIB2, RW, FIXED, fd, 0);
            long c = task.mmap(30 * GIB + PAGE_SIZE, PAGE_SIZE, RW, FIXED, fd, 0);
            task.storeByte(a, (byte) 1);
            task.storeByte(b + 1, (byte) 2);
            task.storeByte(c + 2, (byte) 3);
            int first = (int) task.pages().page(a);
            int last = (int) task.pages().page(a + GIB - PAGE_SIZE);
            assertThat(task.pages().pageMapcount(first)).isEqualTo(3);
            assertThat(task.pages().pageMapcount(last)).isEqualTo(1);
            assertThat(task.walks().pageVmaMappedWalk(first)).isEqualTo(3);
            assertThat(task.walks().pageVmaMappedWalk(last)).isEqualTo(1);
            assertThat(task.walks().walkPageMapping(fd, 0, GIB / PAGE_SIZE)).isEqualTo(3);
            assertThat(task.loadInt(b)).isEqualTo(0x030201);
            task.munmap(b, MIB2);
            assertThat(task.pages().pageMapcount(first)).isEqualTo(2);
            assertThat(task.pages().pageCount(last)).isEqualTo(3);
            machine.check();
        }
    }

    /** An audit adds entries of 1 GiB up and looks at each. */
    @Test
    void auditsFindWhatIsWrong() {
        Machine machine = Machine.of(with(2 * GIB, 0));
        Task task = machine.newTask();
        long a = task.mmap(10 * GIB, GIB, RW, FIXED, task.open("/mem0", FileFlags.O_RDWR), 0);
        task.storeByte(a, (byte) 1);
        Frames frames = machine.kernel().frames();
        int head = (int) task.pages().page(a);
        machine.check();
        FolioMaps.add(frames, head, Geometry.PUD, 1);
        found(machine, "counts 2 mappings, has 1");
        FolioMaps.add(frames, head, Geometry.PUD, -1);
        FolioMaps.add(frames, head + 512, Geometry.PMD, 1);
        found(machine, "counts 2 mappings, has 1");
        FolioMaps.add(frames, head + 512, Geometry.PMD, -1);
        machine.check();
        TaskContext t = task.context();
        t.enterKernel();
        TableCursor c = t.cursor();
        assertThat(c.openHuge(t.space().tables(), a, Geometry.PUD)).isTrue();
        c.exchange(c.get() + (1L << 21));
        c.flushLater(a);
        c.close();
        found(machine, "its memory is not aligned");
        frames.memory().close();
    }

    private static void found(Machine machine, String part) {
        List<String> findings = new ArrayList<>();
        machine.check(findings::add);
        assertThat(findings).anyMatch(f -> f.contains(part));
    }

    /** A GiB of private memory moves by the one entry above its tables; where somebody tracks stores, table by table. */
    @Test
    void tablesMoveAsTheyAre() {
        try (Machine machine = Machine.of(MachineConfig.defaults().withOvercommit(1))) {
            Task task = machine.newTask();
            int anonymous = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;
            long a = task.mmap(10 * GIB, GIB, RW, anonymous, -1, 0);
            for (long at = a; at < a + GIB; at += GIB / 8) {
                task.storeLong(at, at);
            }
            long tables = task.addressSpace().tableCount();
            long b = 20 * GIB;
            move(task, a, b);
            assertThat(task.addressSpace().tableCount()).isEqualTo(tables);
            machine.check();
            try (SpaceTracking tracking = task.walks().trackSpace()) {
                tracking.checkpoint(null);
                move(task, b, a);
                assertThat(tracking.checkpoint(null).written().size()).isGreaterThanOrEqualTo(8);
            }
            for (long at = a; at < a + GIB; at += GIB / 8) {
                assertThat(task.loadLong(at)).isEqualTo(at);
            }
            machine.check();
        }
    }

    private static void move(Task task, long from, long to) {
        int flags = Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED;
        assertThat(task.calls().mremap(from, GIB, GIB, flags, to)).isEqualTo(to);
    }

    /** One thread discards, moves and cuts what another stores to, loads from and pins. */
    @Test
    void threadsMeet() throws InterruptedException {
        try (Machine machine = Machine.of(with(GIB, 0).withCpus(3))) {
            Task first = machine.newTask();
            int fd = first.open("/mem0", FileFlags.O_RDWR);
            long a = first.mmap(10 * GIB, GIB, RW, FIXED, fd, 0);
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> users = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                long own = a + i * 5L * MIB2;
                Task task = first.thread();
                users.add(Thread.ofPlatform().start(() -> {
                    try {
                        use(task, own, over);
                    } catch (Throwable t) {
                        failures.add(t);
                    }
                }));
            }
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 3000; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> first.madvise(a, GIB, Mman.MADV_DONTNEED);
                    case 1 -> first.madvise(a + random.nextInt(20) * MIB2, MIB2, Mman.MADV_DONTNEED);
                    case 2 -> first.mprotect(a + GIB / 2, MIB2, Mman.PROT_READ);
                    default -> first.mprotect(a + GIB / 2, MIB2, RW);
                }
                if (random.nextInt(3) == 0) {
                    // With the tables gone the next fault brings an entry of 1 GiB again.
                    first.mmap(a, GIB, RW, FIXED, fd, 0);
                }
                if (random.nextInt(20) == 0) {
                    move(first, a, a + 10 * GIB);
                    move(first, a + 10 * GIB, a);
                }
            }
            over.set(true);
            for (Thread t : users) {
                t.join();
            }
            assertThat(failures).isEmpty();
            machine.check();
        }
    }

    private static void use(Task task, long at, AtomicBoolean over) {
        int[] pages = new int[16];
        byte value = 0;
        while (!over.get()) {
            try {
                task.storeByte(at, ++value);
                assertThat(task.loadByte(at)).isEqualTo(value);
            } catch (MemoryFault e) {
                value = -1; // Moved away for a moment.
                continue;
            }
            long got = task.pages().pinUserPagesFast(at, pages.length, 1, pages);
            if (got > 0) {
                task.pages().unpin(pages, 0, (int) got);
            }
        }
    }

    @Test
    void aDeviceHasOnePageSize() {
        assertThatThrownBy(() -> with(3 * MIB2, GIB)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(GIB, 8192)).isInstanceOf(IllegalArgumentException.class);
        try (Machine machine = Machine.of(with(GIB, GIB))) {
            Task task = machine.newTask();
            long a = task.mmap(0, GIB, RW, Mman.MAP_SHARED, task.open("/mem0", FileFlags.O_RDWR), 0);
            assertThat(task.calls().munmap(a, PAGE_SIZE)).isEqualTo(-Errno.EINVAL);
            assertThat(task.calls().mprotect(a + MIB2, MIB2, Mman.PROT_READ)).isEqualTo(-Errno.EINVAL);
            task.storeByte(a + GIB - 1, (byte) 1);
            machine.check();
        }
    }

    // --- at random --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "bias, folio, 12",
        "counter, folio, 12",
        "mapcount, folio, 12",
        "bias, per-mapping, 12",
        "bias, per-page, 1"
    })
    void anyOperations(String pins, String device, int runs) {
        Design design = Design.defaults().with("PIN_COUNT", pins).with("DEVICE_PIN", device);
        long seed = Long.getLong("giant.seed", 1);
        for (long s = seed; s < seed + runs; s++) {
            SplittableRandom random = new SplittableRandom(s);
            try (Machine machine = Machine.of(with(2 * GIB, 0).withLevels(4 + (int) (s & 1)), design)) {
                Player p = new Player(machine, random);
                for (int i = 0; i < 120; i++) {
                    p.step();
                }
                p.unpin();
                machine.check();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + s, e);
            }
        }
    }

    /** What is mapped where, as the calls should have left it. */
    private record Region(long start, long end, long offset, boolean writable) {
        Region part(long from, long to) {
            return new Region(from, to, offset + from - start, writable);
        }
    }

    private static final class Player {
        private static final long[] SHIFTS = {0, 0, 0, MIB2, PAGE_SIZE};
        private static final long[] LENGTHS = {2 * GIB, GIB, GIB, GIB + MIB2, MIB2, 8 * PAGE_SIZE};
        private static final int PLACES = 4;

        private final Task task;
        private final Machine machine;
        private final SplittableRandom random;
        private final int fd;
        private final List<Region> regions = new ArrayList<>();
        /** The first byte of each page of the device that was stored to. */
        private final Map<Long, Byte> bytes = new HashMap<>();

        private int[] pins = new int[700];
        private int pinned;

        Player(Machine machine, SplittableRandom random) {
            this.machine = machine;
            this.task = machine.newTask();
            this.random = random;
            this.fd = task.open("/mem0", FileFlags.O_RDWR);
        }

        private long of(long[] choices) {
            return choices[random.nextInt(choices.length)];
        }

        private long place() {
            return 0x100_0000_0000L + random.nextInt(PLACES) * 8L * GIB + of(SHIFTS);
        }

        void step() {
            if (regions.isEmpty()) {
                map();
                return;
            }
            Region r = regions.get(random.nextInt(regions.size()));
            switch (random.nextInt(12)) {
                case 0 -> map();
                case 1 -> unmap(part(r));
                case 2 -> protect(part(r), random.nextBoolean());
                case 3 -> move(r);
                case 4 -> discard(part(r));
                case 5 -> pin(r);
                case 6 -> unpin();
                case 7 -> walk(r);
                case 8 -> child(r);
                default -> access(r);
            }
            if (random.nextInt(8) == 0) {
                List<String> findings = new ArrayList<>();
                machine.check(findings::add, new int[0], Arrays.copyOf(pins, pinned));
                assertThat(findings).isEmpty();
            }
        }

        private void cut(long start, long end) {
            List<Region> all = List.copyOf(regions);
            regions.clear();
            for (Region r : all) {
                if (r.end <= start || end <= r.start) {
                    regions.add(r);
                    continue;
                }
                if (r.start < start) {
                    regions.add(r.part(r.start, start));
                }
                if (end < r.end) {
                    regions.add(r.part(end, r.end));
                }
            }
        }

        private void map() {
            long start = place();
            long length = of(LENGTHS);
            long offset = Math.min(of(new long[] {0, 0, GIB, MIB2, PAGE_SIZE}), 2 * GIB - length);
            assertThat(task.mmap(start, length, RW, FIXED, fd, offset)).isEqualTo(start);
            cut(start, start + length);
            regions.add(new Region(start, start + length, offset, true));
        }

        /** Some part of a region, its borders multiples of 1 GiB, 2 MiB or 4 KiB where there are such. */
        private Region part(Region r) {
            long unit = of(new long[] {GIB, MIB2, PAGE_SIZE});
            long from = Math.max(r.start, r.start + random.nextLong(r.end - r.start) & -unit);
            long length = of(new long[] {GIB, MIB2, PAGE_SIZE, 3 * PAGE_SIZE});
            return r.part(from, Math.min(r.end, from + length));
        }

        private void unmap(Region r) {
            task.munmap(r.start, r.end - r.start);
            cut(r.start, r.end);
        }

        private void protect(Region r, boolean writable) {
            task.mprotect(r.start, r.end - r.start, writable ? RW : Mman.PROT_READ);
            cut(r.start, r.end);
            regions.add(new Region(r.start, r.end, r.offset, writable));
        }

        private void move(Region r) {
            long to = place();
            long length = r.end - r.start;
            if (to < r.end && r.start < to + length) {
                return;
            }
            int flags = Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED;
            assertThat(task.calls().mremap(r.start, length, length, flags, to)).isEqualTo(to);
            cut(r.start, r.end);
            cut(to, to + length);
            regions.add(new Region(to, to + length, r.offset, r.writable));
        }

        private void discard(Region r) {
            task.madvise(r.start, r.end - r.start, Mman.MADV_DONTNEED);
        }

        private long page(Region r) {
            long pages = (r.end - r.start) / PAGE_SIZE;
            return r.start + of(new long[] {0, pages - 1, random.nextLong(pages), pages / 2}) * PAGE_SIZE;
        }

        private void access(Region r) {
            long at = page(r);
            long key = r.offset + at - r.start;
            assertThat(task.loadByte(at)).isEqualTo(bytes.getOrDefault(key, (byte) 0));
            if (r.writable) {
                byte value = (byte) random.nextInt();
                task.storeByte(at, value);
                bytes.put(key, value);
            } else {
                assertThatThrownBy(() -> task.storeByte(at, (byte) 1)).isInstanceOf(MemoryFault.class);
            }
        }

        /** A child reaches the same memory. */
        private void child(Region r) {
            Task child = task.fork();
            long at = page(r);
            long key = r.offset + at - r.start;
            assertThat(child.loadByte(at)).isEqualTo(bytes.getOrDefault(key, (byte) 0));
            if (r.writable) {
                child.storeByte(at, (byte) 99);
                bytes.put(key, (byte) 99);
            }
            child.exit(0);
            task.waitFor(child);
        }

        private void pin(Region r) {
            if (pinned > 0) {
                return;
            }
            long at = page(r);
            int n = (int) Math.min((r.end - at) / PAGE_SIZE, 1 + random.nextInt(pins.length));
            int flags = r.writable ? 1 : 0;
            long got = random.nextBoolean()
                    ? task.pages().pinUserPagesFast(at, n, flags, pins)
                    : task.pages().pinUserPages(at, n, flags, pins);
            assertThat(got).isEqualTo(n);
            pinned = n;
            if (r.writable) {
                task.pages().dmaWrite(pins[n - 1], 42);
                bytes.put(r.offset + at - r.start + (n - 1) * PAGE_SIZE, (byte) 42);
            }
            assertThat(task.pages().pageMaybeDmaPinned(pins[0])).isEqualTo(1);
        }

        void unpin() {
            task.pages().unpin(pins, 0, pinned);
            pinned = 0;
        }

        private void walk(Region r) {
            assertThat(task.walks().walkPageRange(r.start, Math.min(GIB, r.end - r.start)))
                    .isNotNegative();
        }
    }
}
