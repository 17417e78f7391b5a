/** The running kernel beside Pinfold: the agent that asks it, and the comparison of the answers. */
@NullMarked
package dev.pinfold.host;

import org.jspecify.annotations.NullMarked;
