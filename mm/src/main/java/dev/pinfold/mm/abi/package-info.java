/**
 * The words of Linux, said once: the constants of its interface on x86-64, under their own names and grouped as in its
 * headers. It stands below every other package and depends on nothing.
 */
@NullMarked
package dev.pinfold.mm.abi;

import org.jspecify.annotations.NullMarked;
