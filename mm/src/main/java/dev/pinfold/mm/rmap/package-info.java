/** Reverse maps: from a folio to every entry that maps it. */
@NullMarked
package dev.pinfold.mm.rmap;

import org.jspecify.annotations.NullMarked;
