/**
 * What each call of the workload language does on a machine of Pinfold's, which {@link dev.pinfold.lab.calls.MachineTarget}
 * is. A handler is called by the thread, or the fiber, that plays its task.
 */
@NullMarked
package dev.pinfold.lab.calls;

import org.jspecify.annotations.NullMarked;
