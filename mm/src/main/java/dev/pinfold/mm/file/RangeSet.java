package dev.pinfold.mm.file;

import java.util.Map;
import java.util.TreeMap;

/** A set of block numbers, kept as half-open ranges that never touch. Not synchronised. */
final class RangeSet {
    private TreeMap<Long, Long> ranges = new TreeMap<>();

    boolean contains(long block) {
        Map.Entry<Long, Long> e = ranges.floorEntry(block);
        return e != null && block < e.getValue();
    }

    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> e = ranges.floorEntry(to);
        // Every range that overlaps or touches becomes part of the new one.
        while (e != null && e.getValue() >= from) {
            start = Math.min(start, e.getKey());
            end = Math.max(end, e.getValue());
            ranges.remove(e.getKey());
            e = ranges.floorEntry(to);
        }
        ranges.put(start, end);
    }

    void remove(long from, long to) {
        if (from >= to) {
            return;
        }
        Map.Entry<Long, Long> e = ranges.lowerEntry(to);
        while (e != null && e.getValue() > from) {
            long start = e.getKey();
            long end = e.getValue();
            ranges.remove(start);
            if (start < from) {
                ranges.put(start, from);
            }
            if (end > to) {
                ranges.put(to, end);
            }
            e = ranges.lowerEntry(to);
        }
    }

    /** The first member at or after {@code from}; {@code Long.MAX_VALUE} if there is none. */
    long next(long from) {
        if (contains(from)) {
            return from;
        }
        Long start = ranges.ceilingKey(from);
        return start == null ? Long.MAX_VALUE : start;
    }

    /** The first block at or after {@code from} that is no member. */
    long nextOutside(long from) {
        Map.Entry<Long, Long> e = ranges.floorEntry(from);
        return e == null || e.getValue() <= from ? from : e.getValue();
    }

    /** Blocks that are members. */
    long count() {
        long n = 0;
        for (Map.Entry<Long, Long> e : ranges.entrySet()) {
            n += e.getValue() - e.getKey();
        }
        return n;
    }

    /** Removes {@code from} to {@code to} and moves what follows down. */
    void collapse(long from, long to) {
        remove(from, to);
        move(to, from - to);
    }

    /** Opens a gap of {@code length} at {@code from}. */
    void insert(long from, long length) {
        move(from, length);
    }

    private void move(long from, long by) {
        TreeMap<Long, Long> old = ranges;
        ranges = new TreeMap<>();
        for (Map.Entry<Long, Long> e : old.entrySet()) {
            long start = e.getKey();
            long end = e.getValue();
            add(start, Math.min(end, from));
            if (end > from) {
                add(Math.max(start, from) + by, end + by);
            }
        }
    }
}
