package dev.pinfold.mm.frame;

/**
 * What a folio belongs to: {@code struct page}'s {@code mapping}. The reverse map of an anonymous folio, or the file
 * whose cache holds the page. Folio metadata names it by a number of {@link OwnerTable}.
 */
public interface FolioOwner {

    /** The number that {@link OwnerTable#register} gave this owner; never 0. */
    int ownerId();
}
