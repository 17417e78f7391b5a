/**
 * The agent: a small process that executes operations on the running kernel, and its driver. {@link Agent} starts the
 * program that {@link AgentImage} holds, and sends it {@link Batch}es of {@link Opcode}s through a region of shared memory
 * whose layout is {@link Wire}; each number there is the twin of one in the agent's {@code agent.h}.
 *
 * <p>Each task of the agent is a process with an empty address space below {@link AgentOptions#MMAP_TOP}; the agent's own
 * memory lies above. Where the kernel cannot be asked (another system, another processor, a sandbox that forbids it)
 * starting is an {@link AgentUnavailableException} that says why; an agent that died or hung is an {@link AgentException}
 * and cannot be used any more. One thread uses an agent at a time.
 */
@NullMarked
package dev.pinfold.host.agent;

import org.jspecify.annotations.NullMarked;
