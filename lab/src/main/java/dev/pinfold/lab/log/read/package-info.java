/**
 * Finds strace's lines in whatever surrounds them, and says what each other line was. {@link
 * dev.pinfold.lab.log.read.LogReader} is where to begin; what comes of it is a {@link dev.pinfold.lab.log.read.Log}.
 */
@NullMarked
package dev.pinfold.lab.log.read;

import org.jspecify.annotations.NullMarked;
