package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Words;

/**
 * The processor's page walk: translates an address, checks the rights of every level and notes the access in the leaf
 * entry. It takes no lock and sees only what hardware sees.
 */
public final class Mmu {
    /** {@link #walk} found no entry that is present. */
    public static final long NOT_PRESENT = -1;
    /** {@link #walk} found an entry that forbids the access. */
    public static final long DENIED = -2;
    /** {@link #walk} found an entry whose protection key the task's rights to keys forbid. */
    public static final long DENIED_BY_KEY = -3;
    /** {@link #walk} has to note the access, but somebody changes the table's entries: to be tried again, outside the epoch. */
    public static final long HELD = -4;

    private Mmu() {}

    /**
     * Walks the tables for one access.
     *
     * <p>Preconditions: inside the epoch of the tables.
     *
     * @param access what for
     * @param pkru the task's rights to keys
     * @param cpu the CPU that may remember what is found: a leaf table's entry names it when this returns
     * @return the leaf entry as it is now (of a huge one the part that maps the page), with accessed and, for a write, dirty set; or {@link #NOT_PRESENT},
     *     {@link #DENIED}, {@link #DENIED_BY_KEY} or {@link #HELD}
     */
    public static long walk(PageTables tables, long address, Access access, int pkru, int cpu) {
        // The bits above those that the tables translate must repeat the highest of them.
        int unused = Long.SIZE - Geometry.shift(tables.levels());
        if (address << unused >> unused != address) {
            return NOT_PRESENT;
        }
        while (true) {
            int table = tables.root();
            long rights = Pte.USER | Pte.WRITE;
            int level = tables.levels() - 1;
            long slot;
            long above = 0;
            long e;
            while (true) {
                slot = tables.slot(table, Geometry.index(address, level));
                e = Words.getLongAcquire(slot);
                if ((e & Pte.PRESENT) == 0) {
                    return NOT_PRESENT;
                }
                rights &= e;
                if (level == Geometry.PTE || (level <= Geometry.PUD && Pte.huge(e))) {
                    break;
                }
                above = e;
                table = Pte.pfn(e);
                level--;
            }
            if ((rights & Pte.USER) != 0
                    && access != Access.EXEC
                    && !Pkru.allows(pkru, Pte.pkey(e), access == Access.WRITE)) {
                return DENIED_BY_KEY;
            }
            if ((rights & Pte.USER) == 0
                    || (access == Access.WRITE && (rights & Pte.WRITE) == 0)
                    || (access == Access.EXEC && (e & Pte.NX) != 0)) {
                return DENIED;
            }
            long noted = e | Pte.ACCESSED | (access == Access.WRITE ? Pte.DIRTY : 0);
            if (level == Geometry.PTE && !Guard.ENTRY_NAMES_CPU.holds(Pte.usedBy(e, cpu) == e)) {
                // A task that clears the entry gets this with it, or comes first, and then the exchange below fails.
                noted = Pte.usedBy(noted, cpu);
            }
            if (noted != e && !Guard.WALK_STAYS_OUT.holds((above & Pte.HELD) == 0)) {
                return HELD;
            }
            if (noted == e || Words.casLong(slot, e, noted)) {
                return level == Geometry.PTE ? noted : PageTables.part(noted, address, level);
            }
        }
    }
}
