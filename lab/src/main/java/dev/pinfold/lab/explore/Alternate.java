package dev.pinfold.lab.explore;

/** Two strategies without memory, in turn: neither is better on everything. */
final class Alternate implements Strategy {
    private final Strategy even;
    private final Strategy odd;
    private Strategy now;

    Alternate(Strategy even, Strategy odd) {
        this.even = even;
        this.odd = odd;
        now = even;
    }

    @Override
    public void restart(int tasks) {
        even.restart(tasks);
        odd.restart(tasks);
    }

    @Override
    public void begin() {
        now.begin();
    }

    @Override
    public int choose(ScheduleRun run, long enabled, int current) {
        return now.choose(run, enabled, current);
    }

    @Override
    public void performed(ScheduleRun run, int task, Announced what, boolean chosen) {
        now.performed(run, task, what, chosen);
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean end(ScheduleRun run) {
        boolean more = now.end(run);
        now = now == even ? odd : even;
        return more;
    }

    @Override
    public boolean complete() {
        return false;
    }

    @Override
    public String bound() {
        return even.bound() + " and " + odd.bound();
    }
}
