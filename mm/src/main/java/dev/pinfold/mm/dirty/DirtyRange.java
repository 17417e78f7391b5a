package dev.pinfold.mm.dirty;

/**
 * The pages that records of one caller lie in: the {@code start} and {@code end} of {@code
 * clean_record_shared_mapping_range}, half-open, counted from the bitmap's first page. It is empty where {@code start >=
 * end}, and only grows from there.
 */
public final class DirtyRange {
    private long start;
    private long end;

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    public boolean isEmpty() {
        return start >= end;
    }

    /** Makes it empty. */
    public void reset() {
        start = 0;
        end = 0;
    }

    /**
     * Gets ready for records of {@code pages} pages. An empty range begins at {@code pages}, as Linux has it: exact where
     * the pages asked for begin with the bitmap's first, a range that begins too low where they begin further on.
     */
    void begin(long pages) {
        if (isEmpty()) {
            start = pages;
            end = 0;
        }
    }

    void add(long first, long after) {
        start = Math.min(start, first);
        end = Math.max(end, after);
    }
}
