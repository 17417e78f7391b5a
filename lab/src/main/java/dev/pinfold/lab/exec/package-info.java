/**
 * What executing a workload means, whoever executes it: values and the names that hold them, arguments, what may come of
 * a call, and whether that is what the line said. {@link dev.pinfold.lab.exec.Player} plays a workload on a {@link
 * dev.pinfold.lab.exec.Target}, which is a machine of Pinfold's or anything else that takes the calls.
 */
@NullMarked
package dev.pinfold.lab.exec;

import org.jspecify.annotations.NullMarked;
