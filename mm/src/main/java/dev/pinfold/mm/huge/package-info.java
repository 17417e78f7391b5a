/**
 * Huge pages: where they may be ({@link Eligibility}), small pages that become one ({@link Collapse} for private memory,
 * {@link FileCollapse} for shared memory, {@link Khugepaged} looks for such places), files' huge folios mapped as a whole
 * ({@link FileHuge}), and advice on parts of large folios ({@link HugeAdvice}).
 *
 * <p>To collapse private memory, the mmap lock is held for writing, the VMA write-locked and the anon_vma's lock held for
 * writing: then the leaf table is taken out of the tree, and what its pages' counts say stays true. Shared memory needs no
 * mmap lock for that, as the locks of its folios keep faults away; the mappings lose their empty leaf tables one by one,
 * each under its own locks.
 *
 * <p>On entry: inside a call, no lock held and the cursor closed, but where a method says that it works under the VMA's lock
 * or the mmap lock. Whether huge pages may be somewhere is asked under one of these; the process's own switch may be turned
 * at any time, and what was decided before stays.
 */
@NullMarked
package dev.pinfold.mm.huge;

import org.jspecify.annotations.NullMarked;
