/** Pinfold beside the running kernel: the same work on both sides, in one run. */
@NullMarked
package dev.pinfold.bench;

import org.jspecify.annotations.NullMarked;
