/**
 * What an strace log is, and how the world that it was recorded in is reconstructed: the machine, its tasks, files, limits and
 * what was mapped before the log began. {@link dev.pinfold.lab.log.LogRun} is where to begin.
 */
@NullMarked
package dev.pinfold.lab.log;

import org.jspecify.annotations.NullMarked;
