package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.table.PinnedPages;

/**
 * What fork does with pages that may be pinned: {@code folio_needs_cow_for_dma} and {@code copy_present_page}. Serves one
 * fork; {@link #into} says for which of the child's mappings.
 */
final class PinnedCopies implements PinnedPages {
    private static final int NEW_ANON =
            FrameFlags.ANON | FrameFlags.SWAPBACKED | FrameFlags.UPTODATE | FrameFlags.ANON_EXCLUSIVE;

    private final Frames frames;
    private Vma child;

    PinnedCopies(Frames frames, Vma child) {
        this.frames = frames;
        this.child = child;
    }

    /** The next pages belong to this mapping of the child, whose anon_vma it has already. */
    PinnedCopies into(Vma vma) {
        child = vma;
        return this;
    }

    @Override
    public boolean mayBePinned(int pfn) {
        // Exclusive, so a small page has one entry; of a large folio the pages' own counts tell how many there are.
        return frames.test(pfn, FrameFlags.ANON_EXCLUSIVE)
                && !Guard.FORK_COPIES_PINNED.holds(!frames.pins().maybePinned(frames, frames.head(pfn), 1));
    }

    @Override
    public int copy(int pfn, long address, int cpu) {
        AnonVma anon = child.anonVma();
        if (anon == null) {
            throw new AssertionError("a pinned page of a mapping without an anon_vma: " + child);
        }
        int copy = frames.alloc(Zone.MOVABLE, 0, cpu);
        if (copy >= 0) {
            Bytes.copy(frames.address(pfn), frames.address(copy), PAGE_SIZE);
            frames.startMapped(copy, NEW_ANON, anon, child.pageIndex(address));
        }
        return copy;
    }
}
