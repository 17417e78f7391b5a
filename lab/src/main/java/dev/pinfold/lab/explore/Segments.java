package dev.pinfold.lab.explore;

import java.util.Arrays;

/**
 * Who ran when, in one run: which task performed how many operations before another went on. All operations count, so that
 * the list means the same whatever is known about sharing.
 */
final class Segments {
    int n;
    /** The first so many segments are head starts, in the order of tasks. */
    private int headStart;

    int[] task = new int[32];
    int[] ops = new int[32];

    void clear() {
        n = 0;
        headStart = 0;
    }

    /** What comes from here on was chosen. */
    void endHeadStart() {
        headStart = n;
    }

    /** Another task goes on, or the same again. */
    void enter(int t) {
        if (n > headStart && task[n - 1] == t) {
            return;
        }
        if (n > headStart && ops[n - 1] == 0) {
            n--;
            if (n > headStart && task[n - 1] == t) {
                return;
            }
        }
        if (n == task.length) {
            task = Arrays.copyOf(task, n * 2);
            ops = Arrays.copyOf(ops, n * 2);
        }
        task[n] = t;
        ops[n++] = 0;
    }

    /** The running task performed an operation. */
    void count() {
        ops[n - 1]++;
    }

    /**
     * The same run without the head start that each task gets up to its first choice: what happens there touches nothing
     * shared, and reads better where the task goes on.
     */
    Segments withoutHeadStart() {
        var s = new Segments();
        var ahead = new int[64];
        int i = 0;
        for (int last = 0; i < headStart && task[i] > last; i++) {
            last = task[i];
            ahead[last] = ops[i];
        }
        for (; i < n; i++) {
            s.enter(task[i]);
            s.ops[s.n - 1] += ops[i] + ahead[task[i]];
            ahead[task[i]] = 0;
        }
        for (int t = 1; t < ahead.length; t++) {
            if (ahead[t] > 0) {
                s.enter(t);
                s.ops[s.n - 1] += ahead[t];
            }
        }
        return s;
    }

    Segments copy() {
        Segments s = new Segments();
        s.n = n;
        s.headStart = headStart;
        s.task = Arrays.copyOf(task, n);
        s.ops = Arrays.copyOf(ops, n);
        return s;
    }
}
