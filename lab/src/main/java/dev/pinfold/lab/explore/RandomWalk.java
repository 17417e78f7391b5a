package dev.pinfold.lab.explore;

/** At each choice any task that can go on, all alike. */
final class RandomWalk extends Sampling {
    RandomWalk(long seed) {
        super(seed);
    }

    @Override
    void beginRun() {}

    @Override
    public int choose(ScheduleRun run, long enabled, int current) {
        long left = enabled;
        for (int skip = random.nextInt(Long.bitCount(enabled)); skip > 0; skip--) {
            left &= left - 1;
        }
        return Long.numberOfTrailingZeros(left);
    }

    @Override
    public String bound() {
        return "random schedules";
    }
}
