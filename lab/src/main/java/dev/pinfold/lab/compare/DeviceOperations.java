package dev.pinfold.lab.compare;

import static dev.pinfold.lab.compare.Rig.HUGE;
import static dev.pinfold.lab.compare.Rig.is;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.DeviceConfig;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Foll;
import dev.pinfold.mm.device.DeviceKind;
import java.util.List;
import java.util.Set;

/** Pages of a device: faults, pins, unmapping, and the device's leaving. */
final class DeviceOperations {
    private static final int PAGES = 512;
    private static final int REPEAT = 8;
    private static final int LEAVE = 64;

    private DeviceOperations() {}

    static List<Operation> all(MachineConfig base, String pin, String pinCount, String unbind) {
        MachineConfig config = base.withDevice(new DeviceConfig("pmem0", 16 << 20, DeviceKind.FSDAX, null));
        return List.of(
                new Operation("device: fault and unmap", "page", PAGES, Set.of(pin), Set.of(), config, m -> {
                    Rig r = new Rig(m);
                    int fd = file(r);
                    // One page off what a huge entry could map.
                    long at = r.aligned(2 * HUGE) + PAGE_SIZE;
                    return meter -> {
                        r.shared(at, fd, PAGES, 0);
                        meter.start();
                        r.touch(at, PAGES);
                        is(r.calls.munmap(at, PAGES * PAGE_SIZE), 0);
                        meter.stop();
                    };
                }),
                pinning("device: pin and unpin", PAGE_SIZE, config, pin, pinCount),
                pinning("device: pin and unpin, huge entry", 0, config, pin, pinCount),
                new Operation("device: bind and unbind", "call", LEAVE, Set.of(pin, unbind), Set.of(), config, m -> {
                    Rig r = new Rig(m);
                    file(r);
                    return meter -> {
                        for (int i = 0; i < LEAVE; i++) {
                            meter.start();
                            is(r.task.devices().unbind("pmem0"), 0);
                            is(r.task.devices().memremapPages("pmem0"), 0);
                            meter.stop();
                        }
                    };
                }));
    }

    private static int file(Rig r) {
        int fd = (int) Rig.ok(r.calls.open("/pmem0/compared", FileFlags.O_RDWR | FileFlags.O_CREAT, 0600));
        is(r.calls.ftruncate(fd, 2 * HUGE), 0);
        is(r.calls.fallocate(fd, 0, 0, 2 * HUGE), 0);
        return fd;
    }

    private static Operation pinning(String name, long offset, MachineConfig config, String pin, String pinCount) {
        return new Operation(name, "page", PAGES * REPEAT, Set.of(pin, pinCount), Set.of(), config, m -> {
            Rig r = new Rig(m);
            int fd = file(r);
            long at = r.aligned(2 * HUGE) + offset;
            r.shared(at, fd, PAGES, 0);
            r.touch(at, PAGES);
            int[] held = new int[PAGES];
            return meter -> {
                for (int i = 0; i < REPEAT; i++) {
                    meter.start();
                    is(r.pages.pinUserPagesFast(at, PAGES, Foll.FOLL_WRITE, held), PAGES);
                    is(r.pages.unpin(held, 0, PAGES), 0);
                    meter.stop();
                }
            };
        });
    }
}
