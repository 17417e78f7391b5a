package dev.pinfold.mm.sync;

/**
 * What a task is about to do at a scheduling point, as the explorer sees it.
 *
 * <p>Each operation has an {@link Effect}: two operations on overlapping objects commute exactly when both are {@code
 * READ} or both are {@code SHARED}. An operation that may turn out to change nothing (a failed try-lock, a failed
 * compare-and-set) is announced with its stronger access and corrected by {@link Scheduler#result}.
 */
public enum Op {
    /** Plain read of a shared word: the caller holds what guards it, and the race check verifies that. */
    PLAIN_READ(Effect.READ),
    /** Plain write of a shared word; checked like {@link #PLAIN_READ}. */
    PLAIN_WRITE(Effect.WRITE),
    /** Ordered read (acquire or volatile). */
    READ(Effect.READ),
    /** Ordered write (release or volatile). */
    WRITE(Effect.WRITE),
    /** Atomic read-modify-write. */
    UPDATE(Effect.WRITE),
    /** Load of user data: racing is the user's affair. */
    LOAD(Effect.READ),
    /** Store of user data. */
    STORE(Effect.WRITE),
    LOCK(Effect.WRITE),
    TRY_LOCK(Effect.WRITE),
    UNLOCK(Effect.WRITE),
    READ_LOCK(Effect.SHARED),
    TRY_READ_LOCK(Effect.SHARED),
    READ_UNLOCK(Effect.SHARED),
    /** Write lock turned into a read lock. */
    DOWNGRADE(Effect.WRITE),
    /** Waiting until a condition holds; reads whatever the condition reads. */
    AWAIT(Effect.READ),
    /** Entering a read-side section of an epoch. */
    ENTER(Effect.SHARED),
    /** Leaving a read-side section of an epoch. */
    EXIT(Effect.SHARED),
    /** Start of a grace period: looks who is inside. */
    SYNCHRONIZE(Effect.WRITE),
    /** Invalidation of translations on other CPUs. */
    FLUSH(Effect.WRITE),
    /** Taking or giving up a CPU. */
    SWITCH(Effect.WRITE);

    /** How an operation touches its object. */
    public enum Effect {
        READ,
        SHARED,
        WRITE;

        /** Whether operations with these accesses on one object may be swapped without anyone noticing. */
        public boolean commutesWith(Effect other) {
            return this == other && this != WRITE;
        }
    }

    private final Effect access;

    Op(Effect access) {
        this.access = access;
    }

    /** The strongest access this operation can turn out to be. */
    public Effect access() {
        return access;
    }

    /** True for plain accesses, which order nothing and must be ordered by something else. */
    public boolean plain() {
        return this == PLAIN_READ || this == PLAIN_WRITE;
    }

    /** True for accesses to user data, which order nothing and are never reported as races. */
    public boolean data() {
        return this == LOAD || this == STORE;
    }
}
