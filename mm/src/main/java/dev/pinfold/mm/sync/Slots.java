package dev.pinfold.mm.sync;

/** The numbers of slots. */
final class Slots {
    private static final long[] NONE = {};

    private Slots() {}

    /** A number for each slot in controlled mode, nothing in production. */
    static long[] newIds(int count) {
        if (!Sync.CONTROLLED) {
            return NONE;
        }
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = Sync.newId();
        }
        return ids;
    }
}
