package dev.pinfold.lab.bugs;

import dev.pinfold.lab.ablate.Switch;
import dev.pinfold.lab.explore.Budget;
import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Program;
import dev.pinfold.lab.explore.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings a bug back, and looks for it. */
public final class BugHunt {
    private BugHunt() {}

    /**
     * What came of a hunt.
     *
     * @param found whether a violation of the kind the bug ends in was found
     * @param schedules how many schedules that took
     * @param violation what was found, of whatever kind
     */
    public record Catch(
            Bug bug,
            boolean found,
            long schedules,
            double seconds,
            @Nullable Failure violation) {}

    /**
     * Looks for a bug.
     *
     * @param program the bug's workload
     * @param budget gives up where it is spent
     * @throws IllegalArgumentException if the bug names a switch that does not exist
     */
    public static Catch hunt(Bug bug, Supplier<? extends Program> program, Budget budget) {
        List<Switch> off = off(bug, program);
        try {
            off.forEach(s -> s.set(false));
            Result r = Explorer.of(program).within(budget).operations(50_000).explore();
            Failure f = r.violation();
            boolean found = f != null && bug.violations().contains(f.kind());
            return new Catch(bug, found, r.schedules(), r.seconds(), f);
        } finally {
            off.forEach(s -> s.set(true));
        }
    }

    /** The bug's switches. One run comes first, as a site comes to be when its code is first used. */
    private static List<Switch> off(Bug bug, Supplier<? extends Program> program) {
        Explorer.of(program).strategy("random").schedules(1).explore();
        List<Switch> off = new ArrayList<>();
        for (String name : bug.without()) {
            off.add(Switch.find(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            bug.name() + " is brought back without \"" + name + "\", which does not exist")));
        }
        return off;
    }
}
