package dev.pinfold.lab.compare;

import java.util.Locale;

/**
 * A number that was measured for a choice.
 *
 * @param kind nanoseconds, instructions or bytes
 * @param name of the operation, or of what the bytes are for
 * @param unit what the number is for one of: a call, a page
 * @param spread half the distance of the quartiles of the rounds, over their median; 0 for what does not vary
 */
public record Figure(String point, String choice, Kind kind, String name, String unit, double value, double spread) {
    /** What a figure counts. */
    public enum Kind {
        /** Nanoseconds for one unit of an operation. */
        TIME,
        /** Instructions for one unit of an operation. */
        INSTRUCTIONS,
        /** Bytes. */
        MEMORY
    }

    private static final String MARK = "figure";

    /** The figure as a line of tabs, as one JVM tells it to another. */
    public String line() {
        return String.join(
                "\t",
                MARK,
                point,
                choice,
                kind.name(),
                name,
                unit,
                String.format(Locale.ROOT, "%.4f", value),
                String.format(Locale.ROOT, "%.4f", spread));
    }

    /** Says whether a line is a figure. */
    static boolean isLine(String line) {
        return line.startsWith(MARK + "\t");
    }

    /** The figure of a line. */
    static Figure parse(String line) {
        String[] f = line.split("\t", -1);
        return new Figure(
                f[1], f[2], Kind.valueOf(f[3]), f[4], f[5], Double.parseDouble(f[6]), Double.parseDouble(f[7]));
    }
}
