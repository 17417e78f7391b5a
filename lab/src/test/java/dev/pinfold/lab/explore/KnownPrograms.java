package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Waits;

/** The little programs by which explorers are compared, each with its bug and without. */
final class KnownPrograms {
    private static final Site COUNTER = Site.lock("known programs: counter");
    private static final Site FIRST = Site.lock("known programs: first of two locks");
    private static final Site SECOND = Site.lock("known programs: second of two locks");
    private static final Site GONE = Site.await("known programs: references are gone");

    private KnownPrograms() {}

    /** A program that keeps, for its state, how far each task is and what it read last. */
    private static final class Counted extends Program.Of {
        private final LongCell[] cells;
        private final long[] done = new long[4];
        private final long[] read = new long[4];

        Counted(LongCell... cells) {
            this.cells = cells;
        }

        /** The task has performed one more operation. */
        void done(int task) {
            done[task]++;
        }

        long read(int task, LongCell cell) {
            long v = cell.getVolatile();
            read[task] = v;
            done[task]++;
            return v;
        }

        @Override
        public long state() {
            long h = 0;
            for (LongCell c : cells) {
                h = LongTable.mix(h, c.peek());
            }
            for (int t = 1; t < done.length; t++) {
                h = LongTable.mix(LongTable.mix(h, done[t]), read[t]);
            }
            return h;
        }
    }

    /** Two tasks count under a lock; the bug: one of them once without. */
    static Program counter(boolean right) {
        var lock = new SpinLock(LockClass.BUDDY);
        var count = new LongCell(0);
        var p = new Counted(count);
        p.task("A", () -> {
            addLocked(p, 1, lock, count);
            addLocked(p, 1, lock, count);
        });
        p.task("B", () -> {
            addLocked(p, 2, lock, count);
            addLocked(p, 2, lock, count);
            if (right) {
                addLocked(p, 2, lock, count);
            } else {
                count.setVolatile(p.read(2, count) + 1);
                p.done(2);
            }
        });
        p.finish(() -> {
            if (count.peek() != 5) {
                throw new AssertionError("the counter is " + count.peek());
            }
        });
        return p;
    }

    private static void addLocked(Counted p, int task, SpinLock lock, LongCell count) {
        lock.lock(COUNTER);
        p.done(task);
        count.setVolatile(p.read(task, count) + 1);
        p.done(task);
        lock.unlock();
        p.done(task);
    }

    /** A reader takes a reference and reads; a freer waits for references to go and poisons. The bug: live is read first. */
    static Program references(boolean right) {
        var live = new LongCell(1);
        var refs = new LongCell(0);
        var data = new LongCell(7);
        var p = new Counted(live, refs, data);
        Program.Body read = () -> {
            if (p.read(1, data) != 7) {
                throw new AssertionError("read what was freed");
            }
        };
        p.task("reader", () -> {
            if (right) {
                refs.getAndAdd(1);
                p.done(1);
                if (p.read(1, live) == 1) {
                    read.run();
                }
                refs.getAndAdd(-1);
                p.done(1);
            } else if (p.read(1, live) == 1) {
                refs.getAndAdd(1);
                p.done(1);
                read.run();
                refs.getAndAdd(-1);
                p.done(1);
            }
        });
        p.task("freer", () -> {
            live.setVolatile(0);
            p.done(2);
            Waits.spin(GONE, 0, () -> refs.getVolatile() == 0);
            p.done(2);
            data.setVolatile(-1);
            p.done(2);
        });
        return p;
    }

    /** Three tasks take two of three locks each; the bug: in a circle. */
    static Program circle(boolean right) {
        var locks = new SpinLock[] {
            new SpinLock(LockClass.PTE_TABLE), new SpinLock(LockClass.PTE_TABLE), new SpinLock(LockClass.PTE_TABLE)
        };
        int[][] order = {{0, 1}, {1, 2}, right ? new int[] {0, 2} : new int[] {2, 0}};
        var p = new Counted();
        for (int i = 0; i < order.length; i++) {
            int task = i + 1;
            int[] o = order[i];
            p.task("T" + o[0] + o[1], () -> {
                locks[o[0]].lock(FIRST);
                p.done(task);
                locks[o[1]].lock(SECOND);
                p.done(task);
                locks[o[1]].unlock();
                p.done(task);
                locks[o[0]].unlock();
                p.done(task);
            });
        }
        return p;
    }

    /** Three tasks add one three times under one lock: every order is different, and none matters. */
    static Program nine() {
        return new Nine();
    }

    private static final class Nine implements Program {
        private final SpinLock lock = new SpinLock(LockClass.BUDDY);
        private final LongCell count = new LongCell(0);
        private final int[] done = new int[4];
        private final boolean[] inside = new boolean[4];

        @Override
        public int tasks() {
            return 3;
        }

        @Override
        public void run(int task) {
            for (; done[task] < 3; done[task]++) {
                lock.lock(COUNTER);
                inside[task] = true;
                count.set(count.get() + 1);
                lock.unlock();
                inside[task] = false;
            }
        }

        @Override
        public void finish() {
            if (count.peek() != 9) {
                throw new AssertionError("the counter is " + count.peek());
            }
        }

        @Override
        public long state() {
            long h = count.peek();
            for (int t = 1; t <= 3; t++) {
                h = LongTable.mix(h, done[t] * 2L + (inside[t] ? 1 : 0));
            }
            return h;
        }
    }
}
