package dev.pinfold.mm;

import dev.pinfold.mm.device.DeviceKind;
import dev.pinfold.mm.device.StrayMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A device with memory of its own.
 *
 * @param name its name; its files lie below {@code /name}, or it is the file {@code /name} itself
 * @param size bytes, whole pages
 * @param kind what its memory is for
 * @param path a file of the host that holds its bytes, also after the machine is closed; null for plain memory
 * @param protect whether stray accesses of the kernel to it are caught, and what becomes of one
 */
public record DeviceConfig(
        String name, long size, DeviceKind kind, @Nullable Path path, StrayMode protect) {
    private static final int PAGE = 4096;

    public DeviceConfig {
        if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a device's name is one part of a path, not \"" + name + '"');
        }
        if (kind == DeviceKind.PRIVATE && protect != StrayMode.OFF) {
            throw new IllegalArgumentException("the kernel has no address for private memory that could be protected");
        }
        if (size < PAGE || size % PAGE != 0 || size > 1L << 40) {
            throw new IllegalArgumentException("size=" + size + ", expected whole pages from 4K to 1T");
        }
    }

    /** A device that is not protected. */
    public DeviceConfig(String name, long size, DeviceKind kind, @Nullable Path path) {
        this(name, size, kind, path, StrayMode.OFF);
    }
}
