package dev.pinfold.lab.compare;

import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work that is timed under each choice of the points it concerns.
 *
 * @param unit what one figure is for: a page, a call
 * @param units how many of them a round does
 * @param touches the points whose choice the work depends on
 * @param unaware the points whose choice it should not notice, though it is a hot path near them
 * @param config the machine it needs
 * @param prepare makes the round on a machine, which is its own
 */
record Operation(
        String name,
        String unit,
        long units,
        Set<String> touches,
        Set<String> unaware,
        MachineConfig config,
        Prepare prepare) {
    /** Makes the round. */
    @FunctionalInterface
    interface Prepare {
        /** The round; null where the machine's design makes the work impossible. */
        @Nullable
        Round on(Machine machine);
    }

    /** One round of the work; what is between the meter's start and stop counts. */
    @FunctionalInterface
    interface Round {
        void run(Meter meter);
    }

    boolean concerns(String point) {
        return touches.contains(point) || unaware.contains(point);
    }

    /** The name as tables have it: what should not be noticed is marked. */
    String shown(String point) {
        return touches.contains(point) ? name : name + " (should not notice)";
    }
}
