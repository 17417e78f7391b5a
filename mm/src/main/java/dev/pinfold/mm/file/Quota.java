package dev.pinfold.mm.file;

import dev.pinfold.mm.sync.LongCell;

/** Room on a file system, in pages; without a limit for memory that belongs to no mount. */
public final class Quota {
    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final long limit;
    private final LongCell used = new LongCell(0);

    /** Room for so many pages. */
    public Quota(long limit) {
        this.limit = limit;
    }

    /** Pages there may be. */
    public long limit() {
        return limit;
    }

    /** Pages there are. */
    public long used() {
        return used.getAcquire();
    }

    /** Takes room for {@code pages}; false, with nothing taken, if there is not enough. */
    boolean take(long pages) {
        if (limit == UNLIMITED) {
            return true;
        }
        long before = used.getAndAdd(pages);
        if (before + pages > limit) {
            used.getAndAdd(-pages);
            return false;
        }
        return true;
    }

    void give(long pages) {
        if (limit != UNLIMITED && pages != 0) {
            used.getAndAdd(-pages);
        }
    }
}
