/**
 * Takes the memory manager's protections away, one at a time, and sees whether a workload notices. A {@link Switch} is
 * something that can be switched off: a site that locks, flushes or waits, or a guard. {@link Ablation} explores the
 * workloads that get to a switch until one of them fails without it; a switch that nobody misses is a survivor.
 *
 * <p>Needs a JVM in controlled mode. Which switches are off is a setting of the whole JVM, so one ablation runs at a time,
 * and each exploration puts the settings back.
 */
@NullMarked
package dev.pinfold.lab.ablate;

import org.jspecify.annotations.NullMarked;
