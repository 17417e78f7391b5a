package dev.pinfold.mm.sync;

/**
 * The named conditions that keep the memory manager safe. Each constant says in one line what breaks without it, and is
 * tested where it matters with {@link #holds}.
 *
 * <p>In controlled mode a guard can be switched off, and then lets everything pass: that shows that it is needed, and
 * brings back the bugs of the past.
 */
@SuppressWarnings("ImmutableEnumChecker") // the switch exists in controlled mode only
public enum Guard {
    /** Cursor: the PMD entry is unchanged under the leaf lock. Without it entries of a table that left the tree are used. */
    LEAF_TABLE_UNCHANGED,
    /** GUP-fast: the PMD is unchanged after the reference was taken. Without it a collapsed table hands out a stale page. */
    GUP_PMD_UNCHANGED,
    /** GUP-fast: the PTE is unchanged after the reference was taken. Without it a page unmapped meanwhile is handed out. */
    GUP_PTE_UNCHANGED;

    private boolean off;
    private boolean reached;

    /** Returns {@code condition}; in controlled mode true if the guard is switched off. */
    public boolean holds(boolean condition) {
        if (!Sync.CONTROLLED) {
            return condition;
        }
        reached = true;
        return condition || off;
    }

    /** Switches the guard on or off; controlled mode only. */
    public void set(boolean on) {
        Sync.requireControlled();
        off = !on;
    }

    /** Whether the guard was asked since {@link #forgetReached}. */
    public boolean reached() {
        return reached;
    }

    /** Forgets that the guard was asked. */
    public void forgetReached() {
        reached = false;
    }
}
