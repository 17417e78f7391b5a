package dev.pinfold.mm.device;

import java.util.List;

/** The choices of the design point {@code DEVICE_PIN}. */
public final class DevicePins {
    /**
     * Since 2025: device pages are folios like any other. An entry holds a reference, a pin holds one, an idle page has
     * none, and the device waits until its pages are idle. Huge entries map compound folios.
     */
    public static final DevicePin FOLIO = new Choice("folio", false, 0, false, true);

    /**
     * As in 2015: the devmap bit tells GUP to hold the page map for each page. Entries count nothing, an idle page has one
     * reference, and a huge entry is counted page by page.
     */
    public static final DevicePin PER_PAGE = new Choice("per-page", true, 1, false, true);

    /**
     * The coarse alternative of 2015: the device is held while any mapping of it exists, and by nothing else. A pin that
     * outlives its mapping does not keep the device: that is the hole in it.
     */
    public static final DevicePin PER_MAPPING = new Choice("per-mapping", false, 0, true, false);

    private DevicePins() {}

    /** All of them, the default first. */
    public static List<DevicePin> all() {
        return List.of(FOLIO, PER_PAGE, PER_MAPPING);
    }

    private record Choice(String choice, boolean devmap, int idleRefs, boolean mappingsHold, boolean pagesHold)
            implements DevicePin {
        @Override
        public int idle(DeviceKind kind) {
            return kind == DeviceKind.FSDAX ? idleRefs : 1;
        }
    }
}
