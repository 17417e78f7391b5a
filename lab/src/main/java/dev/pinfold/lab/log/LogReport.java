package dev.pinfold.lab.log;

import dev.pinfold.lab.log.read.Log;
import dev.pinfold.lab.run.RunReport;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a log.
 *
 * @param log the log
 * @param run calls made, their times, the address spaces at the end
 * @param differences the lines that came out differently, in file order
 * @param world what was concluded of the world that the log was recorded in
 * @param notJudged the lines whose results were not compared, by call
 */
public record LogReport(
        Log log,
        RunReport run,
        List<LogDifference> differences,
        List<Conclusion> world,
        Map<String, Integer> notJudged) {
    /** Makes the report; lists and maps are copied. */
    public LogReport {
        differences = List.copyOf(differences);
        world = List.copyOf(world);
        notJudged = Collections.unmodifiableMap(new TreeMap<>(notJudged));
    }

    /** Returns how many differences are of a kind. */
    public int count(Blame fault) {
        return (int) differences.stream().filter(d -> d.fault() == fault).count();
    }

    /** Says whether no difference is Pinfold's. */
    public boolean asExpected() {
        return count(Blame.PINFOLD) == 0;
    }

    /** Says whether nothing at all is different, and every line was judged. */
    public boolean strict() {
        return differences.isEmpty() && notJudged.isEmpty();
    }
}
