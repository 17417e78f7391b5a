package dev.pinfold.mm.frame;

/**
 * What a folio belongs to: {@code struct page}'s {@code mapping}. The reverse map of an anonymous folio, or the file
 * whose cache holds the page. Folio metadata names it by a number of {@link OwnerTable}.
 */
public interface FolioOwner {
    /** The number that {@link OwnerTable#register} gave this owner; never 0. */
    int ownerId();

    /**
     * Told that pages were found to have been stored to through a mapping whose entry is gone or has been cleaned, while
     * somebody tracks such stores. Called under the lock of a table: must not sleep.
     *
     * @param index page number of the first
     * @param pages how many
     */
    default void stored(long index, long pages) {}

    /** Whether {@link #stored} does anything. */
    default boolean tracksStores() {
        return false;
    }
}
