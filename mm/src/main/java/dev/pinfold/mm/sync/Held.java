package dev.pinfold.mm.sync;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each task holds in controlled mode, and the rules about it: lock order by class, no sleep under a spinning lock or
 * inside an epoch, must-hold assertions, unlock only of what is held. Linux: lockdep and {@code might_sleep()}.
 *
 * <p>A lock taken at a site that is switched off is held as far as this class is concerned, and marked so that its release
 * releases nothing.
 */
final class Held {
    static final int READ = 1;
    static final int WRITE = 2;

    private static @Nullable Held[] byTask = new Held[64];

    private int n;
    private int epochs;
    private long[] objects = new long[16];
    private LockClass[] classes = new LockClass[16];
    private int[] modes = new int[16];
    private boolean[] ablated = new boolean[16];
    private @Nullable Site[] sites = new Site[16];

    private Held() {}

    static void reset() {
        for (Held h : byTask) {
            if (h != null) {
                h.n = 0;
                h.epochs = 0;
            }
        }
    }

    private static Held current() {
        int task = Sync.scheduler().currentTask();
        if (task >= byTask.length) {
            byTask = Arrays.copyOf(byTask, task * 2);
        }
        Held h = byTask[task];
        if (h == null) {
            h = new Held();
            byTask[task] = h;
        }
        return h;
    }

    /** Checks that the running task may wait for a lock: order, recursion, sleeping. */
    static void beforeWait(long object, LockClass c, @Nullable Site site) {
        Held h = current();
        for (int i = 0; i < h.n; i++) {
            if (h.disordered(i, object, c)) {
                throw Sync.scheduler()
                        .violation(
                                ViolationKind.LOCK_ORDER,
                                "takes " + name(object, c) + " at \"" + site + "\" while it holds " + h);
            }
        }
        if (c.sleeps()) {
            h.maySleepAt(site);
        }
    }

    private boolean disordered(int i, long object, LockClass c) {
        if (objects[i] == object) {
            return true;
        }
        if (classes[i] != c) {
            return classes[i].compareTo(c) > 0;
        }
        return switch (c.nesting()) {
            case NONE -> true;
            case ASCENDING -> objects[i] > object;
            case FREE -> false;
        };
    }

    /** Checks that the running task may sleep. */
    static void maySleep(@Nullable Site site) {
        current().maySleepAt(site);
    }

    private void maySleepAt(@Nullable Site site) {
        boolean may = epochs == 0 && !Runner.mustNotSleep();
        for (int i = 0; i < n; i++) {
            may &= classes[i].sleeps();
        }
        if (!may) {
            String keeps = Runner.mustNotSleep() ? "keeps its CPU and " : "";
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.SLEEP, "may sleep at \"" + site + "\" while it " + keeps + "holds " + this);
        }
    }

    static void acquired(long object, LockClass c, int mode, boolean ablated, @Nullable Site site) {
        Held h = current();
        if (h.n == h.objects.length) {
            int m = h.n * 2;
            h.objects = Arrays.copyOf(h.objects, m);
            h.classes = Arrays.copyOf(h.classes, m);
            h.modes = Arrays.copyOf(h.modes, m);
            h.ablated = Arrays.copyOf(h.ablated, m);
            h.sites = Arrays.copyOf(h.sites, m);
        }
        h.objects[h.n] = object;
        h.classes[h.n] = c;
        h.modes[h.n] = mode;
        h.ablated[h.n] = ablated;
        h.sites[h.n++] = site;
    }

    /**
     * Forgets a lock.
     *
     * @param anyone whether a task may release what another took
     * @return whether the lock must really be released (false: it was taken at a site switched off)
     */
    static boolean released(long object, LockClass c, int mode, boolean anyone) {
        Held h = current();
        int i = h.find(object, mode);
        if (i < 0 && anyone) {
            for (Held other : byTask) {
                if (other != null && other.find(object, mode) >= 0) {
                    h = other;
                    i = other.find(object, mode);
                    break;
                }
            }
        }
        if (i < 0) {
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.UNLOCK,
                            "releases " + name(object, c) + ", which it does not hold; it holds " + h);
        }
        boolean real = !h.ablated[i];
        h.remove(i);
        return real;
    }

    private void remove(int i) {
        int rest = --n - i;
        System.arraycopy(objects, i + 1, objects, i, rest);
        System.arraycopy(classes, i + 1, classes, i, rest);
        System.arraycopy(modes, i + 1, modes, i, rest);
        System.arraycopy(ablated, i + 1, ablated, i, rest);
        System.arraycopy(sites, i + 1, sites, i, rest);
    }

    /** Turns a write hold into a read hold; returns whether it is a real one. */
    static boolean downgraded(long object, LockClass c) {
        Held h = current();
        int i = h.find(object, WRITE);
        if (i < 0) {
            throw Sync.scheduler()
                    .violation(ViolationKind.UNLOCK, "downgrades " + name(object, c) + ", which it does not hold");
        }
        h.modes[i] = READ;
        return !h.ablated[i];
    }

    /** Demands that the running task holds a lock in one of the modes. */
    static void require(long object, LockClass c, int modes) {
        if (!holds(object, modes)) {
            String how = modes == WRITE ? " for writing" : "";
            throw Sync.scheduler()
                    .violation(
                            ViolationKind.MUST_HOLD, "must hold " + name(object, c) + how + "; it holds " + current());
        }
    }

    static boolean holds(long object, int modes) {
        return current().find(object, modes) >= 0;
    }

    static void enterEpoch() {
        current().epochs++;
    }

    static void exitEpoch() {
        if (--current().epochs < 0) {
            throw Sync.scheduler().violation(ViolationKind.UNLOCK, "leaves an epoch that it did not enter");
        }
    }

    static String describe(int task) {
        Held h = task < byTask.length ? byTask[task] : null;
        return h == null || h.n + h.epochs == 0 ? "" : h.toString();
    }

    private int find(long object, int modes) {
        for (int i = n - 1; i >= 0; i--) {
            if (objects[i] == object && (this.modes[i] & modes) != 0) {
                return i;
            }
        }
        return -1;
    }

    private static String name(long object, LockClass c) {
        return c + " " + Sync.describe(object);
    }

    @Override
    public String toString() {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < n; i++) {
            b.append(i == 0 ? "" : ", ").append(name(objects[i], classes[i]));
            b.append(modes[i] == READ ? " (read)" : "").append(ablated[i] ? " (switched off)" : "");
            b.append(" from \"").append(sites[i]).append('"');
        }
        if (epochs > 0) {
            b.append(n == 0 ? "" : ", ").append("an epoch");
        }
        return b.isEmpty() ? "nothing" : b.toString();
    }
}
