package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Waits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small program drawn from a seed: two or three tasks, each a few instructions over three cells, two spinning locks and one
 * semaphore, with conditional waits, try-locks and compare-and-set. It may deadlock. Its outcome is every cell and every
 * task's register.
 */
final class RandomProgram implements Program {
    private static final Site LOCK = Site.lock("random program: lock");
    private static final Site READ = Site.lock("random program: read lock");
    private static final Site TRY = Site.lock("random program: try");
    private static final Site WAIT = Site.await("random program: wait");

    enum Code {
        LOAD,
        STORE,
        ADD,
        CAS,
        LOCK,
        TRY,
        READ,
        WRITE,
        TRY_READ,
        TRY_WRITE,
        DOWNGRADE,
        WAIT,
        WAIT_EITHER,
        SKIP_IF
    }

    record Instruction(Code code, int x, int y) {}

    private final List<List<Instruction>> bodies;
    private final LongCell[] cells = {new LongCell(0), new LongCell(0), new LongCell(1)};
    private final SpinLock[] locks = {new SpinLock(LockClass.PTE_TABLE), new SpinLock(LockClass.PTE_TABLE)};
    private final RwSemaphore sem = new RwSemaphore(LockClass.MMAP_LOCK);
    private final int[] pc;
    private final long[] register;
    /** Where a task stands inside an instruction of several steps, and what it has read there. */
    private final int[] inside;

    private final long[] read;

    private RandomProgram(List<List<Instruction>> bodies) {
        this.bodies = bodies;
        pc = new int[bodies.size() + 1];
        register = new long[bodies.size() + 1];
        inside = new int[bodies.size() + 1];
        read = new long[bodies.size() + 1];
    }

    /** The bodies of a program; {@link #of} makes programs of them. */
    static List<List<Instruction>> draw(long seed) {
        var r = new SplittableRandom(seed);
        int tasks = 2 + r.nextInt(2);
        var bodies = new ArrayList<List<Instruction>>();
        Code[] codes = Code.values();
        for (int t = 0; t < tasks; t++) {
            int length = 1 + r.nextInt(tasks == 2 ? 4 : 3);
            var body = new ArrayList<Instruction>();
            for (int i = 0; i < length; i++) {
                body.add(new Instruction(codes[r.nextInt(codes.length)], r.nextInt(3), r.nextInt(3)));
            }
            bodies.add(body);
        }
        return bodies;
    }

    static RandomProgram of(List<List<Instruction>> bodies) {
        return new RandomProgram(bodies);
    }

    @Override
    public int tasks() {
        return bodies.size();
    }

    @Override
    public void run(int t) {
        List<Instruction> body = bodies.get(t - 1);
        for (pc[t] = 0; pc[t] < body.size(); pc[t]++) {
            inside[t] = 0;
            read[t] = 0;
            step(t, body.get(pc[t]));
        }
    }

    private void step(int t, Instruction i) {
        LongCell x = cells[i.x];
        LongCell y = cells[i.y];
        SpinLock lock = locks[i.x & 1];
        switch (i.code) {
            case LOAD -> register[t] = register[t] * 3 + x.getVolatile();
            case STORE -> x.setVolatile(i.y + register[t]);
            case ADD -> register[t] += x.getAndAdd(i.y);
            case CAS -> register[t] = register[t] * 2 + (x.cas(i.y, i.y + 1) ? 1 : 0);
            case LOCK -> {
                lock.lock(LOCK);
                inside[t] = 1;
                nested(t, i, x, y);
                lock.unlock();
            }
            case TRY -> {
                if (lock.tryLock(TRY)) {
                    inside[t] = 1;
                    y.setVolatile(register[t] + 7);
                    inside[t] = 2;
                    lock.unlock();
                } else {
                    register[t] += 100;
                }
            }
            case READ -> {
                sem.readLock(READ);
                inside[t] = 1;
                register[t] += y.getVolatile();
                inside[t] = 2;
                sem.readUnlock();
            }
            case WRITE -> {
                sem.writeLock(LOCK);
                inside[t] = 1;
                addOne(t, y);
                sem.writeUnlock();
            }
            case TRY_READ -> {
                if (sem.tryReadLock(TRY)) {
                    inside[t] = 1;
                    register[t] += x.getVolatile();
                    inside[t] = 2;
                    sem.readUnlock();
                } else {
                    register[t] += 1000;
                }
            }
            case TRY_WRITE -> {
                if (sem.tryWriteLock(TRY)) {
                    inside[t] = 1;
                    read[t] = y.getVolatile();
                    inside[t] = 2;
                    x.setVolatile(read[t]);
                    inside[t] = 3;
                    sem.writeUnlock();
                } else {
                    register[t] += 10_000;
                }
            }
            case DOWNGRADE -> {
                sem.writeLock(LOCK);
                inside[t] = 1;
                sem.downgrade();
                inside[t] = 2;
                register[t] += y.getVolatile();
                inside[t] = 3;
                sem.readUnlock();
            }
            case WAIT -> Waits.spin(WAIT, 0, () -> x.getVolatile() == i.y);
            case WAIT_EITHER -> Waits.spin(WAIT, 0, () -> x.getVolatile() != 0 || y.getVolatile() > 1);
            case SKIP_IF -> {
                if (x.getVolatile() == i.y) {
                    pc[t]++;
                }
            }
        }
    }

    /** Under a lock: another lock, in an order that two tasks may take the other way round, or an update in two steps. */
    private void nested(int t, Instruction i, LongCell x, LongCell y) {
        if (i.y == 2) {
            SpinLock other = locks[1 - (i.x & 1)];
            other.lock(LOCK);
            inside[t] = 2;
            addOne(t, x);
            other.unlock();
            inside[t] = 9;
        } else {
            addOne(t, y);
        }
    }

    private void addOne(int t, LongCell cell) {
        read[t] = cell.getVolatile();
        inside[t] += 3;
        cell.setVolatile(read[t] + 1);
        inside[t] += 3;
        read[t] = 0;
    }

    /** The cells, and of each task where it stands and what it holds: who holds which lock follows from where it stands. */
    @Override
    public long state() {
        long h = 0;
        for (LongCell c : cells) {
            h = LongTable.mix(h, c.peek());
        }
        for (int t = 1; t < pc.length; t++) {
            h = LongTable.mix(h, pc[t] * 64L + inside[t]);
            h = LongTable.mix(h, register[t]);
            h = LongTable.mix(h, read[t]);
        }
        return h;
    }

    @Override
    public Object outcome() {
        return Arrays.toString(new long[] {cells[0].peek(), cells[1].peek(), cells[2].peek()})
                + Arrays.toString(register);
    }
}
