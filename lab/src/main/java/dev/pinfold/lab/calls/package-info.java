/**
 * What each call of the workload language does on a machine of Pinfold's, which {@link MachineTarget} is. A system call is
 * the row of its name in {@link dev.pinfold.mm.abi.Syscall}; everything else the language has (accesses, kernel code, pins,
 * walks, devices) is a {@link Handler} in the table of its kind.
 *
 * <p>A handler is called by the thread, or the fiber, that plays its task, with its arguments looked up and checked: those
 * of the right kind, names that hold what the parameter takes. It gives what came of the call, an error or a fault included;
 * that is compared elsewhere. What a workload has taken and not given back is kept in {@link Holdings}, which all tasks use
 * at once.
 */
@NullMarked
package dev.pinfold.lab.calls;

import org.jspecify.annotations.NullMarked;
