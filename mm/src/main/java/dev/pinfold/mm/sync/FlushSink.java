package dev.pinfold.mm.sync;

/**
 * What a CPU does when it is asked to forget translations: its TLB, as this floor sees it.
 *
 * <p>Only the task that runs on the CPU calls these, so an implementation needs no lock. A task that has lost the CPU may
 * still be reading: what it reads it drops, see {@link Runner#armed}.
 */
public interface FlushSink {
    /**
     * Forgets every translation of one address space in a range.
     *
     * @param context the address space's identity
     * @param start first address, page-aligned
     * @param end address after the last, page-aligned; an end below the start (unsigned) means all of it
     */
    void invalidate(long context, long start, long end);

    /** Forgets everything. */
    void invalidateAll();
}
