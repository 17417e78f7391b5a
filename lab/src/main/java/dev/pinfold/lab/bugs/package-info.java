/**
 * Bugs that Linux had and that come back here when the protection that cures them is switched off. {@link Catalogue} lists
 * them, each a {@link Bug} with what was wrong, where it is described, what to switch off and which workload shows it;
 * {@link BugHunt} brings one back and explores.
 *
 * <p>Needs a JVM in controlled mode, as {@link dev.pinfold.lab.ablate} does. That a bug is found needs both: a failure with
 * the protection off, and none with it on.
 */
@NullMarked
package dev.pinfold.lab.bugs;

import org.jspecify.annotations.NullMarked;
