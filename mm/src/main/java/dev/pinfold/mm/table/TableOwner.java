package dev.pinfold.mm.table;

/**
 * The owner of a set of page tables, asked about the locks that its rules demand.
 *
 * <p>To traverse or to clear entries, any one of mmap lock, VMA lock or a reverse-map lock must be held; to install
 * into an empty slot, mmap or VMA lock; to free tables, the VMA must have left the reverse maps. Each method raises an
 * {@link AssertionError} where its rule is broken, and is called in controlled mode only.
 */
public interface TableOwner {
    void assertMayTraverse(long address);

    void assertMayInstall(long address);

    void assertMayFreeTables();
}
