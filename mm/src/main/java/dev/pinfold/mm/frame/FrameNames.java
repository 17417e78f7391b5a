package dev.pinfold.mm.frame;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import org.jspecify.annotations.Nullable;

/** Which word of which frame's record an address is, for reports. */
public final class FrameNames {
    private FrameNames() {}

    /** The frame whose memory or record an address lies in; -1 if it is none of theirs. */
    public static int frame(Frames frames, long address) {
        long memory = address - frames.address(0);
        if (memory >= 0 && memory >>> PAGE_SHIFT < frames.frames()) {
            return (int) (memory >>> PAGE_SHIFT);
        }
        long record = address - frames.recordBase();
        return record >= 0 && record >>> FrameMeta.SHIFT < frames.frames() ? (int) (record >>> FrameMeta.SHIFT) : -1;
    }

    /** What the lock is for that is a bit of this word of a frame's record: the page, or the page table that lies in it. */
    public static String lock(Frames frames, long address) {
        return (address - frames.recordBase() & (1 << FrameMeta.SHIFT) - 1) == FrameMeta.FLAGS
                ? "page lock"
                : "table lock";
    }

    /** What the word of a frame's record is for, {@code "references"}; null for an address in the frame itself. */
    public static @Nullable String field(Frames frames, long address) {
        long record = address - frames.recordBase();
        if (record < 0 || record >>> FrameMeta.SHIFT >= frames.frames()) {
            return null;
        }
        boolean table = frames.isTableNow((int) (record >>> FrameMeta.SHIFT));
        return switch ((int) record & (1 << FrameMeta.SHIFT) - 1) {
            case FrameMeta.REF -> "references";
            case FrameMeta.MAP -> "mappings";
            case FrameMeta.FLAGS -> "flags";
            case FrameMeta.OWNER -> "owner";
            case FrameMeta.INDEX -> "index";
            case FrameMeta.PREV -> table ? "emptied" : "index";
            case FrameMeta.PINS -> table ? "table set aside" : "pins";
            default -> "generation";
        };
    }
}
