/**
 * Runs programs under every schedule: controlled tasks, strategies that choose among them, and the checks that watch.
 *
 * <p>A {@link dev.pinfold.lab.explore.Program} is built afresh for each schedule. Its tasks take turns on one thread; each
 * operation of {@code dev.pinfold.mm.sync} asks the {@code Controller}, which asks a {@link
 * dev.pinfold.lab.explore.Strategy} who goes on. {@link dev.pinfold.lab.explore.Explorer} repeats that until the strategy is
 * done, the budget is spent, or something is wrong. Needs a JVM with {@code -Dpinfold.controlled=true}.
 */
@NullMarked
package dev.pinfold.lab.explore;

import org.jspecify.annotations.NullMarked;
