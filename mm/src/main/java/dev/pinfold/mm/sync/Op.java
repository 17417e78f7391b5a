package dev.pinfold.mm.sync;

/**
 * What a task is about to do at a scheduling point, as the explorer sees it.
 *
 * <p>Each operation has an {@link Access}: two operations on overlapping objects commute exactly when both are {@code
 * READ} or both are {@code SHARED}. An operation that may turn out to change nothing (a failed try-lock, a failed
 * compare-and-set) is announced with its stronger access and corrected by {@link Scheduler#result}.
 */
public enum Op {
    /** Plain read of a shared word: the caller holds what guards it, and the race check verifies that. */
    PLAIN_READ(Access.READ),
    /** Plain write of a shared word; checked like {@link #PLAIN_READ}. */
    PLAIN_WRITE(Access.WRITE),
    /** Ordered read (acquire or volatile). */
    READ(Access.READ),
    /** Ordered write (release or volatile). */
    WRITE(Access.WRITE),
    /** Atomic read-modify-write. */
    UPDATE(Access.WRITE),
    /** Load of user data: racing is the user's affair. */
    LOAD(Access.READ),
    /** Store of user data. */
    STORE(Access.WRITE),
    LOCK(Access.WRITE),
    TRY_LOCK(Access.WRITE),
    UNLOCK(Access.WRITE),
    READ_LOCK(Access.SHARED),
    TRY_READ_LOCK(Access.SHARED),
    READ_UNLOCK(Access.SHARED),
    /** Write lock turned into a read lock. */
    DOWNGRADE(Access.WRITE),
    /** Waiting until a condition holds; reads whatever the condition reads. */
    AWAIT(Access.READ),
    /** Entering a read-side section of an epoch. */
    ENTER(Access.SHARED),
    /** Leaving a read-side section of an epoch. */
    EXIT(Access.SHARED),
    /** Start of a grace period: looks who is inside. */
    SYNCHRONIZE(Access.WRITE),
    /** Invalidation of translations on other CPUs. */
    FLUSH(Access.WRITE),
    /** Taking or giving up a CPU. */
    SWITCH(Access.WRITE);

    /** How an operation touches its object. */
    public enum Access {
        READ,
        SHARED,
        WRITE;

        /** Whether operations with these accesses on one object may be swapped without anyone noticing. */
        public boolean commutesWith(Access other) {
            return this == other && this != WRITE;
        }
    }

    private final Access access;

    Op(Access access) {
        this.access = access;
    }

    /** The strongest access this operation can turn out to be. */
    public Access access() {
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
