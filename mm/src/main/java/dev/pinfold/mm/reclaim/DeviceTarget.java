package dev.pinfold.mm.reclaim;

/** A device that pages of programs can move to: what {@link ToDevice} needs of one. */
public interface DeviceTarget {
    /** A free frame with one reference; -1 if there is none, or the device is leaving. */
    int take();

    /** Whether the device is leaving. */
    boolean leaves();
}
