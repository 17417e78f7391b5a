package dev.pinfold.mm.file;

/**
 * Something that tracks the stores that reach a file through shared mappings ({@link FileMapping#track}). Both methods are called under
 * the lock of a page table: they must not sleep, and come from any task.
 *
 * <p>While a file is tracked its shared mappings get pages read-only, and the first store to each is a fault that tells {@link
 * #becomesWritable}. From then on stores show in the entry's dirty bit alone. Where that bit is lost to the tracker, since
 * the entry is cleared or the file writes the page back, {@link #stored} says so.
 */
public interface StoreTracker {
    /** Stores to a page are about to go through. */
    void becomesWritable(long index);

    /** Pages {@code [first, first + pages)} have been stored to; their entries do not show it any more. */
    void stored(long first, long pages);
}
