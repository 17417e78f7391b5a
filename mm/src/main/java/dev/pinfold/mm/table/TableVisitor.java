package dev.pinfold.mm.table;

/** Receives what {@link PageTables#audit} finds. */
public interface TableVisitor {
    /**
     * A page-table page.
     *
     * @param pfn its frame
     * @param level 0 for a leaf table
     * @param base the first address it covers
     * @param readOnly true if the entry that points to it forbids writes: it is shared, or was
     */
    void table(int pfn, int level, long base, boolean readOnly);

    /** A leaf table that is set aside with a PMD table, for when one of its huge entries is split. */
    default void aside(int pfn) {}

    /** An entry of a leaf table that is not empty, or a huge entry ({@link Pte#huge}) of a higher {@code level}. */
    void entry(long address, long entry, int level, boolean readOnly);
}
