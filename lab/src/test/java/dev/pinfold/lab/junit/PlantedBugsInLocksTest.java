package dev.pinfold.lab.junit;

import dev.pinfold.mm.sync.BitLock;
import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.IntSlots;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.MmSeq;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.PercpuRef;
import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.sync.RefSlots;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.ViolationKind;
import dev.pinfold.mm.sync.VmaLock;
import dev.pinfold.mm.sync.Words;
import java.lang.foreign.Arena;

/** More primitives, each in a program that uses it rightly and in one with a bug. */
class PlantedBugsInLocksTest {
    private static final Site ANY = Site.lock("planted bugs in locks: any lock");
    private static final Site GRACE = Site.await("planted bugs in locks: grace period");
    private static final Site ZERO = Site.await("planted bugs in locks: last reference");

    /** Two words of native memory: a lock, and what it guards. */
    private static final long WORDS = Arena.global().allocate(16, 8).address();

    private static void clearWords() {
        Words.setLong(WORDS, 0);
        Words.setLong(WORDS + 8, 0);
    }

    private static void twice(Tasks tasks, Runnable body) {
        tasks.add("A", body::run);
        tasks.add("B", body::run);
    }

    private static void addToWord() {
        Words.setLong(WORDS + 8, Words.getLong(WORDS + 8) + 1);
    }

    @Explore(violation = ViolationKind.DATA_RACE)
    void aBitLockTriedInVainKeepsNobodyOut(Tasks tasks) {
        clearWords();
        twice(tasks, () -> {
            boolean mine = BitLock.tryLock(WORDS, 3, LockClass.PTE_TABLE, ANY);
            addToWord();
            if (mine) {
                BitLock.unlock(WORDS, 3, LockClass.PTE_TABLE);
            }
        });
    }

    @Explore
    void aBitLockKeepsOthersOut(Tasks tasks) {
        clearWords();
        twice(tasks, () -> {
            BitLock.lock(WORDS, 3, LockClass.FOLIO_LOCK, ANY);
            addToWord();
            BitLock.unlock(WORDS, 3, LockClass.FOLIO_LOCK);
        });
    }

    @Explore(violation = ViolationKind.DATA_RACE)
    void twoBitsAreTwoLocks(Tasks tasks) {
        clearWords();
        for (int bit = 3; bit <= 4; bit++) {
            int own = bit;
            tasks.add("bit " + bit, () -> {
                BitLock.lock(WORDS, own, LockClass.FOLIO_LOCK, ANY);
                addToWord();
                BitLock.unlock(WORDS, own, LockClass.FOLIO_LOCK);
            });
        }
    }

    @Explore(violation = ViolationKind.LEFT_HELD)
    void aBitLockLeftHeldOnOnePathIsNoticed(Tasks tasks) {
        clearWords();
        var lock = new Mutex(LockClass.I_RWSEM);
        tasks.add("A", () -> {
            lock.lock(ANY);
            BitLock.lock(WORDS, 3, LockClass.FOLIO_LOCK, ANY);
            BitLock.unlock(WORDS, 3, LockClass.FOLIO_LOCK);
            lock.unlock();
        });
        tasks.add("B", () -> {
            BitLock.lock(WORDS, 3, LockClass.FOLIO_LOCK, ANY);
            if (lock.tryLock(ANY)) {
                lock.unlock();
                BitLock.unlock(WORDS, 3, LockClass.FOLIO_LOCK);
            }
        });
    }

    @Explore
    void aVmaLockKeepsFaultsFromAMappingThatChanges(Tasks tasks) {
        vma(tasks, true);
    }

    @Explore(violation = ViolationKind.DATA_RACE)
    void aFaultWithoutTheVmaLockMeetsAChange(Tasks tasks) {
        vma(tasks, false);
    }

    private static void vma(Tasks tasks, boolean locks) {
        var mmapLock = new RwSemaphore(LockClass.MMAP_LOCK);
        var seq = new MmSeq();
        var lock = new VmaLock();
        lock.markAttached();
        var end = new LongCell(1);
        tasks.add("munmap", () -> {
            mmapLock.writeLock(ANY);
            seq.beginWrite();
            lock.writeLock(ANY, seq);
            end.set(2);
            seq.endWrite();
            mmapLock.writeUnlock();
        });
        tasks.add("fault", () -> {
            if (!locks || lock.tryRead(ANY, seq)) {
                end.get();
                if (locks) {
                    lock.readUnlock();
                }
            }
        });
    }

