package dev.pinfold.lab.compare;

import dev.pinfold.mm.MachineConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The operations that are timed. A new design point adds those on its paths, and itself to the hot paths beside them that
 * should not notice it; a point that adds none is timed on accesses only.
 */
final class Operations {
    private static final String PIN_COUNT = "PIN_COUNT";

    private static final String DEVICE_PIN = "DEVICE_PIN";
    private static final String UNBIND = "UNBIND";
    private static final String WALK_STYLE = "WALK_STYLE";
    private static final String MAPPING_WALK_SKIP = "MAPPING_WALK_SKIP";
    private static final String HUGE_WRITE_PROTECT = "HUGE_WRITE_PROTECT";
    private static final String FORK_TABLES = "FORK_TABLES";

    private static final MachineConfig PLAIN =
            MachineConfig.defaults().withMemory(32L << 20).withOvercommit(1);

    private Operations() {}

    /** The operations that concern a point; never empty. */
    static List<Operation> of(String point) {
        List<Operation> found = new ArrayList<>();
        for (Operation o : ALL) {
            if (o.concerns(point)) {
                found.add(o);
            }
        }
        if (found.stream().noneMatch(o -> o.unaware().contains(point))) {
            Operation hit = Accesses.HIT;
            found.add(new Operation(
                    hit.name(), hit.unit(), hit.units(), Set.of(), Set.of(point), hit.config(), hit.prepare()));
        }
        return found;
    }

    private static final List<Operation> ALL = all();

    private static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        all.addAll(PinOperations.all(PLAIN, Set.of(PIN_COUNT), Set.of(DEVICE_PIN)));
        all.addAll(DeviceOperations.all(PLAIN, DEVICE_PIN, PIN_COUNT, UNBIND));
        all.addAll(WalkOperations.all(PLAIN, Set.of(WALK_STYLE, MAPPING_WALK_SKIP), HUGE_WRITE_PROTECT));
        all.addAll(Accesses.all(PLAIN, FORK_TABLES, Set.of(PIN_COUNT, FORK_TABLES)));
        all.addAll(FileOperations.all(PLAIN, Set.of("WRITEBACK_PINNED")));
        all.addAll(KernelOperations.all());
        return List.copyOf(all);
    }
}
