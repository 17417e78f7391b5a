/**
 * The address space: its VMAs, where a mapping is placed, how neighbours merge and split.
 *
 * <p>{@link Space} is {@code mm_struct}, {@link Vma} is {@code vm_area_struct}, {@link VmaTree} the maple tree between
 * them. What happens to VMAs is told by one class each: {@link MapRegion} makes them, {@link Unmap} takes them away,
 * {@link VmaMerge} and {@link VmaOps} join and split them, {@link VmaMove} moves them with their pages, {@link
 * StackGrowth} and {@link Heap} let them grow, {@link Placement} says where they may lie. All of it follows Linux 6.18,
 * since which VMAs there are is seen by every program that reads its own maps or meets the limit on them.
 *
 * <p>What each lock allows: the mmap lock for writing changes the tree, the counters and every VMA. Before a VMA changes that can
 * be found, its own lock is taken for writing as well, so that a fault which holds it sees a VMA that stands still; all
 * such locks fall together when the mmap lock is left. A range moves only inside the bracket of {@link VmaChange}, with the
 * reverse maps of file and anonymous memory locked, so that a walk from a page to its mappings never meets half a change.
 * Readers either hold the mmap lock for reading, or find a VMA in the tree without any lock, take its lock, and then look
 * whether it is still what they wanted.
 */
@NullMarked
package dev.pinfold.mm.space;

import org.jspecify.annotations.NullMarked;
