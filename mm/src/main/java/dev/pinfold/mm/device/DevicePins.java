package dev.pinfold.mm.device;

import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;

/** The choices of the design point {@code DEVICE_PIN}. */
public final class DevicePins {
    /**
     * Since 2025: device pages are folios like any other. An entry holds a reference, a pin holds one, an idle page has
     * none, and the device waits until its pages are idle. Huge entries map compound folios.
     */
    public static final DevicePin FOLIO = new Kind(
            "folio",
            "device pages are folios like any other: entries and pins hold references, the device waits until none is left",
            false,
            0,
            false,
            true);

    /**
     * As in 2015: the devmap bit tells GUP to hold the page map for each page. Entries count nothing, an idle page has one
     * reference, and a huge entry is counted page by page.
     */
    public static final DevicePin PER_PAGE = new Kind(
            "per-page", "each pinned page holds the device's page map; entries count nothing", true, 1, false, true);

    /**
     * The coarse alternative of 2015: the device is held while any mapping of it exists, and by nothing else. A pin that
     * outlives its mapping does not keep the device: that is the hole in it.
     */
    public static final DevicePin PER_MAPPING = new Kind(
            "per-mapping",
            "the device is held while any mapping of it exists, and by nothing else",
            false,
            0,
            true,
            false);

    /** The point. */
    public static final DesignPoint<DevicePin> POINT = DesignPoint.named("DEVICE_PIN", DevicePin.class)
            .asks("What keeps a device while its pages are used?")
            .debated(Debate.DEVICE_PAGES)
            .linux("folio", "since 6.15, 2025; per-page from 4.5, 2016")
            .choices(FOLIO, PER_PAGE, PER_MAPPING);

    private DevicePins() {}

    private record Kind(
            String choice, String summary, boolean devmap, int idleRefs, boolean mappingsHold, boolean pagesHold)
            implements DevicePin {
        @Override
        public int idle(DeviceKind kind) {
            return switch (kind) {
                case FSDAX -> idleRefs;
                case GENERIC -> 1;
                case PRIVATE -> 0; // Each page in use has the references of its entries, and holds the page map.
            };
        }
    }
}
