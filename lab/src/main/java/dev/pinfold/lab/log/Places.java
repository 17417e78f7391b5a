package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.mm.Calls;
import dev.pinfold.mm.abi.Mman;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where the kernel of a log places large mappings: whether it aligns them for huge pages depends on its release and, for a file,
 * on the file system. As long as the log has not shown it, each rule that fits all that it has shown is a candidate.
 */
final class Places {
    /** How anonymous memory is aligned. */
    enum Anonymous {
        /** Mappings of whole huge pages only: Linux 6.12 and later. */
        WHOLE,
        NOT,
        /** All that a huge page fits into: Linux 6.7 to 6.11. */
        ALL
    }

    /** How a file system has its files aligned. */
    enum OfFiles {
        ALIGNED,
        NOT
    }

    private static final long HUGE = 2L << 20;
    private static final int NO_CHOICE = Mman.MAP_FIXED | Mman.MAP_FIXED_NOREPLACE | Mman.MAP_32BIT;

    private final LogWorld world;
    private final Set<Anonymous> anonymous = EnumSet.allOf(Anonymous.class);
    private final Map<String, Set<OfFiles>> files = new HashMap<>();

    Places(LogWorld world) {
        this.world = world;
        if (!world.kernel.mayBeFrom(Since.ANONYMOUS_ALIGNED)) {
            anonymous.retainAll(EnumSet.of(Anonymous.NOT));
        } else if (!world.kernel.mayBeBefore(Since.WHOLE_HUGE_PAGES)) {
            anonymous.retainAll(EnumSet.of(Anonymous.WHOLE));
        } else if (!world.kernel.mayBeBefore(Since.ANONYMOUS_ALIGNED)) {
            anonymous.remove(Anonymous.NOT);
        }
    }

    /** Makes an mmap where the kernel of the log would: as the plain call does, or by the rule that the log has shown. */
    long map(LogTask task, Line line) {
        Calls calls = task.calls;
        int flags = (int) LogFacts.argument(line, 3);
        long length = LogFacts.roundUp(LogFacts.argument(line, 1));
        boolean free = (flags & NO_CHOICE) == 0 && length >= HUGE;
        if (!free || LogFacts.result(line).isEmpty()) {
            return LogCalls.make(calls, line);
        }
        long wanted = LogFacts.result(line).getAsLong();
        boolean file = (flags & Mman.MAP_ANONYMOUS) == 0;
        if (LogFacts.argument(line, 0) != 0) {
            long made = LogCalls.make(calls, line);
            if (made == wanted || made < 0 || !file) {
                return made;
            }
            calls.munmap(made, length);
            if (wanted == LogFacts.argument(line, 0)) {
                return hinted(task, line, made);
            }
        }
        if (!file && (flags & Mman.MAP_TYPE) != Mman.MAP_PRIVATE) {
            return LogCalls.make(calls, line);
        }
        return file ? file(task, line, length, wanted) : anonymous(task, line, length, wanted);
    }

    private long anonymous(LogTask task, Line line, long length, long wanted) {
        Calls calls = task.calls;
        if (anonymous.size() > 1) {
            long plain = probe(calls, length);
            long aligned = aligned(calls, length, 0);
            long whole = length % HUGE == 0 ? aligned : plain;
            Set<Anonymous> fit = EnumSet.noneOf(Anonymous.class);
            if (whole == wanted) {
                fit.add(Anonymous.WHOLE);
            }
            if (plain == wanted) {
                fit.add(Anonymous.NOT);
            }
            if (aligned == wanted) {
                fit.add(Anonymous.ALL);
            }
            fit.retainAll(anonymous);
            if (!fit.isEmpty() && fit.size() < anonymous.size()) {
                anonymous.retainAll(fit);
                learnt(line);
            }
            if (fit.isEmpty() && wanted % HUGE != 0 && anonymous.contains(Anonymous.NOT)) {
                return at(calls, line, plain); // Whatever lies there: no rule that aligns has led to this place.
            }
        }
        if (anonymous.contains(Anonymous.WHOLE)) {
            return LogCalls.make(calls, line);
        }
        long place = anonymous.contains(Anonymous.NOT) ? probe(calls, length) : aligned(calls, length, 0);
        return at(calls, line, place);
    }

    private void learnt(Line line) {
        int where = line.number();
        if (anonymous.equals(EnumSet.of(Anonymous.NOT))) {
            if (world.kernel.before(Since.ANONYMOUS_ALIGNED, where, "large anonymous mappings are not aligned")) {
                world.conclude(where, "large anonymous mappings are not aligned, as by a kernel before 6.7");
            }
        } else if (!anonymous.contains(Anonymous.NOT)) {
            world.kernel.notBefore(Since.ANONYMOUS_ALIGNED, where, "large anonymous mappings are aligned");
        }
        if (anonymous.equals(EnumSet.of(Anonymous.ALL))) {
            world.kernel.before(Since.WHOLE_HUGE_PAGES, where, "anonymous mappings of 2 MiB and more are all aligned");
            world.conclude(
                    where, "anonymous mappings of 2 MiB and more are all aligned, as by a kernel from 6.7 to 6.11");
        }
    }

