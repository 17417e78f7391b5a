package dev.pinfold.lab.explore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Strategies one after another: the next begins when one has seen all it set out to see. Ends with the first that has seen
 * all schedules, or after the last.
 */
final class Phases implements UsesHistory {
    private static final String ALL = "all schedules";

    private final List<Strategy> phases;
    private int at;
    private int tasks;
    private @Nullable String proved;
    private long runs;

    Phases(List<Strategy> phases) {
        this.phases = List.copyOf(phases);
    }

    private Strategy phase() {
        return phases.get(at);
    }

    @Override
    public void restart(int t) {
        tasks = t;
        at = 0;
        proved = null;
        runs = 0;
        phase().restart(t);
    }

    @Override
    public void begin() {
        phase().begin();
    }

    @Override
    public int choose(ScheduleRun run, long enabled, int current) {
        return phase().choose(run, enabled, current);
    }

    @Override
    public void performed(ScheduleRun run, int task, Announced what, boolean chosen) {
        phase().performed(run, task, what, chosen);
    }

    @Override
    public boolean end(ScheduleRun run) {
        runs++;
        if (phase().end(run)) {
            return true;
        }
        if (phase().complete()) {
            proved = phase().bound();
        }
        if (ALL.equals(proved) || at + 1 == phases.size()) {
            return false;
        }
        at++;
        runs = 0;
        phase().restart(tasks);
        return true;
    }

    @Override
    public boolean complete() {
        return proved != null && (ALL.equals(proved) || at + 1 == phases.size());
    }

    @Override
    public String bound() {
        if (proved == null) {
            return runs + " of " + phase().bound();
        }
        return complete() || runs == 0 ? proved : proved + ", and " + runs + " more of " + phase().bound();
    }

    @Override
    public boolean needsHistory() {
        return phase() instanceof UsesHistory u && u.needsHistory();
    }
}
