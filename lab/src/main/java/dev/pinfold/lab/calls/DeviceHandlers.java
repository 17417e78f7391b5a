package dev.pinfold.lab.calls;

import java.util.Map;

/** Devices with memory of their own. */
final class DeviceHandlers {
    static final Map<String, Handler> HANDLERS = Map.of(
            "memremap_pages",
            Handler.of((t, a) -> t.task.devices().memremapPages(a.path(0))),
            "unbind",
            Handler.of((t, a) -> t.task.devices().unbind(a.path(0))),
            "migrate_to_device",
            Handler.of((t, a) -> t.task.devices()
                    .migrateToDevice(a.word(0), (int) Math.min(Integer.MAX_VALUE, a.count(1)), a.path(2))),
            "memory_failure",
            Handler.of((t, a) -> t.task.devices().memoryFailure(t.page(a))));

    private DeviceHandlers() {}
}
