package dev.pinfold.host.agent;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is started.
 *
 * @param heapStart where the heap of every task starts, a multiple of 4096
 * @param privileged whether tasks keep this process's capabilities
 * @param lockLimit RLIMIT_MEMLOCK of the tasks, in bytes
 * @param hugePages whether tasks may have transparent huge pages, as this machine is set; else none
 * @param patience how long one batch may take before the agent is given up
 * @param launcher a program that starts the agent on another kernel, with the agent's command line as its arguments; the
 *     agent's pipes are its own, and what is written to the shared file's operations must reach the agent's copy of it with
 *     each command, and what the agent wrote must come back with each reply; null to start it here
 */
public record AgentOptions(
        long heapStart,
        boolean privileged,
        long lockLimit,
        boolean hugePages,
        Duration patience,
        @Nullable Path launcher) {
    /** Where the heap starts unless said otherwise. */
    public static final long HEAP_START = 0x555555560000L;

    /**
     * The end of the area in which the kernel places mappings from the top down: where it lies in every process without
     * randomisation and with a stack limit of 8 MiB.
     */
    public static final long MMAP_TOP = 0x7ffff7fff000L;

    /** From here on a task's address space belongs to the agent. */
    public static final long AGENT_START = 0x7ffffc000000L;

    /** The end of a task's addresses. */
    public static final long TASK_SIZE = 0x7ffffffff000L;

    /** Options as the workload language states them: no capabilities, 8 MiB of locked memory. */
    public static AgentOptions standard() {
        return new AgentOptions(HEAP_START, false, 8L << 20, false, Duration.ofSeconds(30), null);
    }

    /** The same with or without capabilities. */
    public AgentOptions withPrivileged(boolean keep) {
        return new AgentOptions(heapStart, keep, lockLimit, hugePages, patience, launcher);
    }

    /** The same with or without huge pages. */
    public AgentOptions withHugePages(boolean some) {
        return new AgentOptions(heapStart, privileged, lockLimit, some, patience, launcher);
    }

    /** The same with another patience. */
    public AgentOptions withPatience(Duration longest) {
        return new AgentOptions(heapStart, privileged, lockLimit, hugePages, longest, launcher);
    }

    /** The same on another kernel, which is slower to start and to answer. */
    public AgentOptions withLauncher(Path program) {
        return new AgentOptions(heapStart, privileged, lockLimit, hugePages, Duration.ofMinutes(4), program);
    }

    /** The same with another start of the heap. */
    public AgentOptions withHeapStart(long start) {
        return new AgentOptions(start, privileged, lockLimit, hugePages, patience, launcher);
    }
}
