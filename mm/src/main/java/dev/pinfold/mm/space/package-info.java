/** The address space: its VMAs, where a mapping is placed, how neighbours merge and split. */
@NullMarked
package dev.pinfold.mm.space;

import org.jspecify.annotations.NullMarked;
