package dev.pinfold.lab.run;

import java.util.Map;

/** Devices with memory of their own. */
final class DeviceCalls {
    static final Map<String, Handler> HANDLERS = Map.of(
            "memremap_pages",
            Handler.of((t, a) -> t.task.devices().memremapPages(a.path(0))),
            "unbind",
            Handler.of((t, a) -> t.task.devices().unbind(a.path(0))),
            "memory_failure",
            Handler.of((t, a) -> t.task.devices().memoryFailure(a.integer(0))));

    private DeviceCalls() {}
}
