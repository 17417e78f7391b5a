package dev.pinfold.mm.frame;

import dev.pinfold.mm.design.Choice;

/**
 * How a pin ({@code pin_user_pages}) is told from any other reference: the design point {@code PIN_COUNT}. Every pin holds
 * at least one reference as well, so a folio that is pinned is never freed.
 *
 * <p>A pin is taken in two steps, since only a reference makes sure that the folio is still the one that was looked up:
 * the caller takes {@link #references} references, looks again, and then calls {@link #mark}. It is dropped in the
 * opposite order. To test for pins while others may be taken, first make the page unreachable, then test.
 */
public interface PinCount extends Choice {
    /** References that one pin holds. */
    int references(boolean large);

    /** Counts {@code n} pins, for which the caller has taken the references and seen that the folio is the right one. */
    void mark(Frames frames, int folio, boolean large, int n);

    /** Uncounts {@code n} pins, whose references the caller drops afterwards. */
    void unmark(Frames frames, int folio, boolean large, int n);

    /**
     * Whether a folio may be pinned ({@code folio_maybe_dma_pinned}): never false if it is, sometimes true if it is not.
     *
     * @param mappings page-table entries that map a folio of one frame; only a choice with {@link #needsMappings} looks at
     *     it. Those of a larger one are counted by its pages
     */
    boolean maybePinned(Frames frames, int folio, int mappings);

    /** Whether {@link #maybePinned} has to be told the number of entries that map the folio, which a walk must count. */
    boolean needsMappings();

    /** Map counts that are not entries but pins, for audits while nothing runs: {@code pins} are outstanding. */
    default int mapCountsOf(int pinCount) {
        return 0;
    }
}
