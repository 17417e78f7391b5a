/**
 * The same operations on the running kernel and on Pinfold, and what differs.
 *
 * <p>An {@link Invocation} is one call of one task with literal arguments. Two {@link Side}s execute it, {@link KernelSide}
 * and {@link PinfoldSide}, and let the state be looked at ({@link Look}); {@link Differ} finds the first place where they
 * disagree, {@link Shrinker} cuts the sequence to the shortest that still shows it, {@link Printer} writes it as a workload,
 * {@link ResultRecorder} as one that needs no kernel. {@link FileDiff} and {@link RandomDiff} say where sequences come from.
 *
 * <p>The kernel is right. What depends on more than memory management (the processor, other processes, time) is found by
 * {@link Incomparable} and {@link Excluded} and is refused before it is asked. One thread drives both sides; operations come
 * one after the other, never at once.
 */
@NullMarked
package dev.pinfold.host.diff;

import org.jspecify.annotations.NullMarked;
