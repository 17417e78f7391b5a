package dev.pinfold.mm.device;

import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.space.TaskContext;

/** What happens to those who use a device's memory when the device is told to leave: the design point {@code UNBIND}. */
public interface Unbind extends Choice {
    /**
     * Ends every use of a device's pages; returns when nothing but the device reaches them.
     *
     * <p>Preconditions: inside a call, no lock but the device's held. May sleep.
     */
    void run(TaskContext t, Device d, DevPagemap p);
}
