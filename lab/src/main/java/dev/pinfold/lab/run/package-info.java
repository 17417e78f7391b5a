/**
 * The command {@code run}: workloads and recorded logs on a machine of Pinfold's, and the report of what came of them.
 * {@link dev.pinfold.lab.run.WorkloadRun} is where to begin; a log goes through {@link dev.pinfold.lab.run.LogReplay}.
 */
@NullMarked
package dev.pinfold.lab.run;

import org.jspecify.annotations.NullMarked;
