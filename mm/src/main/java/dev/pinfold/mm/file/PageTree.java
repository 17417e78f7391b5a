package dev.pinfold.mm.file;

import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.RefCell;
import org.jspecify.annotations.Nullable;

/**
 * The index of a page cache: page number in the file to frame number ({@code i_pages}, an XArray). A radix tree of 64
 * slots a node, as high as the largest page number needs.
 *
 * <p>Readers take no lock. They may see any mix of concurrent changes, but each slot only with a value it really had;
 * the garbage collector keeps a node alive under its readers. Writers hold the mapping's {@code i_pages} lock. What a
 * reader finds is a frame number, not a reference: it takes one and looks again ({@link FileMapping#lookup}).
 */
final class PageTree {
    static final int NONE = -1;

    private final RefCell<PageNode> root = new RefCell<>(null);

    /** Pages in the tree; changed under the lock of the writers. */
    private final LongCell count = new LongCell(0);

    /** The frame at {@code index}, or {@link #NONE}. */
    int get(long index) {
        PageNode n = root.getAcquire();
        if (n == null || !n.covers(index)) {
            return NONE;
        }
        while (n.shift > 0) {
            n = n.child(n.slot(index));
            if (n == null) {
                return NONE;
            }
        }
        return n.pfn((int) index & PageNode.MASK);
    }

    /** Puts a frame at {@code index}. Returns false, changing nothing, if one is there. */
    boolean insert(long index, int pfn) {
        PageNode n = leafOrCreate(index);
        int slot = (int) index & PageNode.MASK;
        if (n.pfn(slot) != NONE) {
            return false;
        }
        n.setPfn(slot, pfn);
        count.setRelease(count.get() + 1);
        return true;
    }

    /**
     * Puts other frames in a row in the place of those of {@code pages} pages from {@code index} on, a power of two, of which
     * that is a multiple; all are there. Tags stay.
     */
    void replaceRun(long index, int pages, int pfn) {
        int step = Math.min(pages, PageNode.SIZE);
        for (int i = 0; i < pages; i += step) {
            PageNode n = leaf(index + i);
            if (n == null) {
                throw new AssertionError("no page " + (index + i) + " to replace");
            }
            n.setRun((int) (index + i) & PageNode.MASK, step, pfn + i, 0);
        }
    }

    /**
     * Puts frames in a row at {@code pages} indices from {@code index} on, in the place of whatever is there. Both are multiples
     * of a node's size.
     */
    void putRun(long index, int pages, int pfn) {
        for (int i = 0; i < pages; i += PageNode.SIZE) {
            PageNode n = leafOrCreate(index + i);
            int fresh = PageNode.SIZE - n.live();
            n.setRun(0, PageNode.SIZE, pfn + i, fresh);
            count.setRelease(count.get() + fresh);
        }
    }

    /** How many of {@code pages} pages from {@code index} on are in the tree; both are multiples of a node's size. */
    int countRun(long index, int pages) {
        int there = 0;
        for (int i = 0; i < pages; i += PageNode.SIZE) {
            PageNode n = leaf(index + i);
            there += n == null ? 0 : n.live();
        }
        return there;
    }

    /** Takes out {@code pages} pages from {@code index} on: a power of two, of which that is a multiple; all are there. */
    void removeRun(long index, int pages) {
        int step = Math.min(pages, PageNode.SIZE);
        for (int i = 0; i < pages; i += step) {
            PageNode n = leaf(index + i);
            if (n == null) {
                throw new AssertionError("no page " + (index + i) + " to remove");
            }
            for (int k = 0; k < step && n.tags() != 0; k++) {
                tag(n, index + i + k, false);
            }
            n.clearRun((int) (index + i) & PageNode.MASK, step);
            count.setRelease(count.get() - step);
            prune(n, index + i);
        }
    }

    /** Takes the frame at {@code index} out and gives it; {@link #NONE} if there is none. */
    int remove(long index) {
        PageNode n = leaf(index);
        if (n == null) {
            return NONE;
        }
        int slot = (int) index & PageNode.MASK;
        int pfn = n.pfn(slot);
        if (pfn == NONE) {
            return NONE;
        }
        tag(n, index, false);
        n.setPfn(slot, NONE);
        count.setRelease(count.get() - 1);
        prune(n, index);
        return pfn;
    }

    /** Takes nodes out that have become empty; a reader still in one finds nothing, which was true at some moment. */
    private void prune(PageNode leaf, long index) {
        PageNode n = leaf;
        while (n.isEmpty()) {
            PageNode up = n.parent;
            if (up == null) {
                root.setRelease(null);
                break;
            }
            up.setChild(up.slot(index), null);
            n = up;
        }
    }

    /** The first page at or after {@code from} that is in the tree, or -1. With or without the lock. */
    long next(long from) {
        PageNode n = root.getAcquire();
        return n == null || !n.covers(from) ? NONE : n.next(from, false);
    }

    /** The first tagged page at or after {@code from}, or -1. Preconditions: the writers' lock. */
    long nextTagged(long from) {
        PageNode n = root.get();
        return n == null || !n.covers(from) ? NONE : n.next(from, true);
    }

    /** Tags the page at {@code index} or takes its tag away. Preconditions: the writers' lock. */
    void setTag(long index, boolean on) {
        PageNode n = leaf(index);
        if (n != null && n.pfn((int) index & PageNode.MASK) != NONE) {
            tag(n, index, on);
        }
    }

    /** Whether any page is tagged. Preconditions: the writers' lock. */
    boolean anyTagged() {
        PageNode n = root.get();
        return n != null && n.tags() != 0;
    }

    /** Pages in the tree. Preconditions: the writers' lock; without it a number that may be old. */
    long count() {
        return count.getAcquire();
    }

    private PageNode leafOrCreate(long index) {
        PageNode n = grow(index);
        while (n.shift > 0) {
            int slot = n.slot(index);
            PageNode down = n.child(slot);
            if (down == null) {
                down = new PageNode(n.shift - PageNode.BITS, n);
                n.setChild(slot, down);
            }
            n = down;
        }
        return n;
    }

    private @Nullable PageNode leaf(long index) {
        PageNode n = root.get();
        if (n == null || !n.covers(index)) {
            return null;
        }
        while (n != null && n.shift > 0) {
            n = n.child(n.slot(index));
        }
        return n;
    }

    /** Sets or clears one tag, and on every node above whether anything below it is tagged. */
    private static void tag(PageNode leaf, long index, boolean on) {
        for (PageNode n = leaf; n != null; n = n.parent) {
            long bit = 1L << n.slot(index);
            long old = n.tags();
            if (on == ((old & bit) != 0)) {
                return;
            }
            n.setTags(old ^ bit);
            if (!on && old != bit) {
                return;
            }
        }
    }

    /** The root, high enough for {@code index}. */
    private PageNode grow(long index) {
        PageNode n = root.get();
        if (n == null) {
            n = new PageNode(PageNode.shiftFor(index), null);
            root.setRelease(n);
        }
        while (!n.covers(index)) {
            PageNode up = new PageNode(n.shift + PageNode.BITS, null);
            up.setChild(0, n);
            if (n.tags() != 0) {
                up.setTags(1);
            }
            n.parent = up;
            root.setRelease(up);
            n = up;
        }
        return n;
    }
}
