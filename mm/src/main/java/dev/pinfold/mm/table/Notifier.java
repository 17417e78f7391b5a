package dev.pinfold.mm.table;

/**
 * Somebody who keeps translations of an address space outside of its CPUs' TLBs: a guest's page tables, a device's.
 * Linux: {@code struct mmu_notifier}.
 *
 * <p>It holds no references to pages. Between the two calls for a range it may neither use nor make translations there; so
 * it drops what it has in {@link #invalidateStart} and does not look at the tables again before {@link #invalidateEnd}.
 * Entries change in between, and pages are freed after the second call, or after it and the flush of the TLBs.
 */
public interface Notifier {
    /** Why a range is invalidated: {@code enum mmu_notifier_event}. */
    enum Event {
        /** Entries are cleared; pages may be freed. */
        CLEAR,
        /** Rights change over a part of the space. */
        PROTECTION_VMA,
        /** Rights change, or bits are cleared, of single pages, on behalf of their file. */
        PROTECTION_PAGE
    }

    /** Entries in {@code [start, end)} are about to change. May sleep, may not touch the space. */
    void invalidateStart(long start, long end, Event event);

    /** Those entries have changed, and the TLBs have been flushed. */
    void invalidateEnd(long start, long end, Event event);
}
