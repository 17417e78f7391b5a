package dev.pinfold.mm.device;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.frame.Frames;

/**
 * What keeps a device while its pages are used: the design point {@code DEVICE_PIN}.
 *
 * <p>Entries that map a device's pages either count like any other, or carry the devmap bit and count nothing.
 */
public interface DevicePin extends Choice {
    /** Whether entries carry {@link dev.pinfold.mm.table.Pte#DEVMAP}; then pins hold the page map. */
    boolean devmap();

    /** References that a page has which nobody maps or pins. */
    int idle(DeviceKind kind);

    /** Whether the device may not leave while a mapping of it exists. */
    boolean mappingsHold();

    /** Whether the device may not leave while a page of it is held. */
    boolean pagesHold();

    /**
     * Whether somebody beside entries and the device itself holds a folio. Entries do not count: while somebody waits for
     * pins to go, faults may map the page again. Where pins count as mappings, the two cannot be told apart here, and a
     * page that is mapped counts as held.
     */
    default boolean busy(Frames frames, int folio, DeviceKind kind) {
        int entries = frames.pins().needsMappings() ? 0 : frames.mapCount(folio);
        return frames.refCount(folio) - entries > idle(kind);
    }
}
