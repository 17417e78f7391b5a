package dev.pinfold.mm.frame;

import java.util.List;

/** The choices of the design point {@code PIN_COUNT}. */
public final class PinCounts {
    /** As Linux counts since 2020: {@link BiasPins}. */
    public static final PinCount BIAS = new BiasPins();

    /** A count of its own for every folio: {@link CounterPins}. */
    public static final PinCount COUNTER = new CounterPins();

    /** Pins are mappings too: {@link MapCountPins}. */
    public static final PinCount MAPCOUNT = new MapCountPins();

    private PinCounts() {}

    /** All of them, the default first. */
    public static List<PinCount> all() {
        return List.of(BIAS, COUNTER, MAPCOUNT);
    }
}
