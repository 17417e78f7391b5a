package dev.pinfold.mm.frame;

/**
 * A range of frames with one use: Linux's {@code enum zone_type}, lowest addresses first. An allocation falls back
 * from the zone it names to the general zones before it in this order, never upwards, and never to or from
 * {@link #DEVICE}.
 */
public enum Zone {
    /** Memory the kernel itself may use at any time: page tables and everything else. */
    NORMAL(0),
    /** Memory without a permanent kernel address; user pages and the page cache live here first. */
    HIGHMEM(1),
    /** Memory that must stay movable: nothing in it may be pinned for long. */
    MOVABLE(2),
    /** A device's memory ({@code ZONE_DEVICE}): frames that no allocation hands out. */
    DEVICE(3);

    /** The zone's place, from the lowest addresses on. */
    final int index;

    Zone(int index) {
        this.index = index;
    }
}
