/** Write-protecting and cleaning what maps a file, and on top of it the tracking of stores. */
@NullMarked
package dev.pinfold.mm.dirty;

import org.jspecify.annotations.NullMarked;
