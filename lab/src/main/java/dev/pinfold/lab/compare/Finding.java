package dev.pinfold.lab.compare;

import dev.pinfold.lab.explore.Budget;
import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.lab.run.ExploredWorkload;
import dev.pinfold.mm.Machine;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the explorer finds on a workload under a choice.
 *
 * @param workload its file's name, without folder and ending
 * @param outcomes what the workload's {@code seen} names held, over all schedules that were seen
 * @param failure the first failing schedule, which has the fewest preemptions; null if there is none
 */
public record Finding(
        String point,
        String choice,
        String workload,
        boolean complete,
        String bound,
        long schedules,
        double seconds,
        SortedSet<String> outcomes,
        @Nullable Failure failure) {
    private static final Pattern MOST = Pattern.compile("all schedules with at most (\\d+ preemptions?)");

    /**
     * Explores a workload under a choice.
     *
     * @param budget ends where it is spent
     * @throws WorkloadException if the workload cannot be explored
     */
    public static Finding of(Concern concern, String point, String choice, Budget budget) throws WorkloadException {
        SortedSet<String> outcomes = new TreeSet<>();
        Result r = Explorer.of(ExploredWorkload.of(
                        concern.workload(), (config, design) -> Machine.of(config, design.with(point, choice))))
                .within(budget)
                .outcomes(o -> {
                    if (!o.toString().isEmpty()) {
                        outcomes.add(o.toString());
                    }
                })
                .explore();
        Failure f = r.violation();
        if (f != null && f.cause() != null && f.cause().getCause() instanceof WorkloadException e) {
            throw e;
        }
        return new Finding(
                point, choice, concern.name(), r.complete(), r.bound(), r.schedules(), r.seconds(), outcomes, f);
    }

    /** With how many preemptions all schedules were seen; the largest number if all were, -1 if none is known to be complete. */
    public int preemptions() {
        Matcher most = MOST.matcher(bound);
        if (complete && bound.equals("all schedules")) {
            return Integer.MAX_VALUE;
        }
        return most.lookingAt() ? Integer.parseInt(most.group(1).split(" ", -1)[0]) : -1;
    }

    /** Says whether schedules were seen and none of them failed. */
    public boolean clean() {
        return failure == null && schedules > 0;
    }

    /** Says whether every schedule up to a bound was seen, so that {@link #clean} says something of those. */
    public boolean bounded() {
        return preemptions() >= 0;
    }

    /** In a few words, for a table. */
    public String shown() {
        Failure f = failure;
        if (f != null) {
            return "FAILS: " + f.kind() + ", " + f.preemptions()
                    + (f.preemptions() == 1 ? " preemption" : " preemptions");
        }
        if (schedules == 0) {
            return "not looked at";
        }
        Matcher most = MOST.matcher(bound);
        String seen;
        if (complete && bound.equals("all schedules")) {
            seen = schedules == 1 ? "clean" : "clean, all " + schedules;
        } else if (most.lookingAt()) {
            seen = "clean, up to " + most.group(1);
        } else {
            seen = "none of " + schedules + " fails";
        }
        return outcomes.isEmpty() ? seen : seen + "; " + String.join(" or ", outcomes);
    }
}
