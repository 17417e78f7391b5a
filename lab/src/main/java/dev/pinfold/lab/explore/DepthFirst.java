package dev.pinfold.lab.explore;

import java.util.Arrays;

/**
 * Every schedule, by going back to the last choice that has an alternative; optionally only those with at most so many
 * preemptions, and optionally without those that continue a state already continued.
 *
 * <p>Without either it is the oracle that the other strategies are checked against: it knows nothing and leaves out nothing.
 */
final class DepthFirst implements UsesHistory {
    /** When two runs so far are taken for the same. */
    enum Same {
        NEVER,
        /** When they differ only in the order of events that commute. */
        ORDER,
        /** When the program says that they are in the same state. */
        STATE
    }

    static final int UNBOUNDED = Integer.MAX_VALUE;

    private final int preemptions;
    private final Same same;

    /** The choices of the run: the task chosen, the alternatives left, preemptions before, and the task that could go on. */
    private int depth;

    private int length;
    private int[] chosen = new int[64];
    private long[] rest = new long[64];
    private int[] used = new int[64];
    private int[] running = new int[64];

    /** States continued, with the preemptions that were left for the continuation, plus one. */
    private final LongTable seen = new LongTable();

    private int[] seenWith = new int[256];
    private boolean bounded;

    DepthFirst(int preemptions, Same same) {
        this.preemptions = preemptions;
        this.same = same;
    }

    @Override
    public void restart(int tasks) {
        depth = 0;
        length = 0;
        bounded = false;
        seen.clear();
    }

    @Override
    public void begin() {
        depth = 0;
    }

    @Override
    public int choose(ScheduleRun run, long enabled, int current) {
        if ((enabled & enabled - 1) == 0) {
            return Long.numberOfTrailingZeros(enabled);
        }
        if (depth < length) {
            return chosen[depth++];
        }
        boolean goesOn = (enabled >>> current & 1) != 0;
        int d = depth;
        int before = d == 0 ? 0 : used[d - 1] + (running[d - 1] != 0 && chosen[d - 1] != running[d - 1] ? 1 : 0);
        if (same != Same.NEVER && seenBefore(run, goesOn ? current : 0, preemptions - before)) {
            return CUT;
        }
        if (d == chosen.length) {
            grow();
        }
        int first = goesOn ? current : Long.numberOfTrailingZeros(enabled);
        long others = enabled & ~(1L << first);
        if (goesOn && before >= preemptions) {
            bounded = true;
            others = 0;
        }
        chosen[d] = first;
        rest[d] = others;
        used[d] = before;
        running[d] = goesOn ? current : 0;
        depth = d + 1;
        length = depth;
        return first;
    }

    private boolean seenBefore(ScheduleRun run, int current, int left) {
        long hash = same == Same.ORDER ? run.history.orderHash() : run.stateHash();
        if (preemptions != UNBOUNDED) {
            hash = LongTable.mix(hash, current);
        }
        int known = seen.size();
        int i = seen.add(hash);
        if (i == known) {
            if (i == seenWith.length) {
                seenWith = Arrays.copyOf(seenWith, i * 2);
            }
            seenWith[i] = left;
            return false;
        }
        if (seenWith[i] >= left) {
            return true;
        }
        seenWith[i] = left;
        return false;
    }

    private void grow() {
        int length2 = chosen.length * 2;
        chosen = Arrays.copyOf(chosen, length2);
        rest = Arrays.copyOf(rest, length2);
        used = Arrays.copyOf(used, length2);
        running = Arrays.copyOf(running, length2);
    }

    @Override
    public boolean end(ScheduleRun run) {
        int d = length - 1;
        while (d >= 0 && rest[d] == 0) {
            d--;
        }
        length = d + 1;
        if (d < 0) {
            return false;
        }
        int t = Long.numberOfTrailingZeros(rest[d]);
        rest[d] &= rest[d] - 1;
        chosen[d] = t;
        return true;
    }

    /** Whether the bound left anything out. */
    boolean leftOut() {
        return bounded;
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public String bound() {
        return preemptions == UNBOUNDED || !bounded
                ? "all schedules"
                : "all schedules with at most " + preemptions + (preemptions == 1 ? " preemption" : " preemptions");
    }

    @Override
    public boolean needsHistory() {
        return same == Same.ORDER;
    }
}
