package dev.pinfold.mm.kmap;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.Design;
import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.KernelCalls;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.MachineConfig.KernelMaps;
import dev.pinfold.mm.MemoryFault;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.StrayMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernel maps and protected device memory against a model of what each task has open, in random order. */
class KernelMapsTest {
    private static final int TASKS = 3;

    private static MachineConfig config(int cpus, boolean forced) {
        return MachineConfig.defaults()
                .withCpus(cpus)
                .withMemory(4 << 20)
                .withHighmem(2 << 20)
                .withKernelMaps(new KernelMaps(forced, 4))
                .withDevice(new DeviceConfig("pmem0", 1 << 20, DeviceKind.FSDAX, null, StrayMode.STRICT));
    }

    /** A map that lives, and what the byte behind it must hold. */
    private record Live(long address, int index, boolean device) {}

    private static final class Model {
        final KernelCalls kernel;
        final List<Live> maps = new ArrayList<>();
        int sections;

        Model(Task task) {
            this.kernel = task.kernel();
        }

        int open() {
            return sections + (int) maps.stream().filter(Live::device).count();
        }
    }

    /** Random maps, sections, accesses, turns and migrations of three tasks: each byte is where the model says. */
    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "1,true", "2,true"})
    void everyMapLeadsWhereItWasMade(int cpus, boolean forced) {
        for (long seed = 1; seed <= 20; seed++) {
            try (Machine machine = Machine.of(config(cpus, forced))) {
                Task first = machine.newTask();
                long a = first.mmap(0, 8 * PAGE_SIZE, 3, 0x21, -1, 0);
                int fd = first.open("/pmem0/data", 0102);
                first.ftruncate(fd, PAGE_SIZE);
                long d = first.mmap(0, PAGE_SIZE, 3, 1, fd, 0);
                int[] pages = new int[9];
                int[] bytes = new int[9];
                for (int i = 0; i < 9; i++) {
                    long at = i < 8 ? a + (long) i * PAGE_SIZE : d;
                    bytes[i] = i + 1;
                    first.storeByte(at, (byte) bytes[i]);
                    pages[i] = (int) first.pages().page(at);
                }
                play(new Random(seed), machine, first, pages, bytes, forced ? 16 : 15);
                machine.check();
                for (int i = 0; i < 9; i++) {
                    assertThat(first.loadByte(i < 8 ? a + (long) i * PAGE_SIZE : d))
                            .isEqualTo((byte) bytes[i]);
                }
            }
        }
    }

    private static void play(Random random, Machine machine, Task first, int[] pages, int[] bytes, int most) {
        List<Model> models = new ArrayList<>(List.of(new Model(first)));
        while (models.size() < TASKS) {
            models.add(new Model(machine.newTask()));
        }
        long device = first.kernel().pageAddress(pages[8]);
        for (int step = 0; step < 300; step++) {
            Model m = models.get(random.nextInt(TASKS));
            switch (random.nextInt(8)) {
                case 0, 1 -> map(m, random.nextInt(9), pages, most);
                case 2, 3 -> {
                    if (!m.maps.isEmpty()) {
                        m.kernel.kunmapLocal(m.maps.removeLast().address);
                    }
                }
                case 4 -> {
                    if (m.sections < 4) {
                        m.kernel.pgmapMkReadwrite(pages[8]);
                        m.sections++;
                    } else {
                        m.kernel.pgmapMkNoaccess(pages[8]);
                        m.sections--;
                    }
                }
                case 5 -> {
                    boolean stays = m.maps.stream().anyMatch(l -> l.address < device || l.address > device);
                    int to = random.nextInt(machine.config().cpus());
                    assertThat(m.kernel.migrate(to) == 0).isEqualTo(!stays);
                }
                case 6 -> stray(m, device, bytes, random.nextInt(256));
                default -> use(m, bytes, random);
            }
        }
        for (Model m : models) {
            while (!m.maps.isEmpty()) {
                m.kernel.kunmapLocal(m.maps.removeLast().address);
            }
            while (m.sections-- > 0) {
                m.kernel.pgmapMkNoaccess(pages[8]);
            }
            assertThat(m.kernel.open()).isEmpty();
            m.kernel.load(device, 1);
            assertThat(MemoryFault.describe(m.kernel.fault())).isEqualTo("PKS_FAULT");
        }
        assertThat(first.kernel().reports()).allMatch(r -> r.kind().equals("pks-fault"));
    }

    private static void map(Model m, int index, int[] pages, int most) {
        if (m.maps.size() < most) {
            long address = m.kernel.kmapLocalPage(pages[index]);
            assertThat(address).isNotZero();
            m.maps.add(new Live(address, index, index == 8));
        }
    }

    private static void use(Model m, int[] bytes, Random random) {
        for (Live l : m.maps) {
            assertThat(m.kernel.load(l.address, 1)).isEqualTo(bytes[l.index]);
        }
        if (!m.maps.isEmpty()) {
            Live l = m.maps.get(random.nextInt(m.maps.size()));
            bytes[l.index] = random.nextInt(256);
            m.kernel.store(l.address, bytes[l.index], 1);
            assertThat(m.kernel.fault()).isZero();
        }
    }

    /** A store by the page's own address lands exactly where the task has a section open. */
    private static void stray(Model m, long device, int[] bytes, int value) {
        m.kernel.store(device, value, 1);
        assertThat(m.kernel.fault() == 0).isEqualTo(m.open() > 0);
        if (m.open() > 0) {
            bytes[8] = value;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-task", "per-cpu", "global"})
    void aMapIsTheSameMemoryUnderEveryChoice(String choice) {
        Design design = Design.defaults().with("KMAP_SLOTS", choice);
        try (Machine machine = Machine.of(config(2, false), design)) {
            Task t = machine.newTask();
            long a = t.mmap(2 * PAGE_SIZE);
            t.storeByte(a, (byte) 1);
            t.storeByte(a + PAGE_SIZE, (byte) 2);
            KernelCalls k = t.kernel();
            long p = k.kmapLocalPage((int) t.pages().page(a));
            assertThat(k.load(p, 1)).isEqualTo(1);
            k.store(p + 1, 3, 1);
            k.kunmapLocal(p);
            assertThat(t.loadByte(a + 1)).isEqualTo((byte) 3);
            assertThat(k.open()).isEmpty();
            machine.check();
        }
    }

    @Test
    void aTaskThatEndsInsideASectionLeavesNothingOpen() {
        for (String scope : List.of("per-task", "per-cpu")) {
            Design design = Design.defaults().with("STRAY_PROTECTION_SCOPE", scope);
            try (Machine machine = Machine.of(config(1, false), design)) {
                Task t = machine.newTask();
                Task other = machine.newTask();
                int fd = t.open("/pmem0/data", 0102);
                t.ftruncate(fd, PAGE_SIZE);
                long d = t.mmap(0, PAGE_SIZE, 3, 1, fd, 0);
                t.storeByte(d, (byte) 1);
                int page = (int) t.pages().page(d);
                long address = t.kernel().pageAddress(page);
                t.kernel().pgmapMkReadwrite(page);
                t.kernel().pgmapMkReadwrite(page);
                t.kernel().irqEnter();
                t.kernel().pgmapMkReadwrite(page);
                t.exit(0);
                other.kernel().load(address, 1);
                assertThat(MemoryFault.describe(other.kernel().fault())).isEqualTo("PKS_FAULT");
                other.kernel().pgmapMkReadwrite(page);
                assertThat(other.kernel().load(address, 1)).isEqualTo(1);
                other.kernel().pgmapMkNoaccess(page);
                machine.check();
            }
        }
    }

    /** Four threads take turns on two CPUs, each inside maps and sections of its own: no store is lost and none strays. */
    @ParameterizedTest
    @ValueSource(strings = {"per-task", "per-cpu"})
    void threadsThatTakeTurnsKeepTheirMaps(String choice) throws InterruptedException {
        Design design = Design.defaults().with("KMAP_SLOTS", choice).with("STRAY_PROTECTION_SCOPE", choice);
        try (Machine machine = Machine.of(config(2, false), design)) {
            List<Thread> threads = new ArrayList<>();
            List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int n = 0; n < 4; n++) {
                Task t = machine.newTask();
                int id = n + 1;
                Thread thread = new Thread(() -> turns(t, id, wrong));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(machine.newTask().kernel().reports()).isEmpty();
            machine.check();
        }
    }

    private static void turns(Task t, int id, List<String> wrong) {
        KernelCalls k = t.kernel();
        long a = t.mmap(2 * PAGE_SIZE);
        t.storeByte(a, (byte) id);
        t.storeByte(a + PAGE_SIZE, (byte) id);
        int fd = t.open("/pmem0/data" + id, 0102);
        t.ftruncate(fd, PAGE_SIZE);
        long d = t.mmap(0, PAGE_SIZE, 3, 1, fd, 0);
        t.storeByte(d, (byte) id);
        int[] pages = {
            (int) t.pages().page(a),
            (int) t.pages().page(a + PAGE_SIZE),
            (int) t.pages().page(d)
        };
        for (int i = 0; i < 3000; i++) {
            long p = k.kmapLocalPage(pages[i & 1]);
            long q = k.kmapLocalPage(pages[2]);
            long seen = k.load(p, 4);
            k.store(p, seen + 256, 4);
            k.store(q, i << 8 | id, 4);
            if (k.fault() != 0 || (seen & 0xff) != id || seen >>> 8 != i / 2 || k.load(q, 4) != (i << 8 | id)) {
                wrong.add(t + " step " + i + " saw " + seen + ", fault " + k.fault());
            }
            k.kunmapLocal(q);
            k.kunmapLocal(p);
        }
        t.exit(0);
    }
}
