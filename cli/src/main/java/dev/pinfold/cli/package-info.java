/** The pinfold command: one subcommand per file, and the frame they share. */
@NullMarked
package dev.pinfold.cli;

import org.jspecify.annotations.NullMarked;
