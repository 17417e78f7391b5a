package dev.pinfold.lab.explore;

/**
 * How much an exploration may cost. It ends where one of the two is spent, but never before it has seen one schedule.
 *
 * @param work as {@link Explorer#work} counts: the same on every machine, busy or not
 * @param seconds of wall time, where somebody asked for them
 */
public record Budget(long work, double seconds) {
    /** So much work, however long it takes. */
    public static Budget work(long most) {
        return new Budget(most, Double.POSITIVE_INFINITY);
    }
}
