/**
 * Reverse maps: from a folio to every entry that maps it.
 *
 * <p>A file's folio is found in the VMAs of its {@code i_mmap}, an anonymous one in those of its {@code anon_vma}; both are
 * interval trees over page offsets ({@link IntervalTree}), and {@link RmapWalk} visits what overlaps. {@link AnonVmas} keeps
 * the second kind by Linux's rules, which also decide what may merge. {@link MappingWalk} is a walk over the page tables of
 * all mappings of a part of a file.
 *
 * <p>Lock order: folio lock, the file's {@code i_mmap}, the {@code anon_vma}, then tables; all anon_vmas that descend from
 * one share its root's lock. A change of a tree needs that lock for writing, and the mmap lock of the mapping that comes or
 * goes; a mapping's range changes only while it is out of its trees.
 *
 * <p>Under a reverse map's lock entries may be read, changed and cleared, never installed: the VMA may be on its way out,
 * with its entries cleared and its tables about to be freed. A walk may pass over a mapping that holds the page only if the
 * mapping moves and does not take the locks, which {@code mremap} therefore does.
 */
@NullMarked
package dev.pinfold.mm.rmap;

import org.jspecify.annotations.NullMarked;
