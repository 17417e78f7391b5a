package dev.pinfold.lab.log;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.TreeMap;

/**
 * The mappings of huge pages of a pool in an address space of a log. They are memory of the ordinary kind here, as the pool had
 * what the log shows to have been given; what is different is where they begin and end.
 */
final class HugePool {
    private static final long HUGE = 2L << 20;

    /** A mapping: to its end, in pages of a size. */
    private record Mapped(long end, long size) {}

    private final TreeMap<Long, Mapped> mappings = new TreeMap<>();

    /** Says whether a line maps huge pages of a pool. */
    static boolean maps(LogTask task, Line line) {
        if (!line.name().equals("mmap")) {
            return false;
        }
        int flags = (int) LogFacts.argument(line, 3);
        return (flags & Mman.MAP_ANONYMOUS) != 0
                ? (flags & Mman.MAP_HUGETLB) != 0
                : task.files.pooled((int) LogFacts.argument(line, 4));
    }

    /** Makes such a mapping. */
    long map(Calls calls, Line line) {
        int flags = (int) LogFacts.argument(line, 3);
        int shift = flags >>> Mman.MAP_HUGE_SHIFT & 0x3f;
        long size = shift == 0 ? HUGE : 1L << shift;
        long length = LogFacts.argument(line, 1) + size - 1 & -size;
        long place = LogFacts.argument(line, 0);
        if ((flags & (Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE)) == 0) {
            long room = Places.probe(calls, length + size - PAGE_SIZE);
            place = room < 0 ? room : room + size - PAGE_SIZE & -size;
        }
        int kept = flags & (Mman.MAP_TYPE | Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE)
                | Mman.MAP_ANONYMOUS
                | Mman.MAP_NORESERVE;
        int how = (flags & Mman.MAP_FIXED) != 0 ? kept : kept | Mman.MAP_FIXED_NOREPLACE;
        long at = place < 0 ? place : calls.mmap(place, length, (int) LogFacts.argument(line, 2), how, -1, 0);
        if (at >= 0) {
            mappings.put(at, new Mapped(at + length, size));
        }
        return at;
    }

    /** Returns what a call gives that would split one of the huge pages, or 0: no mapping of theirs ends in the middle of one. */
    long refuses(Line line) {
        boolean splits = line.name().equals("munmap") || line.name().endsWith("mprotect");
        if (mappings.isEmpty() || !splits) {
            return 0;
        }
        long start = LogFacts.argument(line, 0);
        long end = start + LogFacts.roundUp(LogFacts.argument(line, 1));
        return inTheMiddle(start) || inTheMiddle(end) ? -Errno.EINVAL : 0;
    }

    private boolean inTheMiddle(long address) {
        var below = mappings.lowerEntry(address);
        return below != null
                && address < below.getValue().end()
                && address % below.getValue().size() != 0;
    }

    /** A range was unmapped or mapped anew. */
    void gone(long start, long end) {
        var first = mappings.lowerEntry(start);
        if (first != null && first.getValue().end() > start) {
            mappings.put(start, first.getValue());
            mappings.put(first.getKey(), new Mapped(start, first.getValue().size()));
        }
        var last = mappings.lowerEntry(end);
        if (last != null && last.getValue().end() > end) {
            mappings.put(end, last.getValue());
        }
        mappings.subMap(start, end).clear();
    }

    HugePool copy() {
        HugePool copy = new HugePool();
        copy.mappings.putAll(mappings);
        return copy;
    }
}
