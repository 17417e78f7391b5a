package dev.pinfold.mm.kmap;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.space.TaskContext;

/**
 * Where a temporary kernel map lives, and hence what its holder may do meanwhile: the design point {@code KMAP_SLOTS}.
 *
 * <p>Maps are nested: the last made is the first to be ended. Preconditions of both methods: inside a call.
 */
public interface KmapSlots extends Choice {
    /**
     * Maps a page.
     *
     * @return its kernel address; 0 if it was refused, which is reported and noted as the task's fault
     */
    long map(Kmaps kmaps, TaskContext t, int pfn);

    /** Ends the map at an address. Another than the last one's is reported, and the last one ends all the same. */
    void unmap(Kmaps kmaps, TaskContext t, long address);

    /** Whether a task with a map keeps its CPU, so that it must not sleep. */
    boolean keepsCpu();
}
