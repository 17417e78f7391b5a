package dev.pinfold.lab.explore;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Op.Effect;
import dev.pinfold.mm.sync.Sync;
import java.util.Arrays;

/**
 * Knows which objects tasks meet at. Only operations on those are scheduling points: what touches nothing that another task
 * touches in a conflicting way may as well happen at once, and no order that matters is lost.
 *
 * <p>The set only grows. A run that finds two tasks at an object not yet in it adds the object, and the exploration starts
 * again; the last pass, which finds nothing new, is the one that counts. That is sound: the first conflict on an unknown
 * object, in whichever execution, comes after a prefix whose order the pass does cover, and so the pass would have found it.
 *
 * <p>Objects are known by granules of eight bytes. Operations on more than two granules count for each page they touch, and
 * where those meet others, for all of the page.
 */
final class Sharing {
    private static final long PAGE = 1L << 63;
    private static final long NATIVE_LIMIT = 1L << 61;

    /** Granules and pages that tasks meet at, of all runs. */
    private final LongTable shared = new LongTable();
    /**
     * Lock objects that somebody looks at without waiting, or whose waiters' CPU somebody wants: only for those does the moment
     * of a release matter.
     */
    private final LongTable looked = new LongTable();

    private boolean anyPage;
    private boolean grown;

    /** Granules and pages of this run, with a bit per task for each access; page entries also for wide operations. */
    private final LongTable table = new LongTable();

    private long[] read = new long[256];
    private long[] share = new long[256];
    private long[] write = new long[256];
    private long[] wideRead = new long[256];
    private long[] wideWrite = new long[256];

    void beginRun() {
        table.clear();
    }

    /** Whether something new was found since the last call. */
    boolean takeGrown() {
        boolean g = grown;
        grown = false;
        return g;
    }

    /** Something else than sharing was learned that runs so far did not know. */
    void grow() {
        grown = true;
    }

    /** Whether the operation touches an object that tasks meet at. */
    boolean shared(Announced a) {
        for (int i = 0; i < a.n; i++) {
            if (shared(a.from[i], a.to[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean shared(long from, long to) {
        if (wide(from, to)) {
            for (long page = from >>> PAGE_SHIFT; page <= to - 1 >>> PAGE_SHIFT; page++) {
                if (shared.get(page | PAGE) >= 0) {
                    return true;
                }
            }
            return false;
        }
        if (shared.get(from >>> 3) >= 0 || to - 1 >>> 3 != from >>> 3 && shared.get(to - 1 >>> 3) >= 0) {
            return true;
        }
        return anyPage && from < NATIVE_LIMIT && shared.get(from >>> PAGE_SHIFT | PAGE) >= 0;
    }

    /** Whether the moment of a release of this lock can be seen. */
    boolean looked(long lock) {
        return looked.get(lock) >= 0;
    }

    private static boolean wide(long from, long to) {
        return to - from > 16;
    }

    /** Takes note of what a task touches. */
    void note(int task, Announced a) {
        boolean tries = a.op == Op.TRY_LOCK || a.op == Op.TRY_READ_LOCK;
        for (int i = 0; i < a.n; i++) {
            if (tries || (a.turn || Sync.isBitLock(a.from[i])) && a.how(i) == Effect.READ) {
                grown |= looked.addNew(a.from[i]);
            }
        }
        for (int i = 0; i < a.n; i++) {
            note(1L << task, a.from[i], a.to[i], a.how(i));
        }
    }

    private void note(long task, long from, long to, Effect how) {
        if (wide(from, to)) {
            for (long page = from >>> PAGE_SHIFT; page <= to - 1 >>> PAGE_SHIFT; page++) {
                int e = entry(page | PAGE);
                if (how == Effect.READ) {
                    wideRead[e] |= task;
                } else {
                    wideWrite[e] |= task;
                }
                checkPage(e, page | PAGE);
            }
            return;
        }
        noteGranule(task, from >>> 3, how);
        if (to - 1 >>> 3 != from >>> 3) {
            noteGranule(task, to - 1 >>> 3, how);
        }
        if (from < NATIVE_LIMIT) {
            int e = entry(from >>> PAGE_SHIFT | PAGE);
            if (how == Effect.READ) {
                read[e] |= task;
            } else {
                write[e] |= task;
            }
            if ((wideRead[e] | wideWrite[e]) != 0) {
                checkPage(e, from >>> PAGE_SHIFT | PAGE);
            }
        }
    }

    private void noteGranule(long task, long key, Effect how) {
        int e = entry(key);
        switch (how) {
            case READ -> read[e] |= task;
            case SHARED -> share[e] |= task;
            case WRITE -> write[e] |= task;
        }
        long all = read[e] | share[e] | write[e];
        if ((all & all - 1) != 0 && (write[e] != 0 || read[e] != 0 && share[e] != 0)) {
            grown |= shared.addNew(key);
        }
    }

    private void checkPage(int e, long key) {
        long wide = wideRead[e] | wideWrite[e];
        long all = wide | read[e] | write[e];
        if ((all & all - 1) != 0 && (wideWrite[e] != 0 || wide != 0 && write[e] != 0) && shared.addNew(key)) {
            grown = true;
            anyPage = true;
        }
    }

    private int entry(long key) {
        int before = table.size();
        int e = table.add(key);
        if (e == before) {
            if (e == read.length) {
                int length = e * 2;
                read = Arrays.copyOf(read, length);
                share = Arrays.copyOf(share, length);
                write = Arrays.copyOf(write, length);
                wideRead = Arrays.copyOf(wideRead, length);
                wideWrite = Arrays.copyOf(wideWrite, length);
            }
            read[e] = 0;
            share[e] = 0;
            write[e] = 0;
            wideRead[e] = 0;
            wideWrite[e] = 0;
        }
        return e;
    }
}
