package dev.pinfold.lab.compare;

import static dev.pinfold.lab.compare.Rig.is;
import static dev.pinfold.lab.compare.Rig.ok;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Foll;
import java.util.List;
import java.util.Set;

/** Writing files back, with and without pins. */
final class FileOperations {
    private static final int PAGES = 256;

    private FileOperations() {}

    static List<Operation> all(MachineConfig config, Set<String> writeback) {
        return List.of(
                writing("write back, nothing pinned", false, config, Set.of(), writeback),
                writing("write back, all pinned", true, config, writeback, Set.of()));
    }

    private static Operation writing(
            String name, boolean pinned, MachineConfig config, Set<String> touches, Set<String> unaware) {
        return new Operation(name, "page", PAGES, touches, unaware, config, m -> {
            Rig r = new Rig(m);
            ok(r.calls.initialState().declareFile("compared", PAGES * PAGE_SIZE, "disk"));
            int fd = (int) ok(r.calls.open("compared", FileFlags.O_RDWR, 0));
            long a = r.shared(0, fd, PAGES, 0);
            r.touch(a, PAGES);
            if (pinned) {
                is(r.pages.pinUserPagesFast(a, PAGES, Foll.FOLL_WRITE, new int[PAGES]), PAGES);
            }
            return meter -> {
                r.touch(a, PAGES);
                meter.start();
                is(r.calls.fsync(fd), 0);
                meter.stop();
            };
        });
    }
}
