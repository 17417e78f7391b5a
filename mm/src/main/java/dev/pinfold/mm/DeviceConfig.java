package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

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
 * @param align bytes that each entry of page tables maps of a device of kind generic, and a multiple of which its mappings
 *     are: 4 KiB, 2 MiB or 1 GiB; 0 for mappings of any size, by the largest entries that fit
 */
public record DeviceConfig(
        String name, long size, DeviceKind kind, @Nullable Path path, StrayMode protect, long align) {
    private static final long MIB_2 = 2L << 20;
    private static final long GIB = 1L << 30;

    public DeviceConfig {
        if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a device's name is one part of a path, not \"" + name + '"');
        }
        if (kind == DeviceKind.PRIVATE && protect != StrayMode.OFF) {
            throw new IllegalArgumentException("the kernel has no address for private memory that could be protected");
        }
        if (size < PAGE_SIZE || size % PAGE_SIZE != 0 || size > 1L << 40) {
            throw new IllegalArgumentException("size=" + size + ", expected whole pages from 4K to 1T");
        }
        if (align != 0 && align != PAGE_SIZE && align != MIB_2 && align != GIB) {
            throw new IllegalArgumentException("align=" + align + ", expected 4K, 2M or 1G");
        }
        if (align != 0 && (kind != DeviceKind.GENERIC || size % align != 0)) {
            throw new IllegalArgumentException("align=" + align + " is for generic devices of a multiple of that size");
        }
    }

    /** A device whose mappings need no alignment. */
    public DeviceConfig(String name, long size, DeviceKind kind, @Nullable Path path, StrayMode protect) {
        this(name, size, kind, path, protect, 0);
    }

    /** A device that is not protected. */
    public DeviceConfig(String name, long size, DeviceKind kind, @Nullable Path path) {
        this(name, size, kind, path, StrayMode.OFF);
    }
}
