/** Sets of dirty pages as they are kept and sent: compressed. */
@NullMarked
package dev.pinfold.lab.dirty;

import org.jspecify.annotations.NullMarked;
