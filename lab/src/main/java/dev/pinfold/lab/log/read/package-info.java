/**
 * Finds strace's lines in whatever surrounds them, and says what each other line was. {@link LogReader} is where to begin;
 * what comes of it is a {@link Log}.
 *
 * <p>Any file may be given, of any size and content: reading takes time in proportion to the text, and errors of this room
 * are a log of another system, which {@link Foreign} refuses by name, a file without a call, and a wrong set-up call above
 * the log. No line is dropped silently; each that is passed over has a {@link PassedKind}. Nothing here runs anything or
 * knows a machine.
 */
@NullMarked
package dev.pinfold.lab.log.read;

import org.jspecify.annotations.NullMarked;
