package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorIoTest {
    private static final int PAGES = 8;

    /** Random vectors over memory with holes: each moves what comes before the first byte that cannot be reached. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void vectorsMoveWhatOneBufferWould(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task task = machine.newTask();
            Calls calls = task.calls();
            int fd = task.memfd("f", 0);
            byte[] file = new byte[0];
            byte[] memory = new byte[PAGES * (int) PAGE_SIZE];
            boolean[] hole = new boolean[PAGES];
            long base = task.mmap(PAGES * PAGE_SIZE);
            for (int p = 0; p < PAGES; p++) {
                hole[p] = random.nextInt(4) == 0;
                if (hole[p]) {
                    task.munmap(base + (long) p * PAGE_SIZE, PAGE_SIZE);
                } else {
                    random.nextBytes(memory);
                }
            }
            for (int p = 0; p < PAGES; p++) {
                for (int i = 0; i < PAGE_SIZE && !hole[p]; i += 8) {
                    long word = 0;
                    for (int k = 7; k >= 0; k--) {
                        word = word << 8 | memory[p * (int) PAGE_SIZE + i + k] & 0xff;
                    }
                    task.storeLong(base + (long) p * PAGE_SIZE + i, word);
                }
            }
            for (int round = 0; round < 120; round++) {
                boolean write = random.nextBoolean();
                int offset = random.nextInt(3 * (int) PAGE_SIZE);
                int[] at = new int[random.nextInt(5)];
                int[] length = new int[at.length];
                long[] vector = new long[2 * at.length];
                for (int i = 0; i < at.length; i++) {
                    at[i] = random.nextInt(PAGES * (int) PAGE_SIZE - 600);
                    length[i] = random.nextInt(600);
                    vector[2 * i] = base + at[i];
                    vector[2 * i + 1] = length[i];
                }
                long got = write ? calls.pwritev(fd, vector, offset) : calls.preadv(fd, vector, offset);
                int moved = 0;
                boolean stopped = false;
                int total = Arrays.stream(length).sum();
                for (int i = 0; i < at.length && !stopped; i++) {
                    for (int k = 0; k < length[i] && !stopped; k++) {
                        int m = at[i] + k;
                        int f = offset + moved;
                        stopped = hole[m / (int) PAGE_SIZE] || (!write && f >= file.length);
                        if (!stopped && write) {
                            file = f < file.length ? file : Arrays.copyOf(file, f + 1);
                            file[f] = memory[m];
                        } else if (!stopped) {
                            memory[m] = file[f];
                        }
                        moved += stopped ? 0 : 1;
                    }
                }
                if (write && moved == 0 && total > 0 && offset > file.length) {
                    // Linux's files in memory grow up to where nothing could be written.
                    file = Arrays.copyOf(file, offset);
                }
                assertThat(calls.fileSize(fd)).isEqualTo(file.length);
                boolean atEnd = !write && offset + moved >= file.length;
                assertThat(got).isEqualTo(moved == 0 && total > 0 && !atEnd ? -Errno.EFAULT : moved);
            }
            byte[] all = new byte[file.length];
            assertThat(calls.pread64(fd, all, 0)).isEqualTo(all.length);
            assertThat(all).isEqualTo(file);
            machine.check();
        }
    }
}
