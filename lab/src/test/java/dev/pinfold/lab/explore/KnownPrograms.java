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

    /** Two tasks count under a lock; the bug: one of them once without. */
    static Program counter(boolean right) {
        var lock = new SpinLock(LockClass.BUDDY);
        var count = new LongCell(0);
        Program.Body add = () -> {
            lock.lock(COUNTER);
            count.setVolatile(count.getVolatile() + 1);
            lock.unlock();
        };
        return new Program.Of()
                .task("A", () -> {
                    add.run();
                    add.run();
                })
                .task("B", () -> {
                    add.run();
                    add.run();
                    if (right) {
                        add.run();
                    } else {
                        count.setVolatile(count.getVolatile() + 1);
                    }
                })
                .finish(() -> {
                    if (count.peek() != 5) {
                        throw new AssertionError("the counter is " + count.peek());
                    }
                });
    }

    /** A reader takes a reference and reads; a freer waits for references to go and poisons. The bug: live is read first. */
    static Program references(boolean right) {
        var live = new LongCell(1);
        var refs = new LongCell(0);
        var data = new LongCell(7);
        Program.Body read = () -> {
            if (data.getVolatile() != 7) {
                throw new AssertionError("read what was freed");
            }
        };
        return new Program.Of()
                .task("reader", () -> {
                    if (right) {
                        refs.getAndAdd(1);
                        if (live.getVolatile() == 1) {
                            read.run();
                        }
                        refs.getAndAdd(-1);
                    } else if (live.getVolatile() == 1) {
                        refs.getAndAdd(1);
                        read.run();
                        refs.getAndAdd(-1);
                    }
                })
                .task("freer", () -> {
                    live.setVolatile(0);
                    Waits.spin(GONE, 0, () -> refs.getVolatile() == 0);
                    data.setVolatile(-1);
                });
    }

    /** Three tasks take two of three locks each; the bug: in a circle. */
    static Program circle(boolean right) {
        var locks = new SpinLock[] {
            new SpinLock(LockClass.PTE_TABLE), new SpinLock(LockClass.PTE_TABLE), new SpinLock(LockClass.PTE_TABLE)
        };
        int[][] order = {{0, 1}, {1, 2}, right ? new int[] {0, 2} : new int[] {2, 0}};
        var program = new Program.Of();
        for (int[] o : order) {
            program.task("T" + o[0] + o[1], () -> {
                locks[o[0]].lock(FIRST);
                locks[o[1]].lock(SECOND);
                locks[o[1]].unlock();
                locks[o[0]].unlock();
            });
        }
        return program;
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
