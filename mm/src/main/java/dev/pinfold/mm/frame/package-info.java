/** Physical memory: frames, zones, the buddy allocator and what is recorded of each folio. */
@NullMarked
package dev.pinfold.mm.frame;

import org.jspecify.annotations.NullMarked;
