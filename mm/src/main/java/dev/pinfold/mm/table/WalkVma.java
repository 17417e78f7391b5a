package dev.pinfold.mm.table;

/**
 * A mapping as walkers see it: what of {@code vm_area_struct} a walk over its entries needs. The VMA itself lives on a
 * floor above.
 *
 * <p>A walker holds a lock that keeps the range as it is: mmap lock, VMA lock or a reverse map's lock.
 */
public interface WalkVma {
    /** First byte. */
    long start();

    /** First byte after the range. */
    long end();

    /** Page offset of the first byte in what is mapped. */
    long pgoff();

    /** The VM_ flags. Under a reverse map's lock alone, those that mprotect and its like change may change. */
    long flags();

    /** The tables that hold the mapping's entries. */
    PageTables tables();
}
