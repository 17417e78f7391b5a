package dev.pinfold.mm.sync;

import dev.pinfold.mm.fault.Synchronises;

/** Planted: floor 0 that knows floor 5, for the test of the floors to find. */
public final class LooksUp {
    private LooksUp() {}

    /** The offence. */
    public static Class<?> above() {
        return Synchronises.class;
    }
}
