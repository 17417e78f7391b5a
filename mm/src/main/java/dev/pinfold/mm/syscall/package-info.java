/** The memory calls, one file per call, with the results and errors of Linux. */
@NullMarked
package dev.pinfold.mm.syscall;

import org.jspecify.annotations.NullMarked;
