package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import org.junit.jupiter.api.Test;

/** A file larger than the machine's memory: its pages come and go, and nothing of them is lost. */
class ShortMemoryTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;
    private static final long MIB = 1 << 20;
    private static final long FILE = 12 * MIB;

    @Test
    void aMappingLargerThanMemoryKeepsWhatIsStored() {
        try (Machine machine = Machine.of(MachineConfig.defaults().withMemory(4 * MIB))) {
            Task t = machine.newTask();
            t.calls().initialState().declareFile("/big", FILE, "disk");
            int fd = t.open("/big", FileFlags.O_RDWR);
            long at = t.mmap(0, FILE, RW, Mman.MAP_SHARED, fd, 0);
            for (long page = 0; page < FILE; page += 4096) {
                t.storeLong(at + page + 8, page + 1);
            }
            for (long page = 0; page < FILE; page += 4096) {
                assertThat(t.loadLong(at + page + 8)).isEqualTo(page + 1);
            }
            machine.check();
            // What is locked stays, and private memory finds room as well.
            t.mlock(at, MIB);
            long own = t.mmap(MIB);
            t.fill(own, MIB, (byte) 7);
            assertThat(t.loadLong(at + 8)).isEqualTo(1);
            machine.check();
        }
    }

    @Test
    void callsReadAndWriteMoreThanMemoryHolds() {
        try (Machine machine = Machine.of(MachineConfig.defaults().withMemory(4 * MIB))) {
            Task t = machine.newTask();
            int fd = t.open("/big", FileFlags.O_RDWR | 0x40);
            byte[] block = new byte[64 << 10];
            for (int i = 0; i < FILE / block.length; i++) {
                block[100] = (byte) (i + 1);
                assertThat(t.calls().pwrite64(fd, block, (long) i * block.length))
                        .isEqualTo(block.length);
            }
            for (int i = 0; i < FILE / block.length; i++) {
                assertThat(t.calls().pread64(fd, block, (long) i * block.length))
                        .isEqualTo(block.length);
                assertThat(block[100]).isEqualTo((byte) (i + 1));
            }
            machine.check();
        }
    }
}
