package dev.pinfold.mm.sync;

/**
 * A spinning lock that is four bytes of native memory, for locks as numerous as frames. Zero is free, so cleared memory
 * holds free locks. Linux: the split page-table lock, {@code struct ptdesc.ptl}.
 *
 * <p>Word: 0 free, 1 held, 2 held and somebody may sleep.
 */
public final class WordLock {
    private WordLock() {}

    /** Takes the lock at an absolute, 4-aligned address. */
    public static void lock(long word, LockClass c, Site site) {
        if (Sync.CONTROLLED) {
            lockControlled(word, c, site);
        } else if (!Words.rawCasInt(word, 0, 1)) {
            lockSlowly(word, c);
        }
    }

    /** Takes the lock if it is free; never waits. */
    public static boolean tryLock(long word, LockClass c, Site site) {
        if (Sync.CONTROLLED) {
            return tryLockControlled(word, c, site);
        }
        return Words.rawCasInt(word, 0, 1);
    }

    /** Releases the lock, which the caller holds. */
    public static void unlock(long word, LockClass c) {
        if (Sync.CONTROLLED) {
            unlockControlled(word, c);
        } else if (Words.rawGetAndSetInt(word, 0) == 2) {
            ParkingLot.wakeOne(word);
        }
    }

    /** Asserts, in controlled mode, that the running task holds the lock. */
    public static void assertHeld(long word, LockClass c) {
        if (Sync.CONTROLLED) {
            Held.require(Sync.nativeId(word), c, Held.WRITE);
        }
    }

    private static void lockSlowly(long word, LockClass c) {
        if (ParkingLot.spin(() -> Words.rawGetInt(word) == 0 && Words.rawCasInt(word, 0, 1))) {
            return;
        }
        Waits.leaveCpu();
        while (Words.rawGetAndSetInt(word, 2) != 0) {
            ParkingLot.sleep(word, c, () -> Words.rawGetInt(word) != 2);
        }
        Waits.enterCpu();
    }

    private static void lockControlled(long word, LockClass c, Site site) {
        long id = Sync.nativeId(word);
        Held.beforeWait(id, c, site);
        boolean on = site.on();
        if (on) {
            Runner.await(c, Op.LOCK, id, site, () -> Words.rawGetInt(word) == 0);
            Words.rawSetInt(word, 1);
        }
        Held.acquired(id, c, Held.WRITE, !on, site);
    }

    private static boolean tryLockControlled(long word, LockClass c, Site site) {
        long id = Sync.nativeId(word);
        boolean on = site.on();
        if (on) {
            Sync.scheduler().point(Op.TRY_LOCK, id, 4, site);
            boolean free = Words.rawGetInt(word) == 0;
            Sync.scheduler().result(free, free ? 1 : 0);
            if (!free) {
                return false;
            }
            Words.rawSetInt(word, 1);
        }
        Held.acquired(id, c, Held.WRITE, !on, site);
        return true;
    }

    private static void unlockControlled(long word, LockClass c) {
        long id = Sync.nativeId(word);
        if (Held.released(id, c, Held.WRITE, false)) {
            Sync.scheduler().point(Op.UNLOCK, id, 4, null);
            Words.rawSetInt(word, 0);
        }
    }
}
