/**
 * Pinfold beside the running kernel: the same work on both sides, in one run. {@link Rows} lists the work, a {@link Row} is
 * one line with its goal, {@link Duel} runs its two {@link Contender}s in turns on one processor, so that a machine that
 * slows down does it to both. {@link Cost} is for work that the kernel has no counterpart of, {@link Growth} for how a cost
 * grows with sizes.
 *
 * <p>Where no kernel can be asked, its side is left out and the report says so. Every call must succeed: an error ends the
 * comparison, since a call that fails is a fast one. Times are shown beside goals; no test depends on them.
 */
@NullMarked
package dev.pinfold.bench;

import org.jspecify.annotations.NullMarked;
