package dev.pinfold.mm.frame;

/** What a frame's record holds while the frame is a page table, by absolute native addresses ({@code struct ptdesc}). */
public final class TableWords {
    /** The bit of the word at {@link #lock} that is the lock. */
    public static final int LOCK_BIT = 0;

    private TableWords() {}

    /**
     * The word of which one bit locks the table. The bit outlives the table: nothing but the lock writes it, whatever the
     * frame becomes.
     */
    public static long lock(Frames frames, int table) {
        return frames.meta(table) + FrameMeta.GENERATION;
    }

    /** The int in which a leaf table counts how often entries of it were made empty: 0 at first; guarded by the lock. */
    public static long emptied(Frames frames, int table) {
        return frames.meta(table) + FrameMeta.EMPTIED;
    }

    /** The int in which a table names the leaf table that is set aside with it: 0 at first; guarded by the PMD table's lock. */
    public static long setAside(Frames frames, int table) {
        return frames.meta(table) + FrameMeta.SET_ASIDE;
    }
}
