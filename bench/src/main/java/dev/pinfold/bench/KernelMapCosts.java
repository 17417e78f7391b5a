package dev.pinfold.bench;

import static dev.pinfold.bench.Linux.MIB;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.KernelCalls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.StrayMode;
import java.util.List;

/** What kernel maps and the protection of device memory cost. */
final class KernelMapCosts {
    private static final int ROUND = 200_000;

    private KernelMapCosts() {}

    static List<Cost> all() {
        return List.of(
                new Cost(
                        "kmap-local-direct",
                        "map",
                        3,
                        "kmap_local_page and kunmap_local of a page that has an address, less page_address of it",
                        Direct::new),
                new Cost(
                        "kmap-local-high",
                        "map",
                        60,
                        "kmap_local_page and kunmap_local of a page of high memory",
                        High::new),
                new Cost(
                        "protection-open",
                        "call",
                        15,
                        "pgmap_mk_readwrite and pgmap_mk_noaccess of a protected device, half of the pair",
                        () -> new Section(StrayMode.STRICT, 2)),
                new Cost(
                        "protection-off",
                        "call",
                        1,
                        "the same two where the device is not protected",
                        () -> new Section(StrayMode.OFF, 2)));
    }

    private abstract static class OnMachine implements Contender {
        final Machine machine;
        final Task task;
        final KernelCalls kernel;
        long sum;

        OnMachine(MachineConfig config) {
            machine = Machine.of(config);
            task = machine.newTask();
            kernel = task.kernel();
        }

        /** A page of the task's memory, in high memory if there is any. */
        final int page() {
            long a = task.mmap(PAGE_SIZE);
            task.storeByte(a, (byte) 1);
            return (int) task.pages().page(a);
        }

        @Override
        public void close() {
            if (sum == 42) {
                throw new IllegalStateException("nobody can know this");
            }
            machine.close();
        }
    }

    private static final class Direct extends OnMachine {
        private final int page = page();

        Direct() {
            super(MachineConfig.defaults());
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                sum += kernel.pageAddress(page);
            }
            long between = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                long address = kernel.kmapLocalPage(page);
                sum += address;
                kernel.kunmapLocal(address);
            }
            long end = System.nanoTime();
            return (end - between - (between - from)) / (double) ROUND;
        }
    }

    private static final class High extends OnMachine {
        private final int page = page();

        High() {
            super(MachineConfig.defaults().withHighmem(16 * MIB));
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                long address = kernel.kmapLocalPage(page);
                sum += address;
                kernel.kunmapLocal(address);
            }
            return (System.nanoTime() - from) / (double) ROUND;
        }
    }

    private static MachineConfig device(StrayMode protect) {
        return MachineConfig.defaults().withDevice(new DeviceConfig("pmem0", 4 * MIB, DeviceKind.FSDAX, null, protect));
    }

    /** The page of a file on the device, which the task maps. */
    private static int devicePage(Task task) {
        int fd = task.open("/pmem0/data", FileFlags.O_RDWR | FileFlags.O_CREAT);
        task.ftruncate(fd, PAGE_SIZE);
        long a = task.mmap(0, PAGE_SIZE, Linux.READ_WRITE, 1, fd, 0);
        task.storeByte(a, (byte) 1);
        return (int) task.pages().page(a);
    }

    private static final class Section extends OnMachine {
        private final int page;
        private final int calls;

        Section(StrayMode protect, int calls) {
            super(device(protect));
            this.page = devicePage(task);
            this.calls = calls;
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            for (int i = 0; i < ROUND; i++) {
                kernel.pgmapMkReadwrite(page);
                kernel.pgmapMkNoaccess(page);
            }
            return (System.nanoTime() - from) / (double) ROUND / calls;
        }
    }
}
