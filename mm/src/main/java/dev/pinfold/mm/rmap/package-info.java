/**
 * Reverse maps: from a folio to every entry that maps it.
 *
 * <p>A file's folio is found in the VMAs of its {@code i_mmap}, an anonymous one in those of its {@code anon_vma}; both are
 * interval trees over page offsets ({@link IntervalTree}), and {@link RmapWalk} visits what overlaps. {@link AnonVmas} keeps
 * the second kind by Linux's rules, which also decide what may merge.
 *
 * <p>Under a reverse map's lock entries may be read, changed and cleared, never installed: the VMA may be on its way out,
 * with its entries cleared and its tables about to be freed.
 */
@NullMarked
package dev.pinfold.mm.rmap;

import org.jspecify.annotations.NullMarked;
