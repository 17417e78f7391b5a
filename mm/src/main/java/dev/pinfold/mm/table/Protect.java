package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Changes the rights of the entries of a range: change_protection. */
public final class Protect {
    /** The mapping is shared: a page may be made writable if it is dirty already, for then nobody waits to be told. */
    public static final int SHARED = 1;
    /** The mapping may be written: a page that need not fault first gets the right to write at once. */
    public static final int TRY_WRITABLE = 2;
    /** Writes to the file must be announced, so a clean page must stay read-only. */
    public static final int NOTIFY = 4;

    private Protect() {}

    /**
     * Gives every present entry of a range new rights, in a transaction of its own.
     *
     * @param rights the bits of the new protection (vm_page_prot): of {@link Pte#PRESENT}, {@link Pte#PROTNONE},
     *     {@link Pte#USER}, {@link Pte#WRITE}, {@link Pte#NX} and the protection key
     * @param how {@link #SHARED} and its like
     * @return entries that changed, or -1 if a shared leaf table had to be copied and there was no frame for that
     */
    public static long range(TableCursor cursor, PageTables tables, long start, long end, long rights, int how) {
        return range(cursor, tables, start, end, () -> rights, () -> how);
    }

    /**
     * As {@link #range(TableCursor, PageTables, long, long, long, int)}, with rights that are asked for anew under the lock
     * of each table: a file that begins to want to hear of stores meanwhile is then either seen here, or will find what
     * was made writable here.
     */
    public static long range(
            TableCursor cursor, PageTables tables, long start, long end, LongSupplier prot, IntSupplier manner) {
        Frames frames = tables.frames();
        long changed = 0;
        cursor.open(tables, start, end, TableCursor.WRITE | TableCursor.HUGE);
        while (cursor.next()) {
            long rights = prot.getAsLong();
            int how = manner.getAsInt();
            cursor.hold(cursor.limit() - cursor.first());
            for (int i = cursor.first(), limit = cursor.limit(); i < limit; i++) {
                long old = cursor.get(i);
                if (Pte.isMigration(old) && Pte.writable(old)) {
                    // It comes back with the new rights; the right to write it has to get by a fault.
                    cursor.exchange(i, old & ~Pte.WRITE);
                    changed++;
                }
                while (Pte.present(old)) {
                    long e = old & Pte.KEPT_BY_PROTECT | rights;
                    if ((how & TRY_WRITABLE) != 0 && !Pte.writable(e) && needNotFault(frames, old, how)) {
                        e |= Pte.WRITE;
                    }
                    if (e == old) {
                        break;
                    }
                    if (cursor.cas(i, old, e)) {
                        changed++;
                        if (loses(old, e)) {
                            cursor.flushLater(cursor.address(i));
                        }
                        break;
                    }
                    old = cursor.get(i);
                }
            }
        }
        boolean failed = cursor.failed();
        cursor.close();
        return failed ? -1 : changed;
    }

    /** can_change_pte_writable: nothing waits for the fault that a write would take. */
    private static boolean needNotFault(Frames frames, long e, int how) {
        if ((how & SHARED) != 0) {
            return (how & NOTIFY) == 0 || Pte.dirty(e);
        }
        return Pte.counted(e) && frames.test(Pte.pfn(e), FrameFlags.ANON_EXCLUSIVE);
    }

    /** True if a TLB that still has the old entry allows what the new one does not. */
    static boolean loses(long old, long now) {
        long fewer = old & ~now & (Pte.PRESENT | Pte.WRITE | Pte.USER);
        return fewer != 0 || (~old & now & Pte.NX) != 0 || ((old ^ now) & Pte.PKEY_MASK) != 0;
    }
}
