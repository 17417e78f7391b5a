package dev.pinfold.mm.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.sync.Bytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both stores against an array of bytes. */
class StoreTest {
    private static final int MOST = 200_000;

    @TempDir
    Path folder;

    @Test
    void bytesInTheHeapBehaveAsAFile() throws IOException {
        compare(new SparseStore());
    }

    @Test
    void aFileOfTheHostBehavesAsAFile() throws IOException {
        compare(new HostFileStore(folder.resolve("data")));
    }

    private static void compare(BackingStore store) throws IOException {
        Random random = new Random(3);
        byte[] model = new byte[MOST];
        try (Arena arena = Arena.ofConfined()) {
            long memory = arena.allocate(MOST, 8).address();
            byte[] got = new byte[MOST];
            for (int step = 0; step < 3000; step++) {
                int offset = random.nextInt(MOST - 20_000);
                int length = random.nextInt(20_000);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> {
                        byte value = (byte) random.nextInt();
                        Bytes.fill(memory, length, value);
                        store.write(offset, memory, length);
                        Arrays.fill(model, offset, offset + length, value);
                    }
                    case 3 -> {
                        store.zero(offset, length);
                        Arrays.fill(model, offset, offset + length, (byte) 0);
                    }
                    case 4 -> {
                        store.setSize(offset);
                        Arrays.fill(model, offset, MOST, (byte) 0);
                    }
                    case 5 -> {
                        int at = offset & -4096;
                        int n = length & -4096;
                        store.collapse(at, n);
                        System.arraycopy(model, at + n, model, at, MOST - at - n);
                        Arrays.fill(model, MOST - n, MOST, (byte) 0);
                        store.setSize(MOST - 20_000);
                        Arrays.fill(model, MOST - 20_000, MOST, (byte) 0);
                    }
                    case 6 -> {
                        int at = offset & -4096;
                        int n = length & -4096;
                        store.insert(at, n);
                        System.arraycopy(model, at, model, at + n, MOST - at - n);
                        Arrays.fill(model, at, at + n, (byte) 0);
                        store.setSize(MOST - 20_000);
                        Arrays.fill(model, MOST - 20_000, MOST, (byte) 0);
                    }
                    default -> store.sync();
                }
                Bytes.fill(memory, MOST, (byte) 99);
                store.read(0, memory, MOST);
                Bytes.read(memory, got, 0, MOST);
                assertThat(Arrays.mismatch(got, model)).as("step %d", step).isEqualTo(-1);
            }
        }
        store.close(true);
    }
}
