package dev.pinfold.bench;

/** One side of a comparison: does a round of the work and says what it cost. */
public interface Contender extends AutoCloseable {
    /** Does one round; gives nanoseconds for one unit of the work, set-up and clean-up of the round left out. */
    double round();

    /**
     * Does one round of a side that has a name.
     *
     * @throws IllegalStateException if it measured nothing: no work takes no time, or for ever, or less than none
     */
    static double measured(Contender side, String name) {
        double cost = side.round();
        if (!(cost > 0) || Double.isInfinite(cost)) {
            throw new IllegalStateException(name + " measured nothing: a round came to " + cost + " ns a unit");
        }
        return cost;
    }

    @Override
    default void close() {}
}
