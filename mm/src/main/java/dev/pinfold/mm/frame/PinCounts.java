package dev.pinfold.mm.frame;

import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;

/** The choices of the design point {@code PIN_COUNT}. */
public final class PinCounts {
    /** As Linux counts since 2020: {@link BiasPins}. */
    public static final PinCount BIAS = new BiasPins();

    /** A count of its own for every folio: {@link CounterPins}. */
    public static final PinCount COUNTER = new CounterPins();

    /** Pins are mappings too: {@link MapCountPins}. */
    public static final PinCount MAPCOUNT = new MapCountPins();

    /** The point. */
    public static final DesignPoint<PinCount> POINT = DesignPoint.named("PIN_COUNT", PinCount.class)
            .asks("How is a pin told from any other reference?")
            .debated(Debate.PINS)
            .linux("bias", "since 5.7, 2020")
            .choices(BIAS, COUNTER, MAPCOUNT);

    private PinCounts() {}
}
