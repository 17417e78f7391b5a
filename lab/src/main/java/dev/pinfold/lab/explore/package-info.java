/**
 * Runs programs under every schedule: controlled tasks, strategies that choose among them, and the checks that watch.
 *
 * <p>A {@link Program} is built afresh for each schedule. Its tasks take turns on one thread; each operation of
 * {@code dev.pinfold.mm.sync} asks the {@code Controller}, which asks a {@link Strategy} which task goes on.
 * {@link Explorer} repeats that until the strategy is done, the budget is spent, or something is wrong. Needs a JVM with
 * {@code -Dpinfold.controlled=true}.
 *
 * <p>What a program does must follow from the choices alone: no time, no randomness, no threads of its own, and everything
 * that tasks share behind {@code dev.pinfold.mm.sync}. A run that does something else under the same choices is told as
 * such, since it would look like a clean one. An exploration belongs to one thread; where fibers have to be threads of their
 * own, one hands over to the next and no two run at once.
 */
@NullMarked
package dev.pinfold.lab.explore;

import org.jspecify.annotations.NullMarked;
