package dev.pinfold.lab.compare;

import static dev.pinfold.lab.compare.Rig.is;

import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.Foll;
import java.util.List;
import java.util.Set;

/** Pins and references of ordinary pages, and the question whether a page is pinned. */
final class PinOperations {
    private static final int PAGES = 512;
    private static final int REPEAT = 8;
    private static final int ASK = 2000;
    private static final int MAPPINGS = 64;

    private PinOperations() {}

    static List<Operation> all(MachineConfig config, Set<String> pins, Set<String> devices) {
        Set<String> both = Set.of("PIN_COUNT", "DEVICE_PIN");
        return List.of(
                new Operation("pin", "page", PAGES * REPEAT, pins, devices, config, m -> {
                    Rig r = new Rig(m);
                    long a = r.anonymous(PAGES);
                    int[] held = new int[PAGES];
                    return meter -> {
                        for (int i = 0; i < REPEAT; i++) {
                            meter.start();
                            is(r.pages.pinUserPagesFast(a, PAGES, Foll.FOLL_WRITE, held), PAGES);
                            meter.stop();
                            is(r.pages.unpin(held, 0, PAGES), 0);
                        }
                    };
                }),
                new Operation("unpin", "page", PAGES * REPEAT, pins, Set.of(), config, m -> {
                    Rig r = new Rig(m);
                    long a = r.anonymous(PAGES);
                    int[] held = new int[PAGES];
                    return meter -> {
                        for (int i = 0; i < REPEAT; i++) {
                            is(r.pages.pinUserPagesFast(a, PAGES, Foll.FOLL_WRITE, held), PAGES);
                            meter.start();
                            is(r.pages.unpin(held, 0, PAGES), 0);
                            meter.stop();
                        }
                    };
                }),
                new Operation("get and put", "page", PAGES * REPEAT, Set.of(), both, config, m -> {
                    Rig r = new Rig(m);
                    long a = r.anonymous(PAGES);
                    int[] held = new int[PAGES];
                    return meter -> {
                        for (int i = 0; i < REPEAT; i++) {
                            meter.start();
                            is(r.pages.getUserPagesFast(a, PAGES, Foll.FOLL_WRITE, held), PAGES);
                            is(r.pages.put(held, 0, PAGES), 0);
                            meter.stop();
                        }
                    };
                }),
                asking("is it pinned? mapped once", 1, config, pins),
                asking("is it pinned? mapped " + MAPPINGS + " times", MAPPINGS, config, pins));
    }

    private static Operation asking(String name, int mappings, MachineConfig config, Set<String> pins) {
        return new Operation(name, "call", ASK, pins, Set.of(), config, m -> {
            Rig r = new Rig(m);
            int fd = r.memfd(1);
            long a = 0;
            for (int i = 0; i < mappings; i++) {
                a = r.shared(0, fd, 1, 0);
                r.touch(a, 1);
            }
            int page = (int) Rig.ok(r.pages.page(a));
            return meter -> {
                long yes = 0;
                meter.start();
                for (int i = 0; i < ASK; i++) {
                    yes += r.pages.pageMaybeDmaPinned(page);
                }
                meter.stop();
                is(yes, 0);
            };
        });
    }
}