    private long file(LogTask task, Line line, long length, long wanted) {
        Calls calls = task.calls;
        String path = task.files.path((int) LogFacts.argument(line, 4));
        String system = path == null ? "" : top(path);
        Set<OfFiles> candidates = files.computeIfAbsent(system, s -> EnumSet.allOf(OfFiles.class));
        long offset = LogFacts.argument(line, 5);
        long plain = probe(calls, length);
        long aligned = aligned(calls, length, offset);
        if (candidates.size() > 1 && plain != aligned && (plain == wanted || aligned == wanted)) {
            if (plain == wanted) {
                notAligned(system, line);
            } else {
                candidates.remove(OfFiles.NOT);
                world.kernel.notBefore(Since.FILES_ALIGNED, line.number(), "large mappings of files are aligned");
            }
        }
        if (candidates.size() > 1) {
            boolean congruent = (wanted - offset) % HUGE == 0;
            return congruent ? LogCalls.make(calls, line) : at(calls, line, plain);
        }
        return at(calls, line, candidates.contains(OfFiles.NOT) ? plain : aligned);
    }

    /** Maps a file at its hint: a kernel that aligns its mappings wants room there for that as well, and one that does not does not. */
    private long hinted(LogTask task, Line line, long aligned) {
        String path = task.files.path((int) LogFacts.argument(line, 4));
        String system = path == null ? "" : top(path);
        if (!files.computeIfAbsent(system, s -> EnumSet.allOf(OfFiles.class)).contains(OfFiles.NOT)) {
            return at(task.calls, line, aligned);
        }
        long made = at(task.calls, line, LogFacts.argument(line, 0));
        if (made >= 0) {
            notAligned(system, line);
        }
        return made;
    }

    private void notAligned(String system, Line line) {
        files.computeIfAbsent(system, s -> EnumSet.allOf(OfFiles.class)).remove(OfFiles.ALIGNED);
        world.conclude(
                line.number(),
                "large mappings of files%s are not aligned, as by a kernel before 5.18 or overlayfs"
                        .formatted(system.isEmpty() ? "" : " below " + system));
    }

    /** Returns the beginning of a path, which names a file system as far as a log tells. */
    private static String top(String path) {
        int second = path.indexOf('/', 1);
        return !path.startsWith("/") ? "" : second < 0 ? path : path.substring(0, second);
    }

    /** Makes the mapping at a place that is free. */
    private static long at(Calls calls, Line line, long place) {
        if (place < 0) {
            return LogCalls.make(calls, line);
        }
        return calls.mmap(
                place,
                LogFacts.argument(line, 1),
                (int) LogFacts.argument(line, 2),
                (int) LogFacts.argument(line, 3) | Mman.MAP_FIXED_NOREPLACE,
                (int) LogFacts.argument(line, 4),
                LogFacts.argument(line, 5));
    }

    /** Returns where a mapping goes that nothing aligns, or an error. */
    static long probe(Calls calls, long length) {
        long at =
                calls.mmap(0, length, Mman.PROT_NONE, Mman.MAP_SHARED | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE, -1, 0);
        if (at > 0) {
            calls.munmap(at, length);
        }
        return at;
    }

    /** Returns where a mapping goes whose addresses are congruent to its offset. */
    private static long aligned(Calls calls, long length, long offset) {
        long end = offset + length;
        long first = offset + HUGE - 1 & -HUGE;
        if (end <= first || end - first < HUGE) {
            return probe(calls, length);
        }
        long at = probe(calls, length + HUGE);
        if (at < 0) {
            return probe(calls, length);
        }
        long shift = offset - at & HUGE - 1;
        return shift == 0 ? at + HUGE : at + shift;
    }

    /**
     * Moves a mapping as a kernel does that does not align large ones, where the log may be of such a kernel; as the plain call does
     * otherwise.
     *
     * @param aligned where the plain call has moved it, which has been taken back
     */
    long move(LogTask task, Line line, long aligned) {
        Calls calls = task.calls;
        long from = LogFacts.argument(line, 0);
        long after = LogFacts.roundUp(LogFacts.argument(line, 2));
        if (aligned != from && after >= HUGE && anonymous.contains(Anonymous.NOT)) {
            long place = probe(calls, after);
            if (place == LogFacts.result(line).orElseThrow()) {
                if (anonymous.retainAll(EnumSet.of(Anonymous.NOT))) {
                    learnt(line);
                }
                return calls.mremap(
                        from,
                        LogFacts.argument(line, 1),
                        LogFacts.argument(line, 2),
                        LogFacts.argument(line, 3) | Mman.MREMAP_FIXED,
                        place);
            }
        }
        return LogCalls.make(calls, line);
    }
}
