package dev.pinfold.lab.compare;

import static dev.pinfold.lab.compare.Rig.HUGE;
import static dev.pinfold.lab.compare.Rig.is;
import static dev.pinfold.lab.compare.Rig.ok;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.device.DeviceKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Write-protecting and cleaning what maps a file. */
final class WalkOperations {
    private static final int PAGES = 2048;
    private static final int PRIVATE = 64;

    private WalkOperations() {}

    static List<Operation> all(MachineConfig config, Set<String> walks, String huge) {
        MachineConfig device = config.withDevice(new DeviceConfig("pmem0", 16 << 20, DeviceKind.FSDAX, null));
        Set<String> small = new HashSet<>(walks);
        return List.of(
                new Operation("clean, nothing dirty", "page", PAGES, small, Set.of(huge), config, m -> {
                    Rig r = new Rig(m);
                    int fd = r.memfd(PAGES);
                    long a = r.shared(0, fd, PAGES, 0);
                    r.touch(a, PAGES);
                    ok(r.task.walks().cleanRecordSharedMappingRange(fd, 0, PAGES, 0));
                    return meter -> {
                        meter.start();
                        is(r.task.walks().cleanRecordSharedMappingRange(fd, 0, PAGES, 0), 0);
                        meter.stop();
                    };
                }),
                new Operation("clean, all dirty", "page", PAGES, small, Set.of(), config, m -> {
                    Rig r = new Rig(m);
                    int fd = r.memfd(PAGES);
                    long a = r.shared(0, fd, PAGES, 0);
                    return meter -> {
                        r.touch(a, PAGES);
                        meter.start();
                        is(r.task.walks().cleanRecordSharedMappingRange(fd, 0, PAGES, 0), PAGES);
                        meter.stop();
                    };
                }),
                new Operation("write-protect, all writable", "page", PAGES, small, Set.of(), config, m -> {
                    Rig r = new Rig(m);
                    int fd = r.memfd(PAGES);
                    long a = r.shared(0, fd, PAGES, 0);
                    return meter -> {
                        r.touch(a, PAGES);
                        meter.start();
                        is(r.task.walks().wpSharedMappingRange(fd, 0, PAGES), PAGES);
                        meter.stop();
                    };
                }),
                new Operation("clean past " + PRIVATE + " private mappings", "call", 1, small, Set.of(), config, m -> {
                    Rig r = new Rig(m);
                    int fd = r.memfd(16);
                    for (int i = 0; i < PRIVATE; i++) {
                        ok(r.calls.mmap(0, 16 * PAGE_SIZE, Mman.PROT_READ, Mman.MAP_PRIVATE, fd, 0));
                    }
                    r.shared(0, fd, 16, 0);
                    return meter -> {
                        meter.start();
                        ok(r.task.walks().cleanRecordSharedMappingRange(fd, 0, 16, 0));
                        meter.stop();
                    };
                }),
                new Operation("clean a dirty huge entry", "call", 2, Set.of(huge), Set.of(), device, m -> {
                    Rig r = new Rig(m);
                    int fd = device(r);
                    long at = r.aligned(2 * HUGE);
                    r.shared(at, fd, 1024, 0);
                    return meter -> {
                        is(r.calls.store(at, 1, 8), 0);
                        is(r.calls.store(at + HUGE, 1, 8), 0);
                        meter.start();
                        ok(r.task.walks().cleanRecordSharedMappingRange(fd, 0, 1024, 0));
                        meter.stop();
                    };
                }),
                new Operation("store to 512 pages after it", "page", 512, Set.of(huge), Set.of(), device, m -> {
                    Rig r = new Rig(m);
                    int fd = device(r);
                    long at = r.aligned(2 * HUGE);
                    r.shared(at, fd, 1024, 0);
                    r.touch(at, 512);
                    return meter -> {
                        ok(r.task.walks().cleanRecordSharedMappingRange(fd, 0, 512, 0));
                        meter.start();
                        r.touch(at, 512);
                        meter.stop();
                    };
                }));
    }

    private static int device(Rig r) {
        int fd = (int) ok(r.calls.open("/pmem0/compared", FileFlags.O_RDWR | FileFlags.O_CREAT, 0600));
        is(r.calls.ftruncate(fd, 2 * HUGE), 0);
        is(r.calls.fallocate(fd, 0, 0, 2 * HUGE), 0);
        return fd;
    }
}
