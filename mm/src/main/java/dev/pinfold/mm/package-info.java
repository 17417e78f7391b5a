/** The face of the memory manager: machines, tasks, address spaces, and the design they are built by. */
@NullMarked
package dev.pinfold.mm;

import org.jspecify.annotations.NullMarked;
