/**
 * The command {@code run}: workloads on a machine of Pinfold's, and the report of what came of them. {@link
 * dev.pinfold.lab.run.WorkloadRun} is where to begin.
 */
@NullMarked
package dev.pinfold.lab.run;

import org.jspecify.annotations.NullMarked;
