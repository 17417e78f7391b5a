package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Op.Effect;
import java.util.Arrays;

/**
 * The events of one run so far, and what happened before what: an event comes after its task's last one and after every
 * earlier event it does not commute with. Vector clocks hold that order; a hash of it names the run up to reordering of
 * events that commute.
 *
 * <p>Everything is arrays that are used again in the next run.
 */
final class History {
    private static final int NONE = -1;

    private final int width;

    /** Events. */
    int n;

    int[] task = new int[64];
    /** Number of the event in its task, from 1. */
    int[] seq = new int[64];

    /** The task's event before this one, or -1. */
    int[] prev = new int[64];

    Op[] op = new Op[64];
    /** {@code clocks[e * width + t]}: how many events of task t come before or at event e. */
    private int[] clocks;

    private long[] hash = new long[64];
    private int[] firstAccess = new int[65];

    /** Accesses of all events; lines of 64 numbers chain the accesses in them, newest first. */
    private int accesses;

    private long[] from = new long[128];
    private long[] to = new long[128];
    private Effect[] how = new Effect[128];
    private int[] event = new int[128];
    private int[] before = new int[128];
    private final LongTable lines = new LongTable();
    private int[] lineHead = new int[256];
    private int lastWide;

    private final int[] lastOfTask;
    private long orderHash;

    History(int tasks) {
        width = tasks + 1;
        clocks = new int[64 * width];
        lastOfTask = new int[width];
        clear();
    }

    void clear() {
        n = 0;
        accesses = 0;
        lines.clear();
        lastWide = NONE;
        Arrays.fill(lastOfTask, NONE);
        orderHash = 0;
    }

    /** A hash of the run so far that is the same for runs that differ only in the order of events that commute. */
    long orderHash() {
        return orderHash;
    }

    /** The task's last event, or -1. */
    int last(int t) {
        return lastOfTask[t];
    }

    /** Whether event a happened before event b (or is it). */
    boolean ordered(int a, int b) {
        return clocks[b * width + task[a]] >= seq[a];
    }

    /** Records the operation that a task performed, and what came before it. */
    void add(int t, Announced a) {
        if (n == task.length) {
            growEvents();
        }
        int e = n;
        int last = lastOfTask[t];
        task[e] = t;
        op[e] = a.op;
        prev[e] = last;
        seq[e] = last < 0 ? 1 : seq[last] + 1;
        long h = LongTable.mix(last < 0 ? t : hash[last], a.op.name().hashCode());
        int c = e * width;
        if (last < 0) {
            Arrays.fill(clocks, c, c + width, 0);
        } else {
            System.arraycopy(clocks, last * width, clocks, c, width);
        }
        clocks[c + t] = seq[e];
        long sum = 0;
        for (int i = 0; i < a.n; i++) {
            sum += joinDependent(e, a.from[i], a.to[i], a.how(i));
        }
        hash[e] = LongTable.mix(h, sum);
        orderHash += hash[e];
        firstAccess[e] = accesses;
        for (int i = 0; i < a.n; i++) {
            addAccess(e, a.from[i], a.to[i], a.how(i));
        }
        firstAccess[e + 1] = accesses;
        lastOfTask[t] = e;
        n = e + 1;
    }

    /** Takes the last event out again. */
    void removeLast() {
        int e = --n;
        orderHash -= hash[e];
        lastOfTask[task[e]] = prev[e];
        while (accesses > firstAccess[e]) {
            int x = --accesses;
            if (wide(from[x], to[x])) {
                lastWide = before[x];
            } else {
                lineHead[lines.get(from[x] >>> 6)] = before[x];
            }
        }
    }

    /** Joins the clocks of earlier accesses that this one does not commute with; returns the sum of their hashes. */
    private long joinDependent(int e, long lo, long hi, Effect mode) {
        long sum = 0;
        boolean wide = wide(lo, hi);
        for (int x = newest(wide, lo); x >= 0; ) {
            boolean covers = false;
            if (conflicts(x, lo, hi, mode)) {
                sum += hash[event[x]];
                join(e, event[x]);
                covers = covers(x, lo, hi);
            }
            x = older(wide, x, covers);
        }
        return sum;
    }

