/** Page tables: entries, levels, the cursor that alone writes them, walkers, TLBs and flushes. */
@NullMarked
package dev.pinfold.mm.table;

import org.jspecify.annotations.NullMarked;
