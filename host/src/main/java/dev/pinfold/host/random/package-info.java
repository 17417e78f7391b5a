/** Random sequences of operations, drawn so that they collide, deterministic by their seed. */
@NullMarked
package dev.pinfold.host.random;

import org.jspecify.annotations.NullMarked;
