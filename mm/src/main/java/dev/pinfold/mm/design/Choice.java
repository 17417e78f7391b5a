package dev.pinfold.mm.design;

/**
 * One way to decide a {@link DesignPoint}. The interface of each point extends this one, so that what implements it says
 * which point it is a choice of.
 *
 * <p>A choice from outside implements the point's interface in a public class with a public constructor without
 * parameters. One that keeps something of its own for each machine gives each machine an object of its own, by
 * {@link #forMachine}. What tasks share lies behind {@code dev.pinfold.mm.sync}, or the explorer does not see them meet.
 */
public interface Choice {
    /** The choice's name, as {@code design(POINT=name)} gives it: small letters, digits and hyphens. */
    String choice();

    /** What it does, in one line. */
    String summary();

    /** Bytes in the record of every frame that this choice needs and the others at its point do not. */
    default int frameBytes() {
        return 0;
    }

    /** Bytes that every task carries for this choice, whether or not it ever needs them. */
    default int taskBytes() {
        return 0;
    }

    /** Bytes for each CPU and device. */
    default int cpuDeviceBytes() {
        return 0;
    }

    /** The object that serves one machine: this one, or a fresh one if it keeps something of the machine's. */
    default Choice forMachine() {
        return this;
    }
}
