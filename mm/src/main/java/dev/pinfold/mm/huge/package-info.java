/** Huge pages: where they may be, collapse of small pages into one, and a huge one's falling apart. */
@NullMarked
package dev.pinfold.mm.huge;

import org.jspecify.annotations.NullMarked;
