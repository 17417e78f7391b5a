/** Fault handling, one file per kind of fault. */
@NullMarked
package dev.pinfold.mm.fault;

import org.jspecify.annotations.NullMarked;
