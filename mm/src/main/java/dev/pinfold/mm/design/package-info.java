/** What a design point is, for the floors that declare one: {@link dev.pinfold.mm.design.DesignPoint}. */
@NullMarked
package dev.pinfold.mm.design;

import org.jspecify.annotations.NullMarked;
