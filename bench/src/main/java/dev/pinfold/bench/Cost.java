package dev.pinfold.bench;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;

/**
 * A cost inside Pinfold that has a bound and no counterpart that the running kernel could be asked for.
 *
 * @param name by which it is asked for
 * @param unit what the figure is for
 * @param most nanoseconds that a unit may cost
 * @param measured what is measured, for a sceptic
 * @param side makes what measures a round
 */
public record Cost(String name, String unit, double most, String measured, Maker side) {
    /** Makes a side. */
    @FunctionalInterface
    public interface Maker {
        Contender make();
    }

    /** The median of some rounds after others that warm up, in nanoseconds a unit. */
    public double measure(long nanos) {
        try (Contender s = side.make()) {
            long warm = System.nanoTime() + nanos / 3;
            while (System.nanoTime() < warm) {
                s.round();
            }
            double[] rounds = new double[99];
            int n = 0;
            long end = System.nanoTime() + nanos;
            while (n < rounds.length && (n < 9 || System.nanoTime() < end)) {
                rounds[n++] = s.round();
            }
            double[] taken = Arrays.copyOf(rounds, n);
            return Median.withDefaults().evaluate(taken);
        }
    }
}
