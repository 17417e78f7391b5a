/**
 * The command {@code run}: workloads on a machine of Pinfold's, and the report of what came of them. {@link WorkloadRun} is
 * where to begin; {@link SetUp} makes the machine that the file asks for, {@link ExploredWorkload} is a workload as a
 * program to be explored.
 *
 * <p>A workload comes checked from {@link dev.pinfold.lab.lang}. Each run has a machine of its own, which is audited at the
 * end. A machine that contradicts itself, or an exception that no program can cause, is a {@link RunFailure}: Pinfold's own,
 * never the workload's.
 */
@NullMarked
package dev.pinfold.lab.run;

import org.jspecify.annotations.NullMarked;
