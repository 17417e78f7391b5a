package dev.pinfold.lab.explore;

import java.util.Arrays;

/**
 * PCT: tasks have random priorities, the highest goes on, and at a few random moments the running task falls to the bottom
 * (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010). Finds a bug that needs d orderings with a probability of at
 * least 1/(n·k^(d-1)) in each run.
 *
 * <p>Past twice the length of any run so far the choice becomes fair, so that a task that waits by retrying does not starve
 * the one it waits for.
 */
final class PriorityChanges extends Sampling {
    private final int changes;
    private int[] priority = new int[0];
    private final int[] changeAt;
    private int step;
    private int longest = 20;

    /** Runs with {@code depth - 1} changes of priority. */
    PriorityChanges(long seed, int depth) {
        super(seed);
        changes = depth - 1;
        changeAt = new int[changes];
    }

    @Override
    public void restart(int tasks) {
        priority = new int[tasks + 1];
    }

    @Override
    void beginRun() {
        step = 0;
        for (int t = 0; t < priority.length; t++) {
            priority[t] = changes + t;
        }
        for (int t = priority.length - 1; t > 1; t--) {
            int other = 1 + random.nextInt(t);
            int p = priority[t];
            priority[t] = priority[other];
            priority[other] = p;
        }
        Arrays.setAll(changeAt, i -> 1 + random.nextInt(longest));
    }

    @Override
    public int choose(ScheduleRun run, long enabled, int current) {
        step++;
        if (step > 2 * longest + 50) {
            long left = enabled;
            for (int skip = random.nextInt(Long.bitCount(enabled)); skip > 0; skip--) {
                left &= left - 1;
            }
            return Long.numberOfTrailingZeros(left);
        }
        for (int i = 0; i < changes; i++) {
            if (changeAt[i] == step) {
                priority[highest(enabled)] = i;
            }
        }
        return highest(enabled);
    }

    private int highest(long enabled) {
        int best = Long.numberOfTrailingZeros(enabled);
        for (long left = enabled; left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            if (priority[t] > priority[best]) {
                best = t;
            }
        }
        return best;
    }

    @Override
    public boolean end(ScheduleRun run) {
        if (step <= 2 * longest + 50) {
            longest = Math.max(longest, step);
        }
        return super.end(run);
    }

    @Override
    public String bound() {
        return "random schedules with " + changes + " changes of priority";
    }
}
