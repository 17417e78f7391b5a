/**
 * Get and pin user pages: how everything that is not an instruction of a process reaches its pages. Linux: {@code
 * mm/gup.c}.
 */
@NullMarked
package dev.pinfold.mm.gup;

import org.jspecify.annotations.NullMarked;
