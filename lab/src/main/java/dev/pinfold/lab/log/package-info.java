/**
 * What an strace log is, and how the world that it was recorded in is reconstructed: the machine, its tasks, files, limits
 * and what was mapped before the log began. {@link LogRun} is where to begin; {@link LogReplay} goes through the log,
 * {@link LogWorld} keeps what it concludes, {@link Explanation} says whose fault a difference is ({@link Blame}).
 *
 * <p>The log comes complete and sorted from the room that reads it. A replay is one thread, in the order in which calls came
 * back; it goes on after a difference with what the log has, so that one difference is not told a hundred times. What a log
 * does not show is concluded from what it does, and each conclusion is told with the line it comes from.
 */
@NullMarked
package dev.pinfold.lab.log;

import org.jspecify.annotations.NullMarked;
