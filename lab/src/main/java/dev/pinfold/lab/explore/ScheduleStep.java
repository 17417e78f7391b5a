package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a recorded run.
 *
 * @param task who, from 1
 * @param op what
 * @param object the number of the object
 * @param bytes how far it reaches
 * @param site where, if it has a name
 * @param changed false if it changed nothing: a read, a failed try-lock or compare-and-set
 * @param value the value read or written
 * @param name the object in words
 * @param shown the value in words, where it is more than a number
 * @param label what the task was doing in the program's own terms, if it said
 * @param conflicts whether another task touches the same object and one of them changes it
 */
public record ScheduleStep(
        int task,
        Op op,
        long object,
        long bytes,
        @Nullable Site site,
        boolean changed,
        long value,
        String name,
        @Nullable String shown,
        @Nullable Object label,
        boolean conflicts) {
    ScheduleStep withConflicts(boolean c) {
        return new ScheduleStep(task, op, object, bytes, site, changed, value, name, shown, label, c);
    }

    /** A hash that a replay of the same step has, too. */
    long check() {
        long h = LongTable.mix(op.name().hashCode() * 2L + (changed ? 1 : 0), object);
        return site == null ? h : LongTable.mix(h, site.name().hashCode());
    }
}
