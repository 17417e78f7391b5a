package dev.pinfold.mm.file;

import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.IntSlots;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.RefSlots;
import org.jspecify.annotations.Nullable;

/** A node of a {@link PageTree}: 64 frames, or 64 nodes one level down. */
final class PageNode {
    static final int BITS = 6;
    static final int SIZE = 1 << BITS;
    static final int MASK = SIZE - 1;

    /** Page number bits below this node's own; 0 in a leaf. */
    final int shift;

    private final @Nullable IntSlots pfns;
    private final @Nullable RefSlots<PageNode> children;

    // Under the lock of the tree's writers.
    @Nullable
    PageNode parent;
    /** Slots in use. */
    private final IntCell live = new IntCell(0);
    /** Bit per slot: something tagged is there or below. */
    private final LongCell tags = new LongCell(0);

    PageNode(int shift, @Nullable PageNode parent) {
        this.shift = shift;
        this.parent = parent;
        pfns = shift == 0 ? new IntSlots(SIZE) : null;
        children = shift == 0 ? null : new RefSlots<>(SIZE);
    }

    /** The shift of the lowest root that covers a page number. */
    static int shiftFor(long index) {
        int shift = 0;
        while (index >>> shift > MASK) {
            shift += BITS;
        }
        return shift;
    }

    /** Whether a page number belongs under this node, were it the root. */
    boolean covers(long index) {
        return index >>> shift <= MASK;
    }

    int slot(long index) {
        return (int) (index >>> shift) & MASK;
    }

    boolean isEmpty() {
        return live.get() == 0;
    }

    long tags() {
        return tags.get();
    }

    void setTags(long bits) {
        tags.set(bits);
    }

    /** The frame in a slot of a leaf, -1 for none. */
    int pfn(int slot) {
        IntSlots s = pfns;
        return s == null ? PageTree.NONE : s.getAcquire(slot) - 1; // Kept plus one: 0 is empty.
    }

    void setPfn(int slot, int pfn) {
        IntSlots s = pfns;
        if (s == null) {
            throw new AssertionError("not a leaf");
        }
        live.set(live.get() + (pfn == PageTree.NONE ? -1 : 1));
        s.setRelease(slot, pfn + 1);
    }

    /** Frames in a row in slots in a row of a leaf, of which {@code fresh} were empty. */
    void setRun(int slot, int n, int pfn, int fresh) {
        run(slot, n, pfn + 1, 1);
        if (fresh > 0) {
            live.set(live.get() + fresh);
        }
    }

    /** Empties slots in a row of a leaf, none of which is empty. */
    void clearRun(int slot, int n) {
        live.set(live.get() - n);
        run(slot, n, 0, 0);
    }

    private void run(int slot, int n, int value, int step) {
        IntSlots s = pfns;
        if (s == null) {
            throw new AssertionError("not a leaf");
        }
        s.setRun(slot, n, value, step);
    }

    /** Slots in use. */
    int live() {
        return live.get();
    }

    @Nullable
    PageNode child(int slot) {
        RefSlots<PageNode> s = children;
        return s == null ? null : s.getAcquire(slot);
    }

    void setChild(int slot, @Nullable PageNode child) {
        RefSlots<PageNode> s = children;
        if (s == null) {
            throw new AssertionError("a leaf has no children");
        }
        live.set(live.get() + (child == null ? -1 : 1));
        s.setRelease(slot, child);
    }

    /**
     * The first page at or after {@code from} under this node, or -1; with {@code tagged} the first that is tagged.
     *
     * <p>Preconditions: this is the root, or {@code from} lies under this node.
     */
    long next(long from, boolean tagged) {
        long below = from & (1L << shift) - 1;
        long base = from >>> shift & ~(long) MASK;
        for (int slot = slot(from); slot < SIZE; slot++, below = 0) {
            if (tagged && (tags.get() & 1L << slot) == 0) {
                continue;
            }
            long at = (base | slot) << shift | below;
            if (shift == 0) {
                if (pfn(slot) != PageTree.NONE) {
                    return at;
                }
            } else {
                PageNode down = child(slot);
                long found = down == null ? PageTree.NONE : down.next(at, tagged);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return PageTree.NONE;
    }
}
