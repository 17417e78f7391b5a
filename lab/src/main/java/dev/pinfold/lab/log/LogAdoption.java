package dev.pinfold.lab.log;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;

import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.run.Tally;
import dev.pinfold.mm.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Adopts what a log uses and never mapped: the program's own segments, its stack, and what else the kernel of the log
 * mapped at execve.
 */
final class LogAdoption {
    /** Calls that fail where nothing is mapped. */
    private static final Set<String> NEED_MAPPINGS = Set.of(
            "mprotect",
            "pkey_mprotect",
            "mremap",
            "madvise",
            "msync",
            "mincore",
            "mlock",
            "mlock2",
            "munlock",
            "mseal");

    /** A dynamic linker's code is no larger. */
    private static final long LINKER = 0x40000;

    private LogAdoption() {}

    /**
     * Adopts what a call needs, where the log says that it succeeded and here it failed; or what was in its way, where
     * the log says so.
     *
     * @return whether something was adopted, so that the call may be tried again
     */
    static boolean adopt(LogTask task, Line line, StepOutcome outcome, Tally tally) {
        Calls calls = task.calls;
        long start = pageDown(LogFacts.argument(line, 0));
        long end = LogFacts.roundUp(LogFacts.argument(line, 0) + LogFacts.argument(line, 1));
        if (line.name().equals("mmap")) {
            if (!LogMemory.occupied(line) || !(outcome instanceof StepOutcome.Returned r)) {
                return false;
            }
            calls.munmap(r.value().word(), LogFacts.argument(line, 1));
        } else if (!NEED_MAPPINGS.contains(line.name())
                || !LogMemory.succeeded(line)
                || !(outcome instanceof StepOutcome.Failed)) {
            return false;
        }
        boolean any = false;
        for (long[] hole : holes(calls.maps(), start, end)) {
            if (calls.initialState().adopt(hole[0], hole[1] - hole[0]) >= 0) {
                tally.adopted();
                any = true;
            }
        }
        return any;
    }

    /**
     * Moves the end of the mapping area up: what lies between the old end and {@code from} was mapped before the log
     * began.
     */
    static void raiseTop(LogTask task, long from, long end, Tally tally) {
        Calls calls = task.calls;
        for (long[] hole : holes(calls.maps(), task.image.top, from)) {
            if (calls.initialState().adopt(hole[0], hole[1] - hole[0]) >= 0) {
                tally.adopted();
            }
        }
        task.image.place(calls, end);
    }

    /**
     * Adopts what must have lain where a mapping would have been placed and was not: of the hole in which it was found, from where
     * the kernel placed it, so much that it is too small.
     *
     * @return whether something was adopted
     */
    static boolean between(LogTask task, long found, long expected, long length, Tally tally) {
        Calls calls = task.calls;
        boolean up = task.image.bottomUp;
        long from = up ? found : expected + length;
        long to = up ? expected : found + length;
        if (Long.compareUnsigned(from, to) >= 0) {
            return false;
        }
        List<long[]> holes = holes(calls.maps(), from, to);
        if (holes.isEmpty()) {
            return false;
        }
        long[] hole = up ? holes.getFirst() : holes.getLast();
        if (task.image.seen() && (hole[0] < task.image.linker || hole[0] >= task.image.linker + LINKER)) {
            return false;
        }
        long start = up ? Math.max(hole[0], hole[1] - PAGE_SIZE) : hole[0];
        long end = up ? hole[1] : Math.min(hole[1], Math.max(found, hole[0]) + PAGE_SIZE);
        if (calls.initialState().adopt(start, end - start) < 0) {
            return false;
        }
        tally.adopted();
        return true;
    }

    /**
     * Takes a place above the first mappings for a hole of the dynamic linker, which execve maps there and no log shows: what lies
     * below it is adopted, and it is room from now on.
     *
     * @return whether it can be that
     */
    static boolean linkersHole(LogTask task, long start, long length, LogWorld world, int line, Tally tally) {
        LogTask.Image image = task.image;
        boolean near = image.topKnown
                && !image.bottomUp
                && Long.compareUnsigned(start, image.top) > 0
                && start + length - image.top < LINKER;
        if (near) {
            raiseTop(task, start, start + length, tally);
            world.conclude(line, "a hole in the dynamic linker takes a small mapping");
        }
        return near;
    }

    /** Returns the parts of a range that no line of {@code maps} covers, as start and end. */
    static List<long[]> holes(String maps, long start, long end) {
        List<long[]> holes = new ArrayList<>();
        long at = start;
        for (String mapping : maps.split("\n")) {
            int dash = mapping.indexOf('-');
            int blank = mapping.indexOf(' ');
            if (dash < 0 || blank < dash) {
                continue;
            }
            long from = Long.parseUnsignedLong(mapping.substring(0, dash), 16);
            long to = Long.parseUnsignedLong(mapping.substring(dash + 1, blank), 16);
            if (Long.compareUnsigned(to, at) <= 0 || Long.compareUnsigned(from, end) >= 0) {
                continue;
            }
            if (Long.compareUnsigned(from, at) > 0) {
                holes.add(new long[] {at, from});
            }
            at = to;
        }
        if (Long.compareUnsigned(at, end) < 0) {
            holes.add(new long[] {at, end});
        }
        return holes;
    }
}
