package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import java.util.Arrays;

/**
 * One schedule, at least, of each set of schedules that differ only in the order of operations that commute: source-set
 * dynamic partial-order reduction with sleep sets (Abdulla, Aronis, Jonsson, Sagonas, JACM 2017).
 *
 * <p>After each event it looks for earlier events of other tasks that the event races with: not commuting, not ordered
 * otherwise, and possible in the reverse order. For each, the state before the earlier event must also be continued with a
 * task that can begin the reversal. A task continued from a state sleeps in the states that follow from its alternatives,
 * until somebody does what does not commute with it. Races are looked for also with the operations that are still waiting
 * when a run ends, or ends early because everybody sleeps.
 */
final class SourceDpor implements UsesHistory {
    /** By event of the run: the task chosen before it, and sets of tasks. {@code enabled} is 0 where there was no choice. */
    private int[] chosen = new int[64];

    private long[] enabled = new long[64];
    private long[] backtrack = new long[64];
    private long[] sleep = new long[65];
    /** Sleeping tasks whose operation is known to change nothing. */
    private long[] sleepReads = new long[65];

    private boolean[] readOnly = new boolean[64];
    /** Events that the run repeats from the last one, up to and including the alternative. */
    private int prefix;

    private int[] candidates = new int[16];
    private int found;
    private int[] firsts = new int[64];

    @Override
    public void restart(int tasks) {
        prefix = 0;
        sleep[0] = 0;
        sleepReads[0] = 0;
    }

    @Override
    public void begin() {}

    @Override
    public int choose(ScheduleRun run, long can, int current) {
        int i = run.history.n;
        if (i < prefix) {
            return chosen[i];
        }
        reserve(i);
        long awake = can & ~sleep[i];
        if (awake == 0) {
            return CUT;
        }
        int t = (awake >>> current & 1) != 0 ? current : Long.numberOfTrailingZeros(awake);
        chosen[i] = t;
        enabled[i] = can;
        backtrack[i] = 1L << t;
        return t;
    }

    @Override
    public void performed(ScheduleRun run, int task, Announced what, boolean choice) {
        int i = run.history.n - 1;
        reserve(i);
        if (!choice) {
            chosen[i] = task;
            enabled[i] = 0;
            backtrack[i] = 0;
        }
        readOnly[i] = !what.changed;
        if (i + 1 >= prefix) {
            sleepAfter(run, i);
            findRaces(run, task, what, i);
        }
    }

    /** The tasks that sleep after the event: those that slept before, except those that it wakes. */
    private void sleepAfter(ScheduleRun run, int i) {
        long still = 0;
        for (long left = sleep[i]; left != 0; left &= left - 1) {
            int q = Long.numberOfTrailingZeros(left);
            if (run.history.commutes(run.pending(q), (sleepReads[i] >>> q & 1) == 0, i)) {
                still |= 1L << q;
            }
        }
        sleep[i + 1] = still;
        sleepReads[i + 1] = sleepReads[i] & still;
    }

    /** Sees to it that each race of event {@code e} with an earlier one is also run in reverse. */
    private void findRaces(ScheduleRun run, int task, Announced what, int e) {
        History h = run.history;
        int last = h.prev[e];
        found = 0;
        h.dependent(what, x -> {
            if (x == e) {
                return true;
            }
            if (h.task[x] == task || last >= 0 && h.ordered(x, last)) {
                return false;
            }
            if (what.turn ? enabled[x] == 0 : !reversible(h, x, e, what, last)) {
                return true;
            }
            if (found == candidates.length) {
                candidates = Arrays.copyOf(candidates, found * 2);
            }
            candidates[found++] = x;
            // What makes it possible to come to a CPU, that the task there leaves its call, is no event: which of the
            // earlier
            // ones it could have come before is not known, so all are tried.
            return what.turn;
        });
        for (int c = 0; c < found; c++) {
            boolean immediate = true;
            for (int d = 0; d < found && immediate && !what.turn; d++) {
                immediate = candidates[d] == candidates[c] || !h.ordered(candidates[c], candidates[d]);
            }
            if (immediate) {
                reverse(h, candidates[c], e);
            }
        }
    }

    /** Whether the task of e could have performed its operation just before event x, in some order of the other events. */
    private boolean reversible(History h, int x, int e, Announced what, int last) {
        if (enabled[x] == 0) {
            return false;
        }
        Op op = what.op;
        boolean locks = op == Op.LOCK || op == Op.READ_LOCK;
        if (!locks && op != Op.AWAIT && op != Op.SYNCHRONIZE) {
            return true;
        }
        if (locks && (h.op[x] == Op.UNLOCK || h.op[x] == Op.READ_UNLOCK || h.op[x] == Op.DOWNGRADE)) {
            return false;
        }
        if (last >= x || (enabled[x] >>> h.task[e] & 1) != 0) {
            return true;
        }
        // It stood at this very operation before x and could not go on; something not after x must have changed that.
        for (int y = x + 1; y < e; y++) {
            if (!h.ordered(x, y) && !h.commutes(what, true, y)) {
                return true;
            }
        }
        return false;
    }

    /** Has the state before x continued with a task that begins the events not after x, up to and including e. */
    private void reverse(History h, int x, int e) {
        int n = 0;
        long seen = 0;
        long initials = 0;
        for (int y = x + 1; y <= e; y++) {
            int t = h.task[y];
            if ((seen >>> t & 1) != 0 || y != e && h.ordered(x, y)) {
                continue;
            }
            boolean initial = true;
            for (int f = 0; f < n && initial; f++) {
                initial = !h.ordered(firsts[f], y);
            }
            seen |= 1L << t;
            firsts[n++] = y;
            if (initial) {
                initials |= 1L << t;
            }
        }
        if ((initials & (backtrack[x] | sleep[x])) != 0) {
            return;
        }
        long can = initials & enabled[x];
        int task = h.task[e];
        if (can == 0) {
            backtrack[x] |= enabled[x];
        } else if ((can >>> task & 1) != 0) {
            backtrack[x] |= 1L << task;
        } else {
            backtrack[x] |= Long.lowestOneBit(can);
        }
    }

    @Override
    public boolean end(ScheduleRun run) {
        History h = run.history;
        for (long left = run.alive(); left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            Announced waiting = run.pending(t);
            if (waiting.n > 0) {
                h.add(t, waiting);
                reserve(h.n - 1);
                findRaces(run, t, waiting, h.n - 1);
                h.removeLast();
            }
        }
        for (int i = h.n - 1; i >= 0; i--) {
            if (enabled[i] == 0) {
                continue;
            }
            sleep[i] |= 1L << chosen[i];
            if (readOnly[i]) {
                sleepReads[i] |= 1L << chosen[i];
            }
            long left = backtrack[i] & ~sleep[i];
            if (left != 0) {
                chosen[i] = Long.numberOfTrailingZeros(left);
                prefix = i + 1;
                return true;
            }
        }
        return false;
    }

    private void reserve(int i) {
        if (i >= chosen.length) {
            int length = Math.max(i + 1, chosen.length * 2);
            chosen = Arrays.copyOf(chosen, length);
            enabled = Arrays.copyOf(enabled, length);
            backtrack = Arrays.copyOf(backtrack, length);
            sleep = Arrays.copyOf(sleep, length + 1);
            sleepReads = Arrays.copyOf(sleepReads, length + 1);
            readOnly = Arrays.copyOf(readOnly, length);
        }
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public String bound() {
        return "all schedules";
    }

    @Override
    public boolean needsHistory() {
        return true;
    }
}
