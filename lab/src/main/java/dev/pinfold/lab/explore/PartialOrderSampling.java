package dev.pinfold.lab.explore;

import java.util.Arrays;

/**
 * Samples orders of racing operations rather than schedules: each operation has a random priority, the highest goes first,
 * and operations that race with one just performed draw again (Yuan, Yang, Gu, CAV 2018).
 */
final class PartialOrderSampling extends Sampling {
    private int[] priority = new int[0];

    PartialOrderSampling(long seed) {
        super(seed);
    }

    @Override
    public void restart(int tasks) {
        priority = new int[tasks + 1];
    }

    @Override
    void beginRun() {
        Arrays.setAll(priority, t -> random.nextInt(Integer.MAX_VALUE));
    }

    @Override
    public int choose(ScheduleRun run, long enabled, int current) {
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
    public void performed(ScheduleRun run, int task, Announced what, boolean chosen) {
        priority[task] = random.nextInt(Integer.MAX_VALUE);
        for (long left = run.alive() & ~(1L << task); left != 0; left &= left - 1) {
            int t = Long.numberOfTrailingZeros(left);
            if (!what.commutesWith(run.pending(t))) {
                priority[t] = random.nextInt(Integer.MAX_VALUE);
            }
        }
    }

    @Override
    public String bound() {
        return "random orders of racing operations";
    }
}
