package dev.pinfold.mm.rmap;

import dev.pinfold.mm.sync.Witness;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of page offsets, found by overlap: what Linux keeps in {@code i_mmap} and in an {@code anon_vma}. A treap by
 * first page, each node knowing the largest last page below it; insertion and removal take O(log n), a query O(log n)
 * and O(log n) per range found. Ranges that begin at one page keep the order of their insertion, which a move of page
 * tables relies on: a copy made after its source is visited after it.
 *
 * <p>Not synchronised: the owner's lock ({@code i_mmap_rwsem}, the anon_vma root's) covers every call, a write lock
 * those that change it.
 */
@SuppressWarnings("ReferenceEquality") // a node is itself and nobody else
public final class IntervalTree<T extends IntervalNode> {
    private final Witness witness = new Witness();
    private @Nullable IntervalNode root;
    private int size;
    /** State of the priorities' generator; the same insertions give the same shape. */
    private int random = 0x9E3779B9;

    public boolean isEmpty() {
        return root == null;
    }

    /** Number of ranges. */
    public int size() {
        witness.read();
        return size;
    }

    /** Puts {@code node} in, after every range that begins at the same page. */
    public void insert(T node) {
        witness.change();
        if (node.linked) {
            throw new AssertionError("already in a tree: " + node);
        }
        node.linked = true;
        node.first = node.firstPage();
        node.last = node.lastPage();
        node.subtreeLast = node.last;
        node.priority = nextPriority();
        node.left = null;
        node.right = null;
        IntervalNode at = root;
        if (at == null) {
            node.parent = null;
            root = node;
        } else {
            while (true) {
                if (at.subtreeLast < node.last) {
                    at.subtreeLast = node.last;
                }
                IntervalNode down = node.first < at.first ? at.left : at.right;
                if (down == null) {
                    break;
                }
                at = down;
            }
            if (node.first < at.first) {
                at.left = node;
            } else {
                at.right = node;
            }
            node.parent = at;
            for (IntervalNode up = at; up != null && up.priority < node.priority; up = node.parent) {
                rotateUp(node, up);
            }
        }
        size++;
    }

    /** Takes {@code node} out. */
    public void remove(T node) {
        witness.change();
        if (!node.linked) {
            throw new AssertionError("not in a tree: " + node);
        }
        while (true) {
            IntervalNode l = node.left;
            IntervalNode r = node.right;
            if (l == null || r == null) {
                replace(node, l == null ? r : l);
                break;
            }
            rotateUp(l.priority >= r.priority ? l : r, node);
        }
        for (IntervalNode up = node.parent; up != null; up = up.parent) {
            if (!update(up)) {
                break;
            }
        }
        node.left = null;
        node.right = null;
        node.parent = null;
        node.linked = false;
        size--;
    }

    /** The first range in order that overlaps pages {@code from} to {@code to}, both inclusive; null if none. */
    public @Nullable T first(long from, long to) {
        witness.read();
        IntervalNode n = root;
        return n == null || n.subtreeLast < from ? null : search(n, from, to);
    }

    /** The range after {@code node} in order that overlaps pages {@code from} to {@code to}; null if none. */
    public @Nullable T next(T node, long from, long to) {
        witness.read();
        IntervalNode n = node;
        IntervalNode r = n.right;
        while (true) {
            if (r != null && r.subtreeLast >= from) {
                return search(r, from, to);
            }
            // Up to the first ancestor on whose left side we are.
            IntervalNode child;
            do {
                child = n;
                n = child.parent;
                if (n == null) {
                    return null;
                }
            } while (child == n.right);
            if (n.first > to) {
                return null;
            }
            if (n.last >= from) {
                return cast(n);
            }
            r = n.right;
        }
    }

    /** Leftmost overlap below {@code n}, whose {@code subtreeLast} reaches {@code from}. */
    private @Nullable T search(IntervalNode start, long from, long to) {
        IntervalNode n = start;
        while (true) {
            IntervalNode l = n.left;
            if (l != null && l.subtreeLast >= from) {
                n = l; // If nothing on the left overlaps, it begins after "to", and so does all that follows.
                continue;
            }
            if (n.first > to) {
                return null;
            }
            if (n.last >= from) {
                return cast(n);
            }
            IntervalNode r = n.right;
            if (r == null || r.subtreeLast < from) {
                return null;
            }
            n = r;
        }
    }

    /** {@code child} takes the place of its parent {@code up}, order kept. */
    private void rotateUp(IntervalNode child, IntervalNode up) {
        replace(up, child);
        if (up.left == child) {
            IntervalNode moved = child.right;
            up.left = moved;
            if (moved != null) {
                moved.parent = up;
            }
            child.right = up;
        } else {
            IntervalNode moved = child.left;
            up.right = moved;
            if (moved != null) {
                moved.parent = up;
            }
            child.left = up;
        }
        up.parent = child;
        child.subtreeLast = up.subtreeLast;
        update(up);
    }

    private void replace(IntervalNode node, @Nullable IntervalNode by) {
        IntervalNode up = node.parent;
        if (by != null) {
            by.parent = up;
        }
        if (up == null) {
            root = by;
        } else if (up.left == node) {
            up.left = by;
        } else {
            up.right = by;
        }
    }

    /** Recomputes {@code subtreeLast}; whether it changed. */
    private static boolean update(IntervalNode n) {
        long max = n.last;
        IntervalNode l = n.left;
        if (l != null && l.subtreeLast > max) {
            max = l.subtreeLast;
        }
        IntervalNode r = n.right;
        if (r != null && r.subtreeLast > max) {
            max = r.subtreeLast;
        }
        if (max == n.subtreeLast) {
            return false;
        }
        n.subtreeLast = max;
        return true;
    }

    private int nextPriority() {
        int x = random;
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        random = x;
        return x;
    }

    @SuppressWarnings("unchecked")
    private T cast(IntervalNode n) {
        return (T) n;
    }
}