    private void join(int e, int d) {
        for (int i = 0; i < width; i++) {
            clocks[e * width + i] = Math.max(clocks[e * width + i], clocks[d * width + i]);
        }
    }

    /** Calls back with each earlier event that does not commute with the operation, newest first for each of its objects. */
    void dependent(Announced a, EventVisitor visitor) {
        for (int i = 0; i < a.n; i++) {
            long lo = a.from[i];
            long hi = a.to[i];
            Effect mode = a.how(i);
            boolean wide = wide(lo, hi);
            for (int x = newest(wide, lo); x >= 0; ) {
                boolean covers = false;
                if (conflicts(x, lo, hi, mode)) {
                    boolean further = visitor.visit(event[x]);
                    covers = !further && covers(x, lo, hi);
                }
                x = older(wide, x, covers);
            }
        }
    }

    /** Called with events; returns whether events that came before this one in every order are still of interest. */
    interface EventVisitor {
        boolean visit(int event);
    }

    /** Whether the operation, if it changes something or not as said, commutes with a recorded event. */
    boolean commutes(Announced a, boolean changes, int e) {
        for (int i = 0; i < a.n; i++) {
            Effect mode = changes ? a.access[i] : Effect.READ;
            for (int x = firstAccess[e]; x < firstAccess[e + 1]; x++) {
                if (conflicts(x, a.from[i], a.to[i], mode)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean conflicts(int x, long lo, long hi, Effect mode) {
        return from[x] < hi && lo < to[x] && !how[x].commutesWith(mode);
    }

    private static boolean wide(long lo, long hi) {
        return lo >>> 6 != hi - 1 >>> 6;
    }

    /** Whether everything that conflicts with this range and came earlier also came before this access in every order. */
    private boolean covers(int x, long lo, long hi) {
        return how[x] == Effect.WRITE && from[x] <= lo && hi <= to[x] && !wide(from[x], to[x]);
    }

    /** The newest access to look at: in the range's line, then the wide ones; a wide range looks at everything. */
    private int newest(boolean wide, long lo) {
        if (wide) {
            return accesses - 1;
        }
        int line = lines.get(lo >>> 6);
        return line < 0 ? lastWide : lineHead[line];
    }

    /** The next older access to look at; {@code covered} skips the rest of the line. */
    private int older(boolean wide, int x, boolean covered) {
        if (wide) {
            return x - 1;
        }
        if (before[x] != NONE && !covered) {
            return before[x];
        }
        return wide(from[x], to[x]) ? NONE : lastWide;
    }

    private void addAccess(int e, long lo, long hi, Effect mode) {
        if (accesses == from.length) {
            int length = accesses * 2;
            from = Arrays.copyOf(from, length);
            to = Arrays.copyOf(to, length);
            how = Arrays.copyOf(how, length);
            event = Arrays.copyOf(event, length);
            before = Arrays.copyOf(before, length);
        }
        int x = accesses++;
        from[x] = lo;
        to[x] = hi;
        how[x] = mode;
        event[x] = e;
        if (wide(lo, hi)) {
            before[x] = lastWide;
            lastWide = x;
            return;
        }
        int known = lines.size();
        int line = lines.add(lo >>> 6);
        if (line == known) {
            if (line == lineHead.length) {
                lineHead = Arrays.copyOf(lineHead, line * 2);
            }
            lineHead[line] = NONE;
        }
        before[x] = lineHead[line];
        lineHead[line] = x;
    }

    private void growEvents() {
        int length = n * 2;
        task = Arrays.copyOf(task, length);
        seq = Arrays.copyOf(seq, length);
        prev = Arrays.copyOf(prev, length);
        op = Arrays.copyOf(op, length);
        hash = Arrays.copyOf(hash, length);
        firstAccess = Arrays.copyOf(firstAccess, length + 1);
        clocks = Arrays.copyOf(clocks, length * width);
    }
}
