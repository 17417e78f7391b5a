/**
 * What executing a workload means, whoever executes it: values and the names that hold them, arguments, what may come of a
 * call, and whether that is what the line said. {@link Player} plays a workload on a {@link Target}, which is a machine of
 * Pinfold's or anything else that takes the calls.
 *
 * <p>In the concurrent section each task is a thread of its own, or a fiber of the explorer; a {@link Meeting} is where they
 * wait for each other, and it notices when nobody is left who could end a wait. {@link Environment} is shared by all of
 * them.
 */
@NullMarked
package dev.pinfold.lab.exec;

import org.jspecify.annotations.NullMarked;
