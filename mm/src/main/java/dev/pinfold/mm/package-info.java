/**
 * The face of the memory manager, for programs that embed it: a {@link Machine}, made as a {@link MachineConfig} says by the
 * choices of a {@link Design}, and its tasks.
 *
 * <p>There are two doors, and errors have one style at each. The friendly door throws: {@link Task} makes calls and accesses,
 * an error is an {@link ErrnoException} and an access that cannot be resolved is a {@link MemoryFault}. The raw door returns:
 * {@link Calls} takes Linux's arguments and gives what the instruction gives, a value or {@code -errno}; an access leaves
 * its signal in {@link Calls#fault}. {@link Pages}, {@link Walks}, {@link DeviceCalls} and {@link KernelCalls}, which are what a
 * kernel does on a task's behalf, are raw as well. Arguments that no caller can mean, such as the number of a page that no
 * machine has, are an {@link IllegalArgumentException} at both. A machine that contradicts itself is an {@link AssertionError}
 * of {@link Machine#check}.
 *
 * <p>On entry: a task is used by one thread at a time, tasks of one machine by as many threads as there are tasks. Each call
 * enters the kernel and leaves it, so nothing is held between two calls but what the caller asked to be held: references, pins
 * and kernel maps. Making and closing a machine, and auditing it, need that no task is in a call.
 */
@NullMarked
package dev.pinfold.mm;

import org.jspecify.annotations.NullMarked;