    @Explore
    void aDowngradeLetsNoWriterIn(Tasks tasks) {
        downgrade(tasks, true);
    }

    @Explore(violation = ViolationKind.ASSERTION)
    void unlockingAndLockingAgainLetsAWriterIn(Tasks tasks) {
        downgrade(tasks, false);
    }

    private static void downgrade(Tasks tasks, boolean right) {
        var sem = new RwSemaphore(LockClass.MMAP_LOCK);
        var x = new LongCell(0);
        tasks.add("A", () -> {
            sem.writeLock(ANY);
            x.set(1);
            if (right) {
                sem.downgrade();
            } else {
                sem.writeUnlock();
                sem.readLock(ANY);
            }
            if (x.get() != 1) {
                throw new AssertionError("somebody wrote meanwhile");
            }
            sem.readUnlock();
        });
        tasks.add("B", () -> {
            sem.writeLock(ANY);
            x.set(2);
            sem.writeUnlock();
        });
    }

    @Explore(violation = ViolationKind.UNLOCK)
    void onlyAWriterDowngrades(Tasks tasks) {
        var sem = new RwSemaphore(LockClass.MMAP_LOCK);
        tasks.add("A", () -> {
            sem.readLock(ANY);
            sem.downgrade();
        });
    }

    @Explore
    void aReferenceIsPublishedWithWhatItRefersTo(Tasks tasks) {
        publish(tasks, true);
    }

    @Explore(violation = ViolationKind.DATA_RACE)
    void aReferencePublishedPlainlyRaces(Tasks tasks) {
        publish(tasks, false);
    }

    private static void publish(Tasks tasks, boolean right) {
        var cell = new RefCell<LongCell>(null);
        var data = new LongCell(0);
        tasks.add("writer", () -> {
            data.set(7);
            if (right) {
                cell.setRelease(data);
            } else {
                cell.set(data);
            }
        });
        tasks.add("reader", () -> {
            LongCell seen = cell.getAcquire();
            if (seen != null && seen.get() != 7) {
                throw new AssertionError("published too early");
            }
        });
    }

    @Explore(violation = ViolationKind.DATA_RACE)
    void slotsAreReadInOrderOrNotAtAll(Tasks tasks) {
        var refs = new RefSlots<String>(2);
        var ints = new IntSlots(2);
        tasks.add("writer", () -> {
            refs.setRelease(1, "x");
            ints.setRelease(1, 1);
        });
        tasks.add("reader", () -> {
            if (refs.getAcquire(1) != null) {
                ints.get(1);
            }
        });
    }

    @Explore(violation = ViolationKind.ASSERTION)
    void anUpdateInTwoStepsLosesAnother(Tasks tasks) {
        words(tasks, false);
    }

    @Explore
    void anUpdateInOneStepLosesNone(Tasks tasks) {
        words(tasks, true);
    }

    private static void words(Tasks tasks, boolean right) {
        clearWords();
        twice(tasks, () -> {
            if (right) {
                Words.getAndAddInt(WORDS, 1);
            } else {
                Words.setIntVolatile(WORDS, Words.getIntVolatile(WORDS) + 1);
            }
        });
        tasks.finish(() -> {
            if (Words.peekInt(WORDS) != 2) {
                throw new AssertionError("an update is lost");
            }
        });
    }

    @Explore
    void whoKillsACountWaitsForTheLastReference(Tasks tasks) {
        killed(tasks, true);
    }

    @Explore(violation = ViolationKind.ASSERTION)
    void whoDoesNotWaitForTheLastReferenceTakesFromUsers(Tasks tasks) {
        killed(tasks, false);
    }

    private static void killed(Tasks tasks, boolean waits) {
        var ref = new PercpuRef(2, new Epoch(2));
        var data = new LongCell(7);
        tasks.add("user", () -> {
            if (ref.tryGetLive(0, 1)) {
                if (data.getVolatile() != 7) {
                    throw new AssertionError("used after it went");
                }
                ref.put(0, 1);
            }
        });
        tasks.add("owner", () -> {
            ref.kill(GRACE);
            if (waits) {
                ref.awaitZero(ZERO);
            }
            data.setVolatile(0);
        });
    }
}
