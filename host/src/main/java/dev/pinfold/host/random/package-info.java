/**
 * Random sequences of operations, drawn so that they collide. {@link Generator} draws from families of operations ({@link
 * Deed}) in proportions ({@link Profile}), and looks at what the sequence has reached so far ({@link World}) to draw
 * addresses, lengths and descriptors that mean something there.
 *
 * <p>A sequence follows from its seed, its profile and the answers it got: on a side that answers the same it is the same.
 * Nothing is drawn that {@link dev.pinfold.host.diff.Excluded} forbids.
 */
@NullMarked
package dev.pinfold.host.random;

import org.jspecify.annotations.NullMarked;
