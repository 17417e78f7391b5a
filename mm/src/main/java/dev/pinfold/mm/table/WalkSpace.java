package dev.pinfold.mm.table;

import org.jspecify.annotations.Nullable;

/**
 * An address space as walkers see it: its mappings in order of address, and what they assert about its locks. The
 * assertions do something in controlled mode only, and so does nobody's production run pay for them.
 */
public interface WalkSpace {
    /** The tables of the space. */
    PageTables tables();

    /** The first mapping that ends above an address. Preconditions: the mmap lock is held. */
    @Nullable
    WalkVma find(long address);

    /** Asserts that the caller holds the mmap lock, in any mode. */
    void assertMmapLocked();

    /** Asserts that the caller holds the mmap lock for writing. */
    void assertMmapWriteLocked();

    /** Takes a mapping's lock for writing; it goes with the mmap lock, which the caller holds for writing. */
    void writeLockVma(WalkVma vma);

    /** Asserts that a mapping is locked for writing. */
    void assertVmaWriteLocked(WalkVma vma);

    /** Asserts that a mapping is locked, in any mode. */
    void assertVmaLocked(WalkVma vma);
}
