package dev.pinfold.lab.explore;

import java.util.function.BooleanSupplier;

/**
 * How much an exploration may cost. It ends where work or time is spent, but never before it has seen one schedule; and as soon as
 * somebody wants it to.
 *
 * @param work as {@link Explorer#work} counts: the same on every machine, busy or not
 * @param seconds of wall time, where somebody asked for them
 * @param enough asked between two runs, whether somebody wants it to end
 */
public record Budget(long work, double seconds, BooleanSupplier enough) {
    /** So much work, however long it takes. */
    public static Budget work(long most) {
        return new Budget(most, Double.POSITIVE_INFINITY, () -> false);
    }
}
