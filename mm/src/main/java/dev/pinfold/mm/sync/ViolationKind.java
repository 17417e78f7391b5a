package dev.pinfold.mm.sync;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What rule a controlled run broke. Reports, claims and workloads write a kind in small letters with blanks, as {@link
 * #toString} gives it.
 */
public enum ViolationKind {
    /** A check of the program's own failed. */
    ASSERTION,
    /** A task threw something else. */
    EXCEPTION,
    /** A line of a workload came to another result than the one written there. */
    EXPECTATION,
    /** The audit of the machine found something. */
    AUDIT,
    /** Memory or another resource was left behind. */
    LEAK,
    /** Every task that is left waits, and none of them can go on. */
    DEADLOCK,
    /** A task goes on without end. */
    LIVELOCK,
    /** Two plain accesses that nothing orders, one of them a write. */
    DATA_RACE,
    /** Locks were taken against their order. */
    LOCK_ORDER,
    /** A lock was released, or downgraded, that the task does not hold. */
    UNLOCK,
    /** A lock, a section or an epoch was needed and not held. */
    MUST_HOLD,
    /** A task ended with a lock held. */
    LEFT_HELD,
    /** A section, a mapping or a walk was open after the last line. */
    LEFT_OPEN,
    /** A task slept where it must not. */
    SLEEP,
    /** A count went below what it counts. */
    COUNT,
    /** An access used a translation that was taken back. */
    STALE_TRANSLATION,
    /** An access or a device used a frame that was freed. */
    FREED_FRAME,
    /** A frame number led nowhere: it was read from freed memory. */
    NO_FRAME,
    /** A temporary kernel map led to another page than the one mapped. */
    KERNEL_MAP,
    /** A protected device page was reached with no section open. */
    EXPOSED,
    /** A run under a given schedule does not do what the schedule says. */
    REPLAY_DIVERGED;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', ' ');

    /** The kind that is written so, if there is one. */
    public static Optional<ViolationKind> find(String text) {
        return Arrays.stream(values()).filter(k -> k.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
