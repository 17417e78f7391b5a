/** Files as memory sees them: the page cache, its dirty state, and who maps what of it. */
@NullMarked
package dev.pinfold.mm.file;

import org.jspecify.annotations.NullMarked;
