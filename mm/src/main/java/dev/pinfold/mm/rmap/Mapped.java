package dev.pinfold.mm.rmap;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.sync.RefCell;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.WalkVma;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as reverse maps see it: what of {@code vm_area_struct} the anon_vma and i_mmap trees need. The VMA itself
 * lives a floor above.
 *
 * <p>{@code start}, {@code end} and {@code pgoff} change only with the mmap lock and the VMA's lock held for writing
 * and, where the mapping is in reverse maps, with their locks held for writing as well and the mapping taken out of
 * their trees. So any one of those locks makes them stable.
 */
public abstract class Mapped extends IntervalNode implements WalkVma {
    /** First byte. */
    protected long start;

    /** First byte after the range. */
    protected long end;

    /** Page offset of {@link #start} in the file; of anonymous memory its page number when it was first touched. */
    protected long pgoff;

    /**
     * The anon_vma that new anonymous folios here belong to; null before the first write fault. Set under
     * a lock of the space with the mmap lock held for reading, cleared and replaced with it held for writing.
     */
    final RefCell<AnonVma> anonVma = new RefCell<>(null);

    /** Every anon_vma whose folios may be mapped here, oldest last. Guarded as {@link #anonVma}. */
    @Nullable
    AnonVmaChain chain;

    /** First byte of the range. */
    @Override
    public final long start() {
        return start;
    }

    /** First byte after the range. */
    @Override
    public final long end() {
        return end;
    }

    /** Page offset of the first byte. */
    @Override
    public final long pgoff() {
        return pgoff;
    }

    /** Length in pages. */
    public final long pages() {
        return end - start >>> PAGE_SHIFT;
    }

    /** Page offset of the page at {@code address}, which is in the range: {@code linear_page_index}. */
    public final long pageIndex(long address) {
        return pgoff + (address - start >>> PAGE_SHIFT);
    }

    /** Address at which page {@code index} is mapped, or -1 when it lies outside: {@code vma_address}. */
    public final long addressOf(long index) {
        if (index < pgoff || index - pgoff >= pages()) {
            return -1;
        }
        return start + (index - pgoff << PAGE_SHIFT);
    }

    /** The anon_vma of folios first written here, null before the first. */
    public final @Nullable AnonVma anonVma() {
        return anonVma.getAcquire();
    }

    /** Whether exactly one anon_vma is linked: no fork has made this mapping share its reverse map. */
    public final boolean anonSingular() {
        AnonVmaChain c = chain;
        return c != null && c.nextOfVma == null;
    }

    /** The VM_ flags, which may change under a reverse map's lock. */
    @Override
    public abstract long flags();

    /** The tables that hold this mapping's entries. */
    @Override
    public abstract PageTables tables();

    @Override
    protected final long firstPage() {
        return pgoff;
    }

    @Override
    protected final long lastPage() {
        return pgoff + pages() - 1;
    }
}
