package dev.pinfold.mm.file;

import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;

/** The choices of the design point {@code WRITEBACK_PINNED}. */
public final class WritebacksPinned {
    /**
     * A copy of the page goes to the store, and the page stays dirty as long as it is pinned. What was there when somebody
     * asked for durability is durable, and what comes later is written later. Costs a frame, a copy, and the page's writing
     * each time.
     */
    public static final WritebackPinned BOUNCE = new Way(
            "bounce",
            "a copy is written and the page stays dirty: a frame and a copy each time",
            WritebackPinned.Treatment.COPY,
            false);

    /**
     * The page is passed over and stays dirty. Nothing is ever lost for good, and nothing of it is durable before the pin
     * goes, whatever {@code fsync} says.
     */
    public static final WritebackPinned SKIP = new Way(
            "skip",
            "the page is passed over and stays dirty: nothing of it is durable before the pin goes",
            WritebackPinned.Treatment.SKIP,
            false);

    /**
     * Pins do not concern writing back; who drops one makes up for it by asking the file once more. The drop may sleep and
     * may find no room, and until then the store lacks what the device wrote.
     */
    public static final WritebackPinned MKWRITE_ON_UNPIN = new Way(
            "mkwrite-on-unpin",
            "pins do not matter; who drops one asks the file again: until then the store lacks what the device wrote",
            WritebackPinned.Treatment.WRITE,
            true);

    /** The point. */
    public static final DesignPoint<WritebackPinned> POINT = DesignPoint.named(
                    "WRITEBACK_PINNED", WritebackPinned.class)
            .asks("What does writing back do with a dirty page that a device may write at any time?")
            .debated(Debate.PINS)
            .linux("", "cleans it and asks nobody; long-term pins of files are refused since 6.5, 2023")
            .choices(BOUNCE, SKIP, MKWRITE_ON_UNPIN);

    private WritebacksPinned() {}

    private record Way(String choice, String summary, Treatment pinned, boolean asksOnUnpin)
            implements WritebackPinned {}
}
