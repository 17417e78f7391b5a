package dev.pinfold.mm.dirty;

import org.jspecify.annotations.Nullable;

/**
 * What of a space's private memory changed up to a moment: the answer of {@link SpaceTracker#checkpoint}. Pages are page
 * numbers: {@code address >>> 12}.
 *
 * <p>To bring a copy up to date, copy each page that was {@link #written} and clear each that was {@link #dropped}. Pages
 * are read after the checkpoint was taken; a store that comes while they are is in the next one.
 */
public final class Checkpoint {
    private PageBlocks written;
    private PageBlocks dropped;

    /** What changed since the checkpoint before this, whichever this one was asked to begin at. */
    private final PageBlocks stepWritten;

    private final PageBlocks stepDropped;

    /** The checkpoint after this; so who keeps an old one keeps what came later, and nobody else does. */
    private @Nullable Checkpoint next;

    Checkpoint(PageBlocks stepWritten, PageBlocks stepDropped) {
        this.stepWritten = stepWritten;
        this.stepDropped = stepDropped;
        written = stepWritten;
        dropped = stepDropped;
    }

    /** Answers with other pages than those of the last step. */
    void answer(PageBlocks nowWritten, PageBlocks nowDropped) {
        written = nowWritten;
        dropped = nowDropped;
    }

    /** Pages that were stored to, or that came to their place by mremap. */
    public PageBlocks written() {
        return written;
    }

    /**
     * Pages that were there and are gone: what is mapped there, if anything, is as it was before the first store, zeroes or
     * a file's.
     */
    public PageBlocks dropped() {
        return dropped;
    }

    void follow(Checkpoint later) {
        next = later;
    }

    /** Adds up what changed after {@code from} until here. False if this does not come after it. */
    boolean since(Checkpoint from) {
        PageBlocks allWritten = new PageBlocks();
        PageBlocks allDropped = new PageBlocks();
        Checkpoint c = from;
        while (c != this) {
            c = c.next;
            if (c == null) {
                return false;
            }
            c.stepWritten.forEach(p -> {
                allWritten.add(p);
                allDropped.remove(p);
            });
            c.stepDropped.forEach(p -> {
                allDropped.add(p);
                allWritten.remove(p);
            });
        }
        answer(allWritten, allDropped);
        return true;
    }
}
