package dev.pinfold.mm.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.WalkVma;
import org.jspecify.annotations.Nullable;

/**
 * One job over the entries that map pages of a file: take a bit from each, the right to write or the dirty mark, and note
 * where it was set. How the entries are come by is the business of a {@link WalkStyle}.
 *
 * <p>An entry changes by compare-and-exchange, so it is never empty for a moment in which a reader without locks would
 * take it for one that is not mapped, and what the CPU notes meanwhile is not lost.
 */
public final class Sweep {
    private final long bit;
    private final HugeWriteProtect hugeEntries;
    private final @Nullable PageSet set;
    private final @Nullable DirtyRange range;
    private final long base;
    private long count;
    private long missed;

    private Sweep(
            long bit, HugeWriteProtect hugeEntries, @Nullable PageSet set, @Nullable DirtyRange range, long base) {
        this.bit = bit;
        this.hugeEntries = hugeEntries;
        this.set = set;
        this.range = range;
        this.base = base;
    }

    /** Takes the right to write. */
    static Sweep writeProtect(HugeWriteProtect hugeEntries) {
        return new Sweep(Pte.WRITE, hugeEntries, null, null, 0);
    }

    /** Takes the dirty mark and records it, pages counted from {@code base}. */
    static Sweep clean(HugeWriteProtect hugeEntries, PageSet set, DirtyRange range, long base) {
        return new Sweep(Pte.DIRTY, hugeEntries, set, range, base);
    }

    /**
     * Whether a mapping is concerned ({@code wp_clean_test_walk}): a shared one that is or may be made writable. The flags
     * that decide this never change, so i_mmap suffices to read them.
     */
    static boolean concerns(WalkVma vma) {
        long wanted = VmFlags.VM_SHARED | VmFlags.VM_MAYWRITE;
        return (vma.flags() & (wanted | VmFlags.VM_HUGETLB)) == wanted;
    }

    /** Pages, that is entries of 4 KiB, in which the bit was set. */
    long count() {
        return count;
    }

    /** One entry. Preconditions: its table is the cursor's. */
    void entry(TableCursor c, int i, WalkVma vma) {
        long e = c.get(i);
        // What is moved to another frame meanwhile comes back with what its entry says then.
        while ((Pte.present(e) || Pte.isMigration(e)) && (e & bit) != 0) {
            if (c.cas(i, e, e & ~bit)) {
                c.flushLater(c.address(i));
                hit(vma, c.address(i), c.address(i) + PAGE_SIZE);
                return;
            }
            e = c.get(i);
        }
    }

    /**
     * A huge entry, of which {@code [start, end)} is asked for. Preconditions: the cursor stands on it.
     */
    void hugeEntry(TableCursor c, WalkVma vma, long start, long end) {
        if (Pte.present(c.get()) && (c.get() & bit) != 0) {
            hugeEntries.sweep(this, c, vma, start, end);
        }
    }

    /** Notes a huge entry that should have been changed and was not. */
    void miss() {
        missed++;
    }

    /** Huge entries that should have been changed and were not. */
    long missed() {
        return missed;
    }

    /** The bit that goes. */
    long bit() {
        return bit;
    }

    /** Notes that the bit was set for the pages at {@code [start, end)}. */
    void hit(WalkVma vma, long start, long end) {
        long first = vma.pgoff() + (start - vma.start() >>> PAGE_SHIFT) - base;
        long after = first + (end - start >>> PAGE_SHIFT);
        count += after - first;
        if (set != null) {
            set.add(first, after);
        }
        if (range != null) {
            range.add(first, after);
        }
    }
}
