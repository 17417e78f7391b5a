/** What measuring needs of the host: a processor to stay on, and a count of instructions. */
@NullMarked
package dev.pinfold.lab.measure;

import org.jspecify.annotations.NullMarked;
