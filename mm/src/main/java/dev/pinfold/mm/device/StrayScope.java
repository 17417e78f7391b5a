package dev.pinfold.mm.device;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.space.TaskContext;

/**
 * Whom the count of nested open sections belongs to: the design point {@code STRAY_PROTECTION_SCOPE}.
 *
 * <p>A section is opened and closed by one task, inside a call. Opening may be nested; only the outermost pair changes the
 * register. The register itself is always the task's: it is saved and loaded when tasks take turns.
 */
public interface StrayScope extends Choice {
    /** Opens a section for a device's memory ({@code pgmap_mk_readwrite}). */
    void open(StrayProtection protection, TaskContext t, StrayRights rights, Device device);

    /** Closes a section ({@code pgmap_mk_noaccess}). Preconditions: the task has one open. */
    void close(StrayProtection protection, TaskContext t, StrayRights rights, Device device);

    /** An exception begins or ends: exchanges the count for another, and gives what it was. */
    int exchangeCount(StrayProtection protection, TaskContext t, StrayRights rights, int next);

    /** Whether a task inside a section keeps its CPU, so that it must not sleep there. */
    boolean keepsCpu();
}
