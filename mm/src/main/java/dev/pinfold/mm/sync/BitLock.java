package dev.pinfold.mm.sync;

/**
 * A lock that is one bit of an int in native memory, whose other bits belong to others. It may be released by
 * another task than the one that took it, as I/O completion does. Whether its holder may sleep is its class's matter.
 */
public final class BitLock {
    private BitLock() {}

    /** Takes the lock that is bit {@code bit} of the int at an absolute, 4-aligned address. */
    public static void lock(long word, int bit, LockClass c, Site site) {
        if (Sync.CONTROLLED) {
            lockControlled(word, bit, c, site);
        } else if (!rawTry(word, 1 << bit)) {
            lockSlowly(word, 1 << bit, c);
        }
    }

    /** Takes the lock if it is free; never waits. */
    public static boolean tryLock(long word, int bit, LockClass c, Site site) {
        if (Sync.CONTROLLED) {
            return tryLockControlled(word, bit, c, site);
        }
        return rawTry(word, 1 << bit);
    }

    /** Releases the lock, which is held. */
    public static void unlock(long word, int bit, LockClass c) {
        if (Sync.CONTROLLED) {
            unlockControlled(word, bit, c);
        } else {
            Words.rawGetAndAndInt(word, ~(1 << bit));
            ParkingLot.wakeOne(word);
        }
    }

    /** Whether anybody holds the lock now. */
    public static boolean isLocked(long word, int bit) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.READ, id(word, bit), 1, null);
        }
        return (Words.rawGetInt(word) & 1 << bit) != 0;
    }

    /** Asserts, in controlled mode, that the running task holds the lock. */
    public static void assertHeld(long word, int bit, LockClass c) {
        if (Sync.CONTROLLED) {
            Held.require(id(word, bit), c, Held.WRITE);
        }
    }

    private static boolean rawTry(long word, int mask) {
        return (Words.rawGetInt(word) & mask) == 0 && (Words.rawGetAndOrInt(word, mask) & mask) == 0;
    }

    private static void lockSlowly(long word, int mask, LockClass c) {
        if (ParkingLot.spin(() -> rawTry(word, mask))) {
            return;
        }
        Waits.leaveCpu();
        while (!rawTry(word, mask)) {
            ParkingLot.sleep(word, c, () -> (Words.rawGetInt(word) & mask) == 0);
        }
        Waits.enterCpu();
    }

    /**
     * The lock's number counts bits, apart from the numbers by which the word itself is known: taking the lock does not count
     * as touching the other bits.
     */
    private static long id(long word, int bit) {
        return Sync.BIT_LOCK | (Sync.nativeId(word) << 3) + bit;
    }

    private static void set(long word, int bit, boolean on) {
        int old = Words.rawGetInt(word);
        Words.rawSetInt(word, on ? old | 1 << bit : old & ~(1 << bit));
    }

    private static void lockControlled(long word, int bit, LockClass c, Site site) {
        long id = id(word, bit);
        Held.beforeWait(id, c, site);
        boolean on = site.on();
        if (on) {
            Runner.await(c, Op.LOCK, id, site, () -> (Words.rawGetInt(word) & 1 << bit) == 0);
            set(word, bit, true);
        }
        Held.acquired(id, c, Held.WRITE, !on, site);
    }

    private static boolean tryLockControlled(long word, int bit, LockClass c, Site site) {
        long id = id(word, bit);
        boolean on = site.on();
        if (on) {
            Sync.scheduler().point(Op.TRY_LOCK, id, 1, site);
            boolean free = (Words.rawGetInt(word) & 1 << bit) == 0;
            Sync.scheduler().result(free, free ? 1 : 0);
            if (!free) {
                return false;
            }
            set(word, bit, true);
        }
        Held.acquired(id, c, Held.WRITE, !on, site);
        return true;
    }

    private static void unlockControlled(long word, int bit, LockClass c) {
        long id = id(word, bit);
        if (Held.released(id, c, Held.WRITE, true)) {
            Sync.scheduler().point(Op.UNLOCK, id, 1, null);
            set(word, bit, false);
        }
    }
}
