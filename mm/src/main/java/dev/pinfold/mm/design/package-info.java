/**
 * What a design point is: a question on which designs of memory management differ, with the answers at hand. A floor that
 * has such a question declares a {@link DesignPoint} beside the interface by which it asks; the answers are {@link Choice}s,
 * and {@link Debate} names the discussions that the questions come from.
 *
 * <p>Points are declared as their classes are loaded, and choices from outside are added by one thread before the first
 * machine is built. After that nothing here changes: a machine takes its choices out once, and no path of a call or a fault
 * looks one up.
 */
@NullMarked
package dev.pinfold.mm.design;

import org.jspecify.annotations.NullMarked;
