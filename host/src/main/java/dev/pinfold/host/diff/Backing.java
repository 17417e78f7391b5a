package dev.pinfold.host.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file that something lies in: what a buffer maps, or what a call reads or writes.
 *
 * @param name as {@link MapLine#name()} has it
 * @param from first byte in the file
 * @param to first byte behind it
 */
record Backing(String name, long from, long to) {
    /** Returns whether two parts of one file have a byte in common. */
    boolean overlaps(Backing other) {
        return name.equals(other.name) && from < other.to && other.from < to;
    }

    /** Returns the parts of files that a range of addresses maps. */
    static List<Backing> of(List<MapLine> maps, long address, long length) {
        List<Backing> parts = new ArrayList<>();
        long end = address + length;
        if (address < 0 || end < address) {
            end = Long.MAX_VALUE;
        }
        for (MapLine map : maps) {
            long from = Math.max(address, map.start());
            long to = Math.min(end, map.end());
            if (from < to && !map.name().isEmpty()) {
                long base = map.offset() - map.start();
                parts.add(new Backing(map.name(), from + base, to + base));
            }
        }
        return parts;
    }

    /** Returns whether any two parts overlap. */
    static boolean meet(List<Backing> some, List<Backing> others) {
        return some.stream().anyMatch(a -> others.stream().anyMatch(a::overlaps));
    }
}
