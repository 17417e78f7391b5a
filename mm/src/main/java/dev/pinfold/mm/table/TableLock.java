package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.TableWords;
import dev.pinfold.mm.sync.BitLock;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;

/**
 * The lock of one page table ({@code ptdesc.ptl}): a bit of a word of its frame's record that no other use of the frame
 * takes, nor clears. So it may be waited for by somebody who has read, without a lock, an entry that led to the table: the
 * table may have been freed meanwhile, its frame may be a page or another table by now, and its lock is still only a
 * lock. The task that has taken it looks at the entry again, and gives it back if the table does not hang there any more.
 */
final class TableLock {
    private TableLock() {}

    /** Takes the lock of the table, given by {@link TableWords#lock}. */
    static void lock(long word, LockClass c, Site site) {
        BitLock.lock(word, TableWords.LOCK_BIT, c, site);
    }

    /** Releases the lock, which the caller holds. */
    static void unlock(long word, LockClass c) {
        BitLock.unlock(word, TableWords.LOCK_BIT, c);
    }
}
