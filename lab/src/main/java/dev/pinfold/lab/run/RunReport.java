package dev.pinfold.lab.run;

import dev.pinfold.lab.exec.Difference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a run.
 *
 * @param file the workload's name
 * @param recorded whether it was a recorded log
 * @param tasks how many tasks there were
 * @param calls how many calls were made
 * @param compared in a log, how many memory calls' results were compared
 * @param equal how many of them were equal
 * @param differences the lines that did not come out as they say, in file order
 * @param notRun how many lines were not run because their task had ended
 * @param adopted how many ranges were adopted that a log uses and never mapped
 * @param skipped the calls that were passed over, by name
 * @param faults how many faults were handled, by kind
 * @param tables the most page-table pages at one time
 * @param frames the most frames in use at one time
 * @param times how often and how long each call was made, those that took longest together first
 * @param maps the address spaces at the end
 * @param elapsedMs how long the run took
 */
public record RunReport(
        String file,
        boolean recorded,
        int tasks,
        int calls,
        int compared,
        int equal,
        List<Difference> differences,
        int notRun,
        int adopted,
        Map<String, Integer> skipped,
        Map<String, Long> faults,
        long tables,
        int frames,
        List<CallTime> times,
        List<TaskMaps> maps,
        double elapsedMs) {
    /** Makes the report; lists and maps are copied. */
    public RunReport {
        differences = List.copyOf(differences);
        skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
        faults = Collections.unmodifiableMap(new TreeMap<>(faults));
        times = List.copyOf(times);
        maps = List.copyOf(maps);
    }

    /**
     * How often a call was made.
     *
     * @param nanos median time
     */
    public record CallTime(String name, long count, double nanos) {}

    /** An address space as {@code /proc/PID/maps} shows it. */
    public record TaskMaps(String task, String maps) {}

    /** Says whether nothing is different; of a recorded log, nothing that is not laid to the log. */
    public boolean asExpected() {
        return differences.isEmpty();
    }
}
