package dev.pinfold.lab.explore;

import java.util.SplittableRandom;

/** A strategy without memory: each run is drawn anew from its own number, and there is always another. */
abstract class Sampling implements Strategy {
    private final long seed;
    private long run;
    SplittableRandom random;

    Sampling(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    @Override
    public void restart(int tasks) {}

    @Override
    public final void begin() {
        // A run that is repeated draws the same again.
        random = new SplittableRandom(LongTable.mix(seed, run));
        beginRun();
    }

    abstract void beginRun();

    @Override
    public boolean end(ScheduleRun controller) {
        run++;
        return true;
    }

    @Override
    public boolean complete() {
        return false;
    }
}
