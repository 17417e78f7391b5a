/**
 * Kernel maps: how the kernel reaches memory that it has no permanent address for, for a moment ({@code mm/highmem.c}), its
 * accesses through such addresses, and copies to and from user memory.
 */
@NullMarked
package dev.pinfold.mm.kmap;

import org.jspecify.annotations.NullMarked;
