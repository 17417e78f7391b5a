package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Huge pages of private memory under random calls: the bytes are what a plain array says, and the audit finds nothing. */
class HugePagesTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final int FIXED = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;
    private static final long A = 0x4000_0000L;
    private static final long B = 0x5000_0000L;
    private static final int HUGE = 2 << 20;
    private static final int PAGES = 3 * 512;

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
    @ValueSource(longs = {1, 2, 3})
    void bytesStayWhatTheyWere(long seed) {
        Random random = new Random(seed);
        try (Machine machine = Machine.of(MachineConfig.defaults().withThp("always"))) {
            List<Process> all = new ArrayList<>();
            Task first = machine.newTask();
            first.mmap(A, (long) PAGES << 12, RW, FIXED, -1, 0);
            all.add(new Process(first, new byte[PAGES]));
            for (int step = 0; step < 400; step++) {
                Process p = all.get(random.nextInt(all.size()));
                int page = random.nextInt(PAGES);
                int n = random.nextInt(8) == 0 ? Math.min(512, PAGES - page) : 1;
                act(machine, random, all, p, page, n);
                if (step % 10 == 0) {
                    machine.check();
                }
            }
            for (Process p : all) {
                compare(p);
            }
            machine.check();
        }
    }

    private static void act(Machine machine, Random random, List<Process> all, Process p, int page, int n) {
        Calls calls = p.task.calls();
        long at = A + ((long) page << 12);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                byte v = (byte) random.nextInt(128);
                calls.store(at, v, 1);
                p.model[page] = v;
            }
            case 3 -> assertThat(calls.load(at, 1)).isEqualTo(p.model[page] & 0xff);
            case 4 -> {
                int from = random.nextBoolean() ? page & -512 : page;
                int count = random.nextBoolean() ? Math.min(512, PAGES - from) : n;
                assertThat(calls.madvise(A + ((long) from << 12), (long) count << 12, Mman.MADV_DONTNEED))
                        .isZero();
                Arrays.fill(p.model, from, from + count, (byte) 0);
            }
            case 5 -> {
                assertThat(calls.mprotect(at, (long) n << 12, Mman.PROT_READ)).isZero();
                assertThat(calls.mprotect(at, (long) n << 12, RW)).isZero();
            }
            case 6 -> {
                int from = page & -512;
                long result = calls.madvise(A + ((long) from << 12), HUGE, Mman.MADV_COLLAPSE);
                assertThat(result).isIn(0L, (long) -Errno.EINVAL, (long) -Errno.EAGAIN, (long) -Errno.ENOMEM);
            }
            case 7 -> {
                long there = p.task.pages().page(at);
                if (there > 1) {
                    assertThat(p.task.pages().splitHugePage((int) there))
                            .isIn(0L, (long) -Errno.EINVAL, (long) -Errno.EAGAIN);
                }
            }
            case 8 -> {
                int from = random.nextBoolean() ? page & -512 : page;
                long length = (long) Math.min(512, PAGES - from) << 12;
                long to = B + (random.nextBoolean() ? 0 : 4096);
                int flags = Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED;
                long old = A + ((long) from << 12);
                assertThat(calls.mremap(old, length, length, flags, to)).isEqualTo(to);
                assertThat(calls.mremap(to, length, length, flags, old)).isEqualTo(old);
            }
            case 9 ->
                assertThat(calls.madvise(at, (long) n << 12, Mman.MADV_COLD)).isZero();
            case 10 -> {
                if (all.size() < 3) {
                    all.add(new Process(p.task.fork(), p.model.clone()));
                } else if (all.indexOf(p) > 0) {
                    compare(p);
                    p.task.exit(0);
                    all.remove(p);
                }
            }
            default -> {
                int[] pins = new int[1];
                if (p.task.pages().pinUserPages(at, 1, 1, pins) == 1) {
                    p.task.pages().dmaWrite(pins[0], 7);
                    p.model[page] = 7;
                    p.task.pages().unpin(pins, 0, 1);
                }
            }
        }
        assertThat(machine.usedFrames()).isPositive();
    }

    private static void compare(Process p) {
        for (int i = 0; i < PAGES; i++) {
            assertThat((byte) p.task.calls().load(A + ((long) i << 12), 1))
                    .as("page %d", i)
                    .isEqualTo(p.model[i]);
        }
    }

    @Test
    void whereThereIsNoRoomForOneSmallPagesDo() {
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withMemory(3 << 20).withThp("always"))) {
            Task t = machine.newTask();
            t.mmap(A, HUGE, RW, FIXED, -1, 0);
            t.calls().store(A, 1, 1);
            t.calls().load(A + 4096, 1);
            assertThat(Objects.requireNonNull(t.calls().smaps(A)).anonHugePages())
                    .isZero();
            assertThat(t.calls().madvise(A, HUGE, Mman.MADV_COLLAPSE)).isEqualTo(-Errno.ENOMEM);
            machine.check();
        }
    }

    @Test
    void aProcessMaySwitchThemOff() {
        try (Machine machine = Machine.of(MachineConfig.defaults().withThp("always"))) {
            Task t = machine.newTask();
            t.mmap(A, HUGE, RW, FIXED, -1, 0);
            assertThat(t.calls().prctl(41, 1, 0, 0, 0)).isZero();
            t.calls().store(A, 1, 1);
            assertThat(t.calls().prctl(42, 0, 0, 0, 0)).isEqualTo(1);
            assertThat(t.calls().khugepaged(A)).isEqualTo(-Errno.EINVAL);
            Task child = t.fork();
            assertThat(child.calls().madvise(A, HUGE, Mman.MADV_COLLAPSE)).isEqualTo(-Errno.EINVAL);
            assertThat(t.calls().prctl(41, 1, 2, 0, 0)).isZero();
            assertThat(t.calls().prctl(42, 0, 0, 0, 0)).isEqualTo(3);
            assertThat(t.calls().prctl(41, 0, 2, 0, 0)).isEqualTo(-Errno.EINVAL);
            assertThat(t.calls().prctl(41, 0, 0, 0, 0)).isZero();
            assertThat(t.calls().khugepaged(A)).isZero();
            assertThat(Objects.requireNonNull(t.calls().smaps(A)).anonHugePages())
                    .isEqualTo(HUGE);
            machine.check();
        }
    }
}
