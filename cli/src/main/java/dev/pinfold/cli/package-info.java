/**
 * The {@code pinfold} command: one subcommand a file, and the frame that they share. {@link Main} starts, {@link Console} is
 * where output goes, {@link ExitCode} what the exit status means, {@link Failures} turns exceptions into what the user
 * reads.
 *
 * <p>A command reads its options, calls a module below, and prints; it decides nothing about memory. What the user can mend
 * is a {@link UserError}: thrown before anything is printed, status 2, no stack trace. With {@code --json} standard output
 * is one object on one line, and everything else goes to standard error. {@code ./pinfold} starts the JVM in controlled mode
 * for the commands that explore.
 */
@NullMarked
package dev.pinfold.cli;

import org.jspecify.annotations.NullMarked;
