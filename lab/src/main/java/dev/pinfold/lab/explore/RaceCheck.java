package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Sync;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds plain accesses that nothing orders against a conflicting access of another task, by vector clocks: locks, ordered
 * reads and writes and atomic updates carry a task's clock to whoever comes after them; plain accesses and user data carry
 * nothing. Finds the race also in runs where it does no harm.
 *
 * <p>Words are known by granules of four bytes. An entry holds, for each task, its clock at its last plain read, ordered
 * read, plain write and ordered write of the granule.
 */
final class RaceCheck {
    private static final int PLAIN_READ = 0;
    private static final int ORDERED_READ = 1;
    private static final int PLAIN_WRITE = 2;
    private static final int ORDERED_WRITE = 3;

    private final int width;
    /** Clock of each task: {@code clocks[t * width + u]}. */
    private final int[] clocks;

    /** The CPU that each task came to last, while no other has come there; 0 for none. */
    private final long[] at;

    private final LongTable objects = new LongTable();
    private int[] carried;
    private final LongTable granules = new LongTable();
    private int[] last;

    RaceCheck(int tasks) {
        width = tasks + 1;
        clocks = new int[width * width];
        at = new long[width];
        carried = new int[64 * width];
        last = new int[64 * 4 * width];
    }

    void beginRun() {
        objects.clear();
        granules.clear();
        Arrays.fill(clocks, 0);
        Arrays.fill(at, 0);
        for (int t = 0; t < width; t++) {
            clocks[t * width + t] = 1;
        }
    }

    /** Takes note of what a task performed; returns what raced, or null. */
    @Nullable
    String performed(ScheduleRun run, int task, Announced a) {
        Op op = a.op;
        switch (op) {
            case LOAD, STORE -> {
                return null;
            }
            case PLAIN_READ -> {
                return check(run, task, a, PLAIN_READ);
            }
            case PLAIN_WRITE -> {
                return check(run, task, a, PLAIN_WRITE);
            }
            case READ -> {
                receive(task, a.from[0]);
                return check(run, task, a, ORDERED_READ);
            }
            case WRITE -> {
                String race = check(run, task, a, ORDERED_WRITE);
                send(task, a.from[0], true);
                return race;
            }
            case UPDATE -> {
                receive(task, a.from[0]);
                String race = check(run, task, a, a.changed ? ORDERED_WRITE : ORDERED_READ);
                if (a.changed) {
                    send(task, a.from[0], false);
                }
                return race;
            }
            case LOCK, READ_LOCK, TRY_LOCK, TRY_READ_LOCK, ENTER, AWAIT -> {
                if (a.changed) {
                    for (int i = 0; i < a.n; i++) {
                        receive(task, a.from[i]);
                    }
                    if (op == Op.LOCK || op == Op.TRY_LOCK) {
                        receive(task, a.from[0] + 1);
                    }
                }
            }
            // Readers are ordered before the next writer, and not among themselves.
            case READ_UNLOCK -> send(task, a.from[0] + 1, false);
            case SWITCH -> {
                for (int i = 0; i < a.n; i++) {
                    comeTo(task, a.from[i]);
                }
            }
            case UNLOCK, DOWNGRADE, EXIT, SYNCHRONIZE, FLUSH -> {
                for (int i = 0; i < a.n; i++) {
                    receive(task, a.from[i]);
                    send(task, a.from[i], false);
                }
            }
        }
        return null;
    }

    /**
     * A task comes to a CPU: all that was done on the CPU until now is ordered before what it does there, also what a task
     * did that gave the CPU up without a word, since it was asleep or between two calls.
     */
    private void comeTo(int task, long cpu) {
        if (at[task] != 0 && at[task] != cpu) {
            send(task, at[task], false);
        }
        receive(task, cpu);
        for (int before = 0; before < width; before++) {
            if (before != task && at[before] == cpu) {
                for (int i = 0; i < width; i++) {
                    clocks[task * width + i] = Math.max(clocks[task * width + i], clocks[before * width + i]);
                }
                clocks[before * width + before]++;
                at[before] = 0;
            }
        }
        at[task] = cpu;
    }

    private void receive(int task, long object) {
        int o = objects.get(object);
        if (o >= 0) {
            for (int i = 0; i < width; i++) {
                clocks[task * width + i] = Math.max(clocks[task * width + i], carried[o * width + i]);
            }
        }
    }

    /** Lets the object carry the task's clock; an ordered write replaces what it carried, an update adds to it. */
    private void send(int task, long object, boolean replace) {
        int known = objects.size();
        int o = objects.add(object);
        if ((o + 1) * width > carried.length) {
            carried = Arrays.copyOf(carried, carried.length * 2);
        }
        boolean fresh = replace || o == known;
        for (int i = 0; i < width; i++) {
            int mine = clocks[task * width + i];
            carried[o * width + i] = fresh ? mine : Math.max(mine, carried[o * width + i]);
        }
        clocks[task * width + task]++;
    }

    private @Nullable String check(ScheduleRun run, int task, Announced a, int kind) {
        long first = a.from[0] >>> 2;
        long end = a.to[0] - 1 >>> 2;
        String race = null;
        for (long g = first; g <= end && race == null; g++) {
            race = checkGranule(run, task, a, g, kind);
        }
        return race;
    }

    private @Nullable String checkGranule(ScheduleRun run, int task, Announced a, long granule, int kind) {
        int known = granules.size();
        int e = granules.add(granule) * 4 * width;
        if (e + 4 * width > last.length) {
            last = Arrays.copyOf(last, last.length * 2);
        }
        if (granules.size() != known) {
            Arrays.fill(last, e, e + 4 * width, 0);
        }
        int mine = task * width;
        String race = null;
        for (int t = 0; t < width; t++) {
            int seen = clocks[mine + t];
            boolean plain = kind == PLAIN_READ || kind == PLAIN_WRITE;
            boolean writes = kind == PLAIN_WRITE || kind == ORDERED_WRITE;
            int other = -1;
            if (last[e + PLAIN_WRITE * width + t] > seen) {
                other = PLAIN_WRITE;
            } else if (plain && last[e + ORDERED_WRITE * width + t] > seen) {
                other = ORDERED_WRITE;
            } else if (writes && last[e + PLAIN_READ * width + t] > seen) {
                other = PLAIN_READ;
            } else if (plain && writes && last[e + ORDERED_READ * width + t] > seen) {
                other = ORDERED_READ;
            }
            if (other >= 0 && t != task) {
                race = run.name(task) + "'s " + words(kind) + " and " + run.name(t) + "'s " + words(other) + " of "
                        + Sync.describe(a.from[0]) + " are not ordered by anything";
            }
        }
        last[e + kind * width + task] = clocks[mine + task];
        return race;
    }

    private static String words(int kind) {
        return switch (kind) {
            case PLAIN_READ -> "plain read";
            case ORDERED_READ -> "ordered read";
            case PLAIN_WRITE -> "plain write";
            default -> "ordered write";
        };
    }
}
