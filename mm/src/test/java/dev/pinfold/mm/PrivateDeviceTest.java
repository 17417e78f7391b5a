package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Foll;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.device.DeviceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Private memory on devices that no CPU reaches: nothing that was stored is lost, and nothing of the device. */
class PrivateDeviceTest {
    private static final int PAGES = 24;

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

    @Test
    void randomCallsAgreeWithAModel() {
        for (int seed = 0; seed < 8; seed++) {
            random(seed);
        }
    }

    @Test
    void whatCannotMoveIsSaid() {
        DeviceConfig gpu = new DeviceConfig("gpu0", 16 * PAGE_SIZE, DeviceKind.PRIVATE, null);
        DeviceConfig pmem = new DeviceConfig("pmem0", 1 << 20, DeviceKind.FSDAX, null);
        try (Machine machine =
                Machine.of(MachineConfig.defaults().withDevice(gpu).withDevice(pmem))) {
            Task t = machine.newTask();
            long at = t.mmap(4 * PAGE_SIZE);
            t.storeByte(at, (byte) 1);
            assertThat(t.devices().migrateToDevice(at, 1, "none")).isEqualTo(-Errno.ENODEV);
            assertThat(t.devices().migrateToDevice(at, 1, "pmem0")).isEqualTo(-Errno.EINVAL);
            assertThat(t.devices().migrateToDevice(at + 1, 1, "gpu0")).isEqualTo(-Errno.EINVAL);
            assertThat(t.devices().migrateToDevice(at, 0, "gpu0")).isEqualTo(-Errno.EINVAL);
            assertThat(t.devices().migrateToDevice(at, 1 << 20, "gpu0")).isEqualTo(-Errno.EINVAL);
            assertThat(t.devices().migrateToDevice(at, 4, "gpu0")).isEqualTo(1);
            machine.check();
            assertThat(t.devices().unbind("gpu0")).isZero();
            assertThat(t.devices().migrateToDevice(at, 1, "gpu0")).isEqualTo(-Errno.ENODEV);
            assertThat(t.loadByte(at)).isEqualTo((byte) 1);
            machine.check();
        }
    }

    private static void random(int seed) {
        Random random = new Random(seed);
        DeviceConfig gpu = new DeviceConfig("gpu0", 16 * PAGE_SIZE, DeviceKind.PRIVATE, null);
        MachineConfig config = MachineConfig.defaults()
                .withMemory(2 << 20)
                .withSwap(1 << 20)
                .withCpus(4)
                .withDevice(gpu);
        try (Machine machine = Machine.of(config)) {
            List<Process> all = new ArrayList<>();
            Task first = machine.newTask();
            long base = first.mmap(PAGES * PAGE_SIZE);
            long[] start = new long[PAGES];
            for (int i = 0; i < PAGES; i++) {
                start[i] = base + i * PAGE_SIZE;
            }
            all.add(new Process(first, start, new byte[PAGES]));
            for (int step = 0; step < 800; step++) {
                Process p = all.get(random.nextInt(all.size()));
                int i = random.nextInt(PAGES);
                one(random, all, p, i, "seed %d step %d".formatted(seed, step));
                if (step % 50 == 0) {
                    machine.check();
                }
            }
            for (Process p : all) {
                for (int i = 0; i < PAGES; i++) {
                    assertThat(p.task.loadByte(p.at[i] + 5)).as("seed %d", seed).isEqualTo(p.bytes[i]);
                }
            }
            machine.check();
        }
    }

    private static void one(Random random, List<Process> all, Process p, int i, String where) {
        Task t = p.task;
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> {
                p.bytes[i] = (byte) random.nextInt();
                t.storeByte(p.at[i] + 5, p.bytes[i]);
            }
            case 3 -> assertThat(t.loadByte(p.at[i] + 5)).as(where).isEqualTo(p.bytes[i]);
            case 4, 5, 6, 7 ->
                assertThat(t.devices().migrateToDevice(p.at[i], 1, "gpu0"))
                        .as(where)
                        .isBetween(0L, 1L);
            case 8 -> t.madvise(p.at[i], PAGE_SIZE, Mman.MADV_PAGEOUT);
            case 9 -> {
                t.madvise(p.at[i], PAGE_SIZE, Mman.MADV_DONTNEED);
                p.bytes[i] = 0;
            }
            case 10 -> p.at[i] = t.mremap(p.at[i], PAGE_SIZE, PAGE_SIZE, Mman.MREMAP_MAYMOVE);
            case 11 -> {
                if (all.size() < 4) {
                    all.add(new Process(t.fork(), p.at, p.bytes));
                } else {
                    Process gone = all.remove(1 + random.nextInt(all.size() - 1));
                    gone.task.exit(0);
                }
            }
            case 12 -> {
                int[] held = new int[1];
                if (t.pages().pinUserPages(p.at[i], 1, Foll.FOLL_WRITE, held) == 1) {
                    assertThat(t.devices().migrateToDevice(p.at[i], 1, "gpu0"))
                            .as(where)
                            .isZero();
                    t.pages().unpin(held, 0, 1);
                }
            }
            default -> {
                assertThat(t.devices().unbind("gpu0")).as(where).isZero();
                assertThat(t.devices().memremapPages("gpu0")).as(where).isZero();
            }
        }
    }
}
