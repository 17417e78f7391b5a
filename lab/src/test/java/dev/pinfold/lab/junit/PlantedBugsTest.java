package dev.pinfold.lab.junit;

import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.SeqCount;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.ViolationKind;
import dev.pinfold.mm.sync.Waits;

/** A bug planted per primitive, and the same without it. */
class PlantedBugsTest {
    private static final Site ANY = Site.lock("planted bugs: any lock");
    private static final Site GRACE = Site.await("planted bugs: grace period");
    private static final Site FLAG = Site.await("planted bugs: flag");

    @Explore
    void aSpinLockKeepsOthersOut(Tasks tasks) {
        var lock = new SpinLock(LockClass.BUDDY);
        var count = new LongCell(0);
        for (String name : new String[] {"A", "B"}) {
            tasks.add(name, () -> {
                lock.lock(ANY);
                count.set(count.get() + 1);
                lock.unlock();
            });
        }
    }

    @Explore(violation = ViolationKind.DATA_RACE)
    void plainAccessesWithoutALockRace(Tasks tasks) {
        var count = new LongCell(0);
        tasks.add("A", () -> count.set(1));
        tasks.add("B", () -> count.set(2));
    }

    @Explore(violation = ViolationKind.DATA_RACE)
    void aReadLockDoesNotKeepWritersApart(Tasks tasks) {
        var sem = new RwSemaphore(LockClass.MMAP_LOCK);
        var count = new LongCell(0);
        for (String name : new String[] {"A", "B"}) {
            tasks.add(name, () -> {
                sem.readLock(ANY);
                count.set(count.get() + 1);
                sem.readUnlock();
            });
        }
    }

    @Explore(violation = ViolationKind.LOCK_ORDER)
    void locksHaveAnOrder(Tasks tasks) {
        var outer = new Mutex(LockClass.I_RWSEM);
        var inner = new SpinLock(LockClass.BUDDY);
        tasks.add("A", () -> {
            inner.lock(ANY);
            outer.lock(ANY);
        });
    }

    @Explore(violation = ViolationKind.LEFT_HELD)
    void aTaskEndsWithoutLocks(Tasks tasks) {
        var lock = new Mutex(LockClass.I_RWSEM);
        tasks.add("A", () -> lock.lock(ANY));
    }

    @Explore(violation = ViolationKind.UNLOCK)
    void onlyTheHolderUnlocks(Tasks tasks) {
        var lock = new Mutex(LockClass.I_RWSEM);
        tasks.add("A", lock::unlock);
    }

    @Explore(violation = ViolationKind.MUST_HOLD)
    void whatMustBeHeldIsHeld(Tasks tasks) {
        var lock = new Mutex(LockClass.I_RWSEM);
        tasks.add("A", lock::assertHeld);
    }

    @Explore(violation = ViolationKind.ASSERTION)
    void aTornReadIsSeenIfNotRetried(Tasks tasks) {
        torn(tasks, false);
    }

    @Explore
    void aTornReadIsRetried(Tasks tasks) {
        torn(tasks, true);
    }

    private static void torn(Tasks tasks, boolean retries) {
        var seq = new SeqCount();
        var a = new LongCell(0);
        var b = new LongCell(0);
        tasks.add("writer", () -> {
            seq.beginWrite();
            a.setRelease(1);
            b.setRelease(1);
            seq.endWrite();
        });
        tasks.add("reader", () -> {
            long start = seq.read();
            long x = a.getAcquire();
            long y = b.getAcquire();
            if (x != y && !(retries && seq.retry(start))) {
                throw new AssertionError("torn");
            }
        });
    }

    @Explore
    void aGracePeriodWaitsForReaders(Tasks tasks) {
        reader(tasks, true);
    }

    @Explore(violation = ViolationKind.ASSERTION)
    void withoutAGracePeriodAReaderSeesWhatWasFreed(Tasks tasks) {
        reader(tasks, false);
    }

    private static void reader(Tasks tasks, boolean waits) {
        var epoch = new Epoch(2);
        var live = new LongCell(1);
        var data = new LongCell(7);
        tasks.add("reader", () -> {
            epoch.enter(0);
            if (live.getAcquire() == 1 && data.getAcquire() != 7) {
                throw new AssertionError("freed under a reader");
            }
            epoch.exit(0);
        });
        tasks.add("freer", () -> {
            live.setVolatile(0);
            if (waits) {
                epoch.synchronize(GRACE);
            }
            data.setVolatile(0);
        });
    }

    @Explore(violation = ViolationKind.DEADLOCK)
    void whoeverWaitsForNothingIsFound(Tasks tasks) {
        var flag = new LongCell(0);
        tasks.add("A", () -> Waits.await(FLAG, 0, () -> flag.getVolatile() == 1));
        tasks.add("B", () -> flag.setVolatile(2));
    }
}
