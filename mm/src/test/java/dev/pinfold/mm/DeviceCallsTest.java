package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.device.DeviceKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What devices tell of those who use them. */
class DeviceCallsTest {
    @Test
    void aDeviceNamesTheFilesThatKeepItFromLeaving() {
        DeviceConfig pmem = new DeviceConfig("pmem0", 1 << 20, DeviceKind.FSDAX, null);
        try (Machine machine = Machine.of(MachineConfig.defaults().withDevice(pmem))) {
            Task t = machine.newTask();
            for (String file : new String[] {"/pmem0/a", "/pmem0/b", "/pmem0/c"}) {
                t.calls().initialState().declareFile(file, 8192, "disk");
            }
            int a = t.open("/pmem0/a", FileFlags.O_RDWR);
            int b = t.open("/pmem0/b", FileFlags.O_RDWR);
            assertThat(t.devices().mappedBy("pmem0")).isEmpty();
            long first = t.mmap(0, 8192, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED, a, 0);
            t.mmap(0, 4096, Mman.PROT_READ, Mman.MAP_SHARED, a, 0);
            t.mmap(0, 4096, Mman.PROT_READ, Mman.MAP_PRIVATE, b, 0);
            assertThat(t.devices().mappedBy("pmem0")).isEqualTo(Map.of("/pmem0/a", 2, "/pmem0/b", 1));
            t.mprotect(first, 4096, Mman.PROT_READ);
            assertThat(t.devices().mappedBy("pmem0")).containsEntry("/pmem0/a", 3);
            t.munmap(first, 8192);
            assertThat(t.devices().mappedBy("pmem0")).containsEntry("/pmem0/a", 1);
            assertThat(t.devices().mappedBy("pmem1")).isEmpty();
            machine.check();
        }
    }
}
