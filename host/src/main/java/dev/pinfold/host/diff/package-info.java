/** The same operations on the running kernel and on Pinfold, and what differs. */
@NullMarked
package dev.pinfold.host.diff;

import org.jspecify.annotations.NullMarked;
