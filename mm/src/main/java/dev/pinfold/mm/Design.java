package dev.pinfold.mm;

import dev.pinfold.mm.frame.PinCount;
import dev.pinfold.mm.frame.PinCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which alternatives a machine is built with where the design of Linux's memory management has been argued over. The
 * default of each point is the best we know.
 *
 * @param forkTables what fork does with leaf page tables
 * @param pinCount how a pin is told from a reference
 */
public record Design(ForkTables forkTables, PinCount pinCount) {

    /** FORK_TABLES. */
    public enum ForkTables {
        /** Leaf tables hang in both spaces until somebody writes: fork costs nothing a page. */
        SHARE,
        /** Every entry is copied at once, as Linux does. */
        COPY
    }

    /** Leaf tables are shared, pins are counted as Linux counts them. */
    public static Design defaults() {
        return new Design(ForkTables.SHARE, PinCounts.BIAS);
    }

    /** This design with another way of treating tables at fork. */
    public Design withForkTables(ForkTables choice) {
        return new Design(choice, pinCount);
    }

    /** This design with another way of counting pins. */
    public Design withPinCount(PinCount choice) {
        return new Design(forkTables, choice);
    }

    /** The points that can be chosen and their choices, by the names that workloads use; the default first. */
    public static Map<String, List<String>> points() {
        Map<String, List<String>> points = new LinkedHashMap<>();
        points.put("FORK_TABLES", List.of("share", "copy"));
        points.put("PIN_COUNT", PinCounts.all().stream().map(PinCount::choice).toList());
        return points;
    }

    /** The choice made at a point, by its name. */
    public String choice(String point) {
        return switch (point) {
            case "FORK_TABLES" -> forkTables == ForkTables.SHARE ? "share" : "copy";
            case "PIN_COUNT" -> pinCount.choice();
            default -> throw new IllegalArgumentException("no design point " + point);
        };
    }

    /**
     * This design with a choice made by name.
     *
     * @throws IllegalArgumentException if there is no such point or choice
     */
    public Design with(String point, String choice) {
        if (!points().getOrDefault(point, new ArrayList<>()).contains(choice)) {
            throw new IllegalArgumentException("no design point " + point + " with a choice " + choice);
        }
        return switch (point) {
            case "FORK_TABLES" -> withForkTables(choice.equals("share") ? ForkTables.SHARE : ForkTables.COPY);
            default ->
                withPinCount(PinCounts.all().stream()
                        .filter(p -> p.choice().equals(choice))
                        .findFirst()
                        .orElseThrow());
        };
    }
}
