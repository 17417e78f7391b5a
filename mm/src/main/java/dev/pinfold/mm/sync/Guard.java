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
    /** Cursor: the PMD entry is still huge under the PMD lock. Without it a table is taken for a page of 2 MiB. */
    HUGE_ENTRY_UNCHANGED,
    /** Cursor: an entry of 2 MiB is no table. Without it what is stored in the page is taken for entries. */
    HUGE_IS_NO_TABLE,
    /** Page walk: the table is not held. Without it who changes its entries by plain stores loses what the walk notes. */
    WALK_STAYS_OUT,
    /** Cursor: the PMD entry is unchanged under the leaf lock. Without it entries of a table that left the tree are used. */
    LEAF_TABLE_UNCHANGED,
    /** GUP-fast: the PMD is unchanged after the reference was taken. Without it a collapsed table hands out a stale page. */
    GUP_PMD_UNCHANGED,
    /** GUP-fast: the PTE is unchanged after the reference was taken. Without it a page unmapped meanwhile is handed out. */
    GUP_PTE_UNCHANGED,
    /** GUP-fast: the folio still holds the page after the reference was taken. Without it a stranger is counted. */
    GUP_FOLIO_UNCHANGED,
    /** GUP-fast: whoever gives the device's hold back has taken it. Without it the device goes while others use it. */
    GUP_HOLDS_DEVICE,
    /** GUP: a page that is pinned to be read is this space's alone. Without it the reader goes on with a page left behind. */
    GUP_UNSHARED,
    /** GUP: a forced write finds a page that is this mapping's alone. Without it read-only files and zeros are written. */
    FORCED_WRITE_EXCLUSIVE,
    /** Fork: a page that it shares is not pinned. Without it the parent's next store leaves the pin on a page of nobody's. */
    FORK_COPIES_PINNED,
    /** GUP-fast: no fork ran meanwhile. Without it fork shares a page that is pinned, and the pin ends on the wrong copy. */
    GUP_FORK_SEQUENCE,
    /** DAX: truncation goes on only when nobody holds a page. Without it a device writes into another file's block. */
    DAX_TRUNCATE_WAITS,
    /** Writeback: a page that it cleans is not pinned. Without it the store never sees what a device writes afterwards. */
    WRITEBACK_SEES_PINS,
    /** Unpin: the file is asked before a page it cleaned is dirty again. Without it what the device wrote is dropped. */
    UNPIN_ASKS_FILE,
    /** Poison: a broken page is taken from who maps it. Without it who maps it goes on reading what is broken. */
    POISON_UNMAPS,
    /** DAX: the PMD is still empty under its lock. Without it a table of small entries is replaced and lost. */
    DAX_PMD_STILL_EMPTY,
    /** DAX: a page that nobody maps counts as held all the same. Without it a pin that outlived its mapping is overlooked. */
    DAX_BUSY_THOUGH_UNMAPPED,
    /** Unbind: what is mapped is revoked before the device goes. Without it its memory is reached afterwards. */
    UNBIND_REVOKES,
    /** Unbind: pins are waited for before the device goes. Without it a device's memory is written after it left. */
    UNBIND_WAITS_FOR_PINS,
    /** A count has room for more references. Without it it wraps, and the frame is freed while it is used. */
    REFERENCE_ROOM,
    /** A device's page map is alive when a reference to it is given. Without it pages of a device that left are used. */
    PGMAP_LIVE,
    /** Switch: a kernel map leaves the CPU with its task and comes back with it. Without it tasks use each other's maps. */
    KMAP_SAVED_AT_SWITCH,
    /** Switch: guard slots hold no map and are passed over. Without it they are taken for maps that were lost. */
    KMAP_SWITCH_SKIPS_GUARDS,
    /** Kernel map: who has one keeps to its CPU, whose slots it lies in. Without it the map is left behind on the other CPU. */
    KMAP_LOCAL_KEEPS_TO_CPU,
    /** Per-CPU kernel map: who has one keeps the CPU. Without it a task that sleeps finds its map taken by another. */
    KMAP_ATOMIC_KEEPS_CPU,
    /** Pool of kernel maps: a slot in use is not given out. Without it two pages have one address. */
    KMAP_POOL_SLOT_FREE,
    /** Switch: the rights to protected memory leave the CPU with their task. Without it the next task writes device memory. */
    PKS_SAVED_AT_SWITCH,
    /** Exception: rights begin closed. Without it an interrupt writes through the section of whom it interrupted. */
    PKS_EXCEPTION_CLOSES,
    /** Exception: the count of open sections begins anew, too. Without it a section opened inside opens nothing. */
    PKS_EXCEPTION_COUNTS_ANEW,
    /** Per-CPU count of open sections: who is inside keeps the CPU. Without it another's section opens nothing. */
    STRAY_SECTION_KEEPS_CPU,
    /** Page cache lookup: the slot is unchanged after the reference was taken. Without it another file's page is handed out. */
    PAGE_CACHE_SLOT_UNCHANGED,
    /** Page cache: the locked folio is still the file's page. Without it a page that was truncated away is mapped or filled. */
    FOLIO_STILL_IN_FILE,
    /** File fault: the page lies within the size, read again under the folio lock. Without it a truncated page comes back. */
    FAULT_WITHIN_FILE,
    /** Copy on write: one reference, read again under the folio lock. Without it a page that another still uses is written. */
    COW_REUSE_SOLE_REFERENCE,
    /** Copy on write: all that uses a large folio is in the table at hand. Without it a page that another uses is written. */
    COW_REUSE_ALL_HERE,
    /** Copy on write: the entry is unchanged after the copy. Without it a store made meanwhile is lost. */
    COW_ENTRY_UNCHANGED,
    /** Cursor: nobody else's flush is to come. Without it munmap and mprotect return while what reclaim cleared takes stores. */
    CHANGE_FLUSHES_FOR_OTHERS,
    /** Munmap: what counts no page is flushed before its mapping is forgotten. Without it another file's block is stored to. */
    UNCOUNTED_FLUSHED_FIRST,
    /** Detach: a page that is pinned stays. Without it a fork that meets the note shares what a device writes. */
    DETACH_UNPINNED,
    /** Migration: nobody else holds the page. Without it who holds it goes on with a frame that is no longer the page. */
    MIGRATION_FROZEN,
    /** Migration to a device: nobody else holds the page. Without it who holds it goes on with a frame that is no longer the page. */
    DEVICE_MIGRATION_FROZEN,
    /** Migration to a device: the device is not leaving. Without it a page comes after all were brought back. */
    DEVICE_MIGRATION_LIVE,
    /** Reclaim: nobody else holds the page. Without it who holds it goes on with a frame that is no longer the page. */
    RECLAIM_FROZEN,
    /** Collapse: nobody holds a page but those who map it. Without it a page that somebody has pinned is left behind. */
    COLLAPSE_UNREFERENCED,
    /** Collapse of shared memory: what was a hole is one still. Without it a page that was just brought is lost. */
    COLLAPSE_HOLES_EMPTY,
    /** Collapse of shared memory: a table that a huge entry replaces maps pages of the folio only. Without it a private copy is lost. */
    COLLAPSE_TABLE_OF_FOLIO,
    /** Discarding: a leaf table that is freed has no entries. Without it what was faulted in meanwhile is lost. */
    FREED_TABLE_EMPTY,
    /** Split: nobody holds the folio, or gets hold of it any more. Without it who pinned a page finds another in its place. */
    SPLIT_FROZEN,
    /** Huge copy on write: one reference, read again under the folio lock. Without it a folio that another uses is written. */
    HUGE_REUSE_SOLE_REFERENCE,
    /** Huge copy on write: the page of zeros is still there after its replacement was made. Without it a store is lost. */
    HUGE_ZERO_UNCHANGED,
    /** Reclaim: the page is clean, read again with its count frozen. Without it a write just made is lost. */
    RECLAIM_STILL_CLEAN,
    /** Write-protect and clean: nobody else's flush is to come. Without it an entry another made clean still takes stores. */
    NO_OTHER_FLUSH_PENDING,
    /** Cursor: an entry changes only from what was read. Without it the mark of a store made meanwhile is overwritten. */
    ENTRY_AS_READ,
    /** Cursor: an entry that goes has the marks of its last moment. Without it a store made since it was read is lost. */
    MARKS_OF_REPLACED_ENTRY,
    /** Cursor: an entry is never empty while it changes. Without it who reads it without locks finds nothing there. */
    CHANGED_IN_PLACE,
    /** Cursor: a change counts as unflushed until it is flushed. Without it others rely on a flush that is still to come. */
    PENDING_UNTIL_FLUSHED,
    /** Tracking: the right to write goes before marks are taken. Without it a store between the two leaves no trace. */
    PROTECTED_BEFORE_CLEANED,
    /** Forced write: the proof that a page was copied counts in a huge page too. Without it the write is tried for ever. */
    FORCED_WRITE_SEES_HUGE_COPY,
    /** Page walk: the entry names the CPU that will remember it. Without it munmap does not make that CPU forget. */
    ENTRY_NAMES_CPU,
    /** Sharing: a copied entry names every CPU. Without it who walked the table just before is not made to forget. */
    COPIED_ENTRY_NAMES_ALL,
    /** Cursor: CPUs have forgotten before notifiers hear of the end. Without it a device uses a page, and a CPU the one before. */
    FLUSHED_BEFORE_NOTIFIED,
    /** Device TLB: nothing changed while a translation was looked up. Without it the device keeps one that has gone. */
    DEVICE_TLB_UNDISTURBED;

    private boolean off;
    private boolean reached;
    private boolean refused;

    /** Returns {@code condition}; in controlled mode true if the guard is switched off. */
    public boolean holds(boolean condition) {
        if (!Sync.CONTROLLED) {
            return condition;
        }
        if (Sync.scheduler().currentTask() != 0) {
            reached = true;
            refused |= !condition;
        }
        return condition || off;
    }

    /** Switches the guard on or off; controlled mode only. */
    public void set(boolean on) {
        Sync.requireControlled();
        off = !on;
    }

    /** Whether an explored task asked the guard since {@link #forgetReached}. */
    public boolean reached() {
        return reached;
    }

    /** Whether the condition did not hold, at least once since {@link #forgetReached}: only then does the guard do anything. */
    public boolean refused() {
        return refused;
    }

    /** Forgets that the guard was asked. */
    public void forgetReached() {
        reached = false;
        refused = false;
    }
}
