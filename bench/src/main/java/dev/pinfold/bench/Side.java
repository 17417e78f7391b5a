package dev.pinfold.bench;

/** One side of a comparison: does a round of the work and says what it cost. */
public interface Side extends AutoCloseable {
    /** Does one round; gives nanoseconds for one unit of the work, set-up and clean-up of the round left out. */
    double round();

    @Override
    default void close() {}
}
