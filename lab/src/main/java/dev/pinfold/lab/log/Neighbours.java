package dev.pinfold.lab.log;

import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.WorkloadStep;
import dev.pinfold.lab.log.read.Log;
import dev.pinfold.mm.abi.Sched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who else lives in the address spaces of a log: threads that it shows to be made and of which it has no line. What such a thread
 * maps and unmaps the log does not show.
 */
final class Neighbours {
    private final Log log;
    /** By task, the lines at which it makes a thread that never speaks. */
    private final Map<Integer, List<Integer>> silent = new HashMap<>();

    private final Map<Integer, List<Integer>> programs = new HashMap<>();

    Neighbours(Log log) {
        this.log = log;
        Set<Integer> speak = new HashSet<>();
        for (WorkloadStep step : log.steps().steps()) {
            speak.add(step.task());
        }
        for (WorkloadStep step : log.steps().steps()) {
            if (!(step instanceof Line line)) {
                continue;
            }
            if (line.creates() >= 0 && !speak.contains(line.creates()) && thread(line)) {
                silent.computeIfAbsent(line.task(), t -> new ArrayList<>()).add(line.number());
            }
            if (line.name().equals("execve") && LogMemory.succeeded(line)) {
                programs.computeIfAbsent(line.task(), t -> new ArrayList<>()).add(line.number());
            }
        }
    }

    private static boolean thread(Line line) {
        if (line.name().equals("fork") || line.name().equals("vfork")) {
            return false;
        }
        long flags = LogClone.flags(line);
        return (flags & Sched.CLONE_VM) != 0 && (flags & Sched.CLONE_VFORK) == 0;
    }

    /**
     * Says whether the program that a task begins or runs at a line has a thread of which the log has no line, and notes it.
     */
    boolean unseen(int task, int line, LogWorld world) {
        List<Integer> made = silent.getOrDefault(task, List.of());
        int end = programs.getOrDefault(task, List.of()).stream()
                .filter(l -> l > line)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        for (int at : made) {
            if (at >= line && at < end) {
                world.conclude(
                        at,
                        "a thread is made of which the log has no line: what it maps is taken from where the others'"
                                + " mappings go; record with -f to see it");
                return true;
            }
        }
        return log.unordered();
    }
}
