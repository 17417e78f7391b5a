package dev.pinfold.lab.compare;

import static dev.pinfold.lab.compare.Rig.is;
import static dev.pinfold.lab.compare.Rig.ok;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.KernelCalls;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.StrayMode;
import java.util.List;
import java.util.Set;

/** Temporary kernel maps, sections for protected device memory, and what a switch between tasks costs with them. */
final class KernelOperations {
    private static final String KMAP_SLOTS = "KMAP_SLOTS";
    private static final String STRAY_PROTECTION_SCOPE = "STRAY_PROTECTION_SCOPE";
    private static final int REPEAT = 2000;
    private static final int MANY = 8;
    private static final long MEMORY = 8L << 20;

    private KernelOperations() {}

    static List<Operation> all() {
        MachineConfig high = MachineConfig.defaults().withMemory(MEMORY).withHighmem(MEMORY / 2);
        MachineConfig guarded = MachineConfig.defaults()
                .withMemory(MEMORY)
                .withDevice(new DeviceConfig("pmem0", 2 << 20, DeviceKind.FSDAX, null, StrayMode.STRICT));
        Set<String> maps = Set.of(KMAP_SLOTS);
        Set<String> sections = Set.of(STRAY_PROTECTION_SCOPE);
        return List.of(
                new Operation("map and unmap, high memory", "call", REPEAT, maps, Set.of(), high, m -> {
                    Rig r = new Rig(m);
                    int page = high(r);
                    KernelCalls k = r.task.kernel();
                    return meter -> {
                        meter.start();
                        for (int i = 0; i < REPEAT; i++) {
                            k.kunmapLocal(k.kmapLocalPage(page));
                        }
                        meter.stop();
                        is(k.fault(), 0);
                    };
                }),
                new Operation("map and unmap, page with an address", "call", REPEAT, maps, Set.of(), guarded, m -> {
                    Rig r = new Rig(m);
                    int page = (int) ok(r.pages.page(r.anonymous(1)));
                    KernelCalls k = r.task.kernel();
                    return meter -> {
                        meter.start();
                        for (int i = 0; i < REPEAT; i++) {
                            k.kunmapLocal(k.kmapLocalPage(page));
                        }
                        meter.stop();
                        is(k.fault(), 0);
                    };
                }),
                switching("switch, no maps", 0, high, maps, Set.of()),
                switching("switch, a map each", 1, high, maps, Set.of()),
                switching("switch, " + MANY + " maps each", MANY, high, maps, Set.of()),
                new Operation("open and close a section", "call", REPEAT, sections, Set.of(), guarded, m -> {
                    Rig r = new Rig(m);
                    int page = device(r);
                    KernelCalls k = r.task.kernel();
                    return meter -> {
                        meter.start();
                        for (int i = 0; i < REPEAT; i++) {
                            k.pgmapMkReadwrite(page);
                            k.pgmapMkNoaccess(page);
                        }
                        meter.stop();
                    };
                }),
                new Operation("kernel store inside a section", "call", REPEAT, Set.of(), sections, guarded, m -> {
                    Rig r = new Rig(m);
                    int page = device(r);
                    KernelCalls k = r.task.kernel();
                    long at = k.pageAddress(page);
                    return meter -> {
                        k.pgmapMkReadwrite(page);
                        meter.start();
                        for (int i = 0; i < REPEAT; i++) {
                            k.store(at, i, 8);
                        }
                        meter.stop();
                        k.pgmapMkNoaccess(page);
                        is(k.fault(), 0);
                    };
                }),
                switchingSections("switch, a section open", true, guarded, sections),
                switchingSections("switch, no section", false, guarded, sections));
    }

    /** A page without a kernel address of its own. */
    private static int high(Rig r) {
        int page = (int) ok(r.pages.page(r.anonymous(1)));
        is(r.task.kernel().pageAddress(page), 0);
        return page;
    }

    private static int device(Rig r) {
        int fd = (int) ok(r.calls.open("/pmem0/compared", FileFlags.O_RDWR | FileFlags.O_CREAT, 0600));
        is(r.calls.ftruncate(fd, PAGE_SIZE), 0);
        long a = r.shared(0, fd, 1, 0);
        r.touch(a, 1);
        return (int) ok(r.pages.page(a));
    }

    /** Two tasks take turns on one CPU, each with so many maps, for a small call; impossible where a map keeps the CPU. */
    private static Operation switching(
            String name, int maps, MachineConfig config, Set<String> touches, Set<String> unaware) {
        return new Operation(name, "switch", REPEAT, touches, unaware, config.withCpus(1), m -> {
            Rig a = new Rig(m);
            Rig b = new Rig(m);
            return hold(a, maps) && hold(b, maps) ? turns(a, b) : null;
        });
    }

    private static boolean hold(Rig r, int maps) {
        for (int i = 0; i < maps; i++) {
            long ignored = r.task.kernel().kmapLocalPage(high(r));
            is(r.task.kernel().fault(), 0);
        }
        return !r.task.kernel().keepsCpu();
    }

    private static Operation switchingSections(String name, boolean open, MachineConfig config, Set<String> sections) {
        return new Operation(name, "switch", REPEAT, sections, Set.of(), config.withCpus(1), m -> {
            Rig a = new Rig(m);
            Rig b = new Rig(m);
            int page = device(a);
            // Both have been inside once: a task that never was carries nothing to switch.
            for (Rig r : List.of(a, b)) {
                r.task.kernel().pgmapMkReadwrite(page);
                if (!open) {
                    r.task.kernel().pgmapMkNoaccess(page);
                } else if (r.task.kernel().keepsCpu()) {
                    return null;
                }
            }
            return turns(a, b);
        });
    }

    private static Operation.Round turns(Rig a, Rig b) {
        return meter -> {
            meter.start();
            for (int i = 0; i < REPEAT / 2; i++) {
                a.calls.brk(0);
                b.calls.brk(0);
            }
            meter.stop();
        };
    }
}
