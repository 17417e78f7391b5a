package dev.pinfold.mm.rmap;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link IntervalTree} holds: a range of page offsets, both ends inclusive, and the links of the tree in
 * itself, so that putting a mapping into a tree allocates nothing. A node is in at most one tree. The range must not
 * change while it is in one: take it out, change it, put it back, as Linux does around every change of a VMA.
 */
public abstract class IntervalNode {
    // Guarded by the lock of the tree the node is in.
    @Nullable
    IntervalNode left;

    @Nullable
    IntervalNode right;

    @Nullable
    IntervalNode parent;

    /** Heap order of the treap: a parent's priority is at least its children's. */
    int priority;

    /** The range as it was when the node was put in. */
    long first;

    long last;
    /** Largest {@link #last} in the subtree under this node. */
    long subtreeLast;

    boolean linked;

    /** First page offset of the range. */
    protected abstract long firstPage();

    /** Last page offset of the range, not below {@link #firstPage}. */
    protected abstract long lastPage();

    /** Whether the node is in a tree now. Preconditions: the tree's lock is held. */
    public final boolean inTree() {
        return linked;
    }
}
