package dev.pinfold.mm.space;

import dev.pinfold.mm.sync.RefCell;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The VMAs of an address space by address: {@code mm_mt}. Readers need no lock: they see the tree as some writer left
 * it. What they find may be changing or gone already, so who holds no mmap lock takes the VMA's own lock and looks
 * again. Writers hold the mmap lock for writing.
 *
 * <p>The tree's ranges are its own: a VMA's fields and its range in the tree change one after the other, as in Linux.
 */
public final class VmaTree {
    private final RefCell<VmaNode> root = new RefCell<>(null);

    /** The VMA that contains {@code address}, or null: {@code vma_lookup}. */
    public @Nullable Vma lookup(long address) {
        return lookup(root.getAcquire(), address);
    }

    /** As {@link #lookup}, for assertions: not a point where tasks meet. */
    @Nullable
    Vma peek(long address) {
        return lookup(root.peek(), address);
    }

    private static @Nullable Vma lookup(@Nullable VmaNode root, long address) {
        VmaNode n = root;
        while (n != null) {
            if (address < n.start) {
                n = n.left;
            } else if (address >= n.end) {
                n = n.right;
            } else {
                return n.vma;
            }
        }
        return null;
    }

    /** The first VMA that ends above {@code address}: {@code find_vma}. It may begin above it as well. */
    public @Nullable Vma find(long address) {
        VmaNode n = root.getAcquire();
        Vma best = null;
        while (n != null) {
            if (address < n.end) {
                best = n.vma;
                n = n.left;
            } else {
                n = n.right;
            }
        }
        return best;
    }

    /** The first VMA that overlaps {@code [start, end)}, or null: {@code find_vma_intersection}. */
    public @Nullable Vma findIntersection(long start, long end) {
        VmaNode n = root.getAcquire();
        VmaNode best = null;
        while (n != null) {
            if (start < n.end) {
                best = n;
                n = n.left;
            } else {
                n = n.right;
            }
        }
        return best != null && best.start < end ? best.vma : null;
    }

    /** The last VMA that begins below {@code address}, or null. It may contain it. */
    public @Nullable Vma findBelow(long address) {
        VmaNode n = root.getAcquire();
        Vma best = null;
        while (n != null) {
            if (n.start < address) {
                best = n.vma;
                n = n.right;
            } else {
                n = n.left;
            }
        }
        return best;
    }

    /** The VMA after {@code vma}, or null. */
    public @Nullable Vma next(Vma vma) {
        return find(vma.end());
    }

    /** The VMA before {@code vma}, or null. */
    public @Nullable Vma prev(Vma vma) {
        return findBelow(vma.start());
    }

    /** The lowest VMA, or null. */
    public @Nullable Vma first() {
        return find(0);
    }

    public boolean isEmpty() {
        return root.getAcquire() == null;
    }

    /**
     * Gives {@code [start, end)} to {@code vma}; what others had of it they lose. Preconditions: the mmap lock is held
     * for writing.
     */
    void store(long start, long end, Vma vma) {
        VmaNode n = root.get();
        VmaNode at = overlap(n, start, end);
        if (at == null) {
            root.setRelease(VmaNode.insert(n, start, end, vma));
        } else if (at.start <= start && end <= at.end) {
            root.setRelease(VmaNode.replace(n, start, end, vma));
        } else {
            VmaNode own = new VmaNode(null, start, end, vma, null);
            root.setRelease(VmaNode.join(VmaNode.below(n, start), own, VmaNode.above(n, end)));
        }
    }

    /** Gives {@code [start, end)} to nobody. Preconditions: the mmap lock is held for writing. */
    void clear(long start, long end) {
        VmaNode n = root.get();
        VmaNode at = overlap(n, start, end);
        if (at == null) {
            return;
        }
        if (at.start == start && at.end == end) {
            root.setRelease(VmaNode.delete(n, start));
        } else {
            root.setRelease(VmaNode.join(VmaNode.below(n, start), VmaNode.above(n, end)));
        }
    }

    /** Becomes the tree of {@code vmas[0..count)}, which are in order. Preconditions: nobody else sees the tree. */
    void build(Vma[] vmas, int count) {
        root.setRelease(VmaNode.build(vmas, 0, count));
    }

    /** A range that overlaps {@code [start, end)}, the one nearest to the root; null if there is none. */
    private static @Nullable VmaNode overlap(@Nullable VmaNode root, long start, long end) {
        VmaNode n = root;
        while (n != null) {
            if (end <= n.start) {
                n = n.left;
            } else if (start >= n.end) {
                n = n.right;
            } else {
                return n;
            }
        }
        return null;
    }

    /**
     * End of the highest hole of at least {@code length} bytes within {@code [low, high)}, cut to {@code high}; -1 if
     * none: {@code mas_empty_area_rev}. O(log n).
     */
    long highestGapEnd(long low, long high, long length) {
        return VmaNode.highestGapEnd(root.getAcquire(), 0, Long.MAX_VALUE, low, high, length);
    }

    /** Start of the lowest such hole, cut to {@code low}: {@code mas_empty_area}. */
    long lowestGapStart(long low, long high, long length) {
        return VmaNode.lowestGapStart(root.getAcquire(), 0, Long.MAX_VALUE, low, high, length);
    }

    /** Visits every VMA in order of address, of one state of the tree. */
    public void forEach(Consumer<? super Vma> visitor) {
        forEach(root.getAcquire(), visitor);
    }

    static void forEach(@Nullable VmaNode root, Consumer<? super Vma> visitor) {
        for (VmaNode n = root; n != null; n = n.right) {
            forEach(n.left, visitor);
            visitor.accept(n.vma);
        }
    }

    /** Number of ranges. O(n): for checks. */
    int check() {
        return VmaNode.check(root.getAcquire());
    }
}
