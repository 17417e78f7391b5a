package dev.pinfold.mm.table;

/**
 * What fork does with pages that somebody may have pinned: the child gets a copy at once, so that the page stays the
 * parent's alone and the pin stays on the page that the parent uses.
 */
public interface PinnedPages {
    /** Whether a page is its space's alone and may be pinned ({@code folio_needs_cow_for_dma}). */
    boolean mayBePinned(int pfn);

    /**
     * A copy of a page for the child: exclusive, with one reference and one mapping, owned by the child's anon_vma.
     *
     * @param address where it is mapped, in both spaces
     * @return the frame, or -1 when there is none
     */
    int copy(int pfn, long address, int cpu);
}
