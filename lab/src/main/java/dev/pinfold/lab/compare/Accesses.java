package dev.pinfold.lab.compare;

import static dev.pinfold.lab.compare.Rig.is;
import static dev.pinfold.lab.compare.Rig.ok;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.abi.Mman;
import java.util.List;
import java.util.Set;

/** Loads, first stores, and fork. */
final class Accesses {
    private static final int LOADS = 20_000;
    private static final int PAGES = 1024;

    /** A load that the TLB knows: what nothing should cost anything. */
    static final Operation HIT =
            new Operation("load", "load", LOADS, Set.of(), Set.of(), MachineConfig.defaults(), m -> {
                Rig r = new Rig(m);
                long a = r.anonymous(16);
                return meter -> {
                    long sum = 0;
                    meter.start();
                    for (int i = 0; i < LOADS; i++) {
                        sum += r.calls.load(a + (i & 15) * PAGE_SIZE, 8);
                    }
                    meter.stop();
                    is(sum, 0);
                };
            });

    private Accesses() {}

    static List<Operation> all(MachineConfig config, String fork, Set<String> hot) {
        return List.of(
                new Operation("first store, anonymous", "page", PAGES, Set.of(), hot, config, m -> {
                    Rig r = new Rig(m);
                    long a = r.anonymous(PAGES);
                    return meter -> {
                        is(r.calls.madvise(a, PAGES * PAGE_SIZE, Mman.MADV_DONTNEED), 0);
                        meter.start();
                        r.touch(a, PAGES);
                        meter.stop();
                    };
                }),
                new Operation(
                        "fork and exit, 1024 pages", "call", 1, Set.of(fork, "PIN_COUNT"), Set.of(), config, m -> {
                            Rig r = new Rig(m);
                            r.anonymous(PAGES);
                            return meter -> {
                                meter.start();
                                int child = (int) ok(r.calls.fork());
                                ok(java.util.Objects.requireNonNull(r.machine.task(child))
                                        .calls()
                                        .exitGroup(0));
                                is(r.calls.wait4(child, null, 0), child);
                                meter.stop();
                            };
                        }),
                new Operation("first store after fork", "page", PAGES, Set.of(fork), Set.of(), config, m -> {
                    Rig r = new Rig(m);
                    long a = r.anonymous(PAGES);
                    return meter -> {
                        int child = (int) ok(r.calls.fork());
                        meter.start();
                        r.touch(a, PAGES);
                        meter.stop();
                        ok(java.util.Objects.requireNonNull(r.machine.task(child))
                                .calls()
                                .exitGroup(0));
                        is(r.calls.wait4(child, null, 0), child);
                    };
                }));
    }
}
