package dev.pinfold.mm.frame;

/** Who owns the frames of {@link Zone#DEVICE}: told when the last reference to one goes ({@code free_zone_device_folio}). */
@FunctionalInterface
public interface DeviceFrames {
    /** Nobody: no such frame is ever counted. */
    DeviceFrames NONE = (folio, cpu) -> {
        throw new AssertionError("a frame of no device was freed: " + folio);
    };

    /**
     * The last reference to a folio was dropped.
     *
     * @param cpu the CPU that the caller runs on
     */
    void lastPut(int folio, int cpu);
}
