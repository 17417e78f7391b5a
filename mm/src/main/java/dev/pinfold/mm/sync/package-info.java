/** Every point where tasks meet: locks, atomic words, epochs, waiting, guards, and the CPUs tasks run on. */
@NullMarked
package dev.pinfold.mm.sync;

import org.jspecify.annotations.NullMarked;
