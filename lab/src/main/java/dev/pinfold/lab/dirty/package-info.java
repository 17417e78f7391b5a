/**
 * Sets of dirty pages as they are kept, merged and sent: compressed. {@link RoaringPages} is a
 * {@link dev.pinfold.mm.dirty.PageSet} over a library that the memory manager itself does without. For one thread at a time.
 */
@NullMarked
package dev.pinfold.lab.dirty;

import org.jspecify.annotations.NullMarked;
