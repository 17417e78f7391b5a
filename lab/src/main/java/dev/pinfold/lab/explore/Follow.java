package dev.pinfold.lab.explore;

/**
 * Leads a run along a schedule, and tells when the run does not go the way the schedule says: which would otherwise look
 * like a clean run.
 */
final class Follow {
    private final Segments schedule;
    private int at = -1;
    private int left;

    Follow(Segments schedule) {
        this.schedule = schedule;
    }

    /** The task to perform the next operation; 0 if the run ends here. Asked at each announcement and each task's end. */
    int next(ScheduleRun run) {
        while (left == 0) {
            if (++at >= schedule.n) {
                return afterwards(run);
            }
            left = schedule.ops[at];
        }
        int t = schedule.task[at];
        if (t > run.tasks || (run.alive() >>> t & 1) == 0) {
            String what = t > run.tasks ? "task " + t + ", which does not exist" : run.name(t) + ", which has ended";
            run.diverged("segment " + (at + 1) + " wants " + left + " more operations of " + what);
            return 0;
        }
        if (run.started(t) && !run.possible(t)) {
            run.diverged("segment " + (at + 1) + " wants " + run.name(t) + " to go on, which waits for "
                    + run.pending(t).op);
            return 0;
        }
        // A task that has not started announces its first operation before it performs it, and asks again.
        if (run.started(t)) {
            left--;
        }
        return t;
    }

    /** The schedule is over: either nobody can go on, or what is left does nothing that counts. */
    private int afterwards(ScheduleRun run) {
        long alive = run.alive();
        for (long rest = alive; rest != 0; rest &= rest - 1) {
            int t = Long.numberOfTrailingZeros(rest);
            if (!run.started(t)) {
                return t;
            }
        }
        for (long rest = alive; rest != 0; rest &= rest - 1) {
            int t = Long.numberOfTrailingZeros(rest);
            if (run.possible(t)) {
                run.diverged("the schedule is over, and " + run.name(t) + " goes on with " + run.pending(t).op);
                return 0;
            }
        }
        if (alive != 0) {
            run.deadlock();
        }
        return 0;
    }
}
