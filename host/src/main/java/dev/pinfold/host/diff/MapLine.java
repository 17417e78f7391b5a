package dev.pinfold.host.diff;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

/**
 * A line of /proc/PID/maps without device and inode.
 *
 * @param start first address
 * @param end first address behind it
 * @param perms as printed: {@code rw-p}
 * @param offset file offset in bytes
 * @param name what is mapped, files by their names in the workload; empty for anonymous memory
 */
public record MapLine(long start, long end, String perms, long offset, String name) {
    /** Returns the number of pages. */
    public long pages() {
        return end - start >>> PAGE_SHIFT;
    }

    /** Returns whether any access is allowed, which for reading is enough on x86-64. */
    public boolean accessible() {
        return !perms.startsWith("---");
    }

    @Override
    public String toString() {
        return "%08x-%08x %s %08x 00:00 0 %s"
                .formatted(start, end, perms, offset, name)
                .stripTrailing();
    }

    /** Reads a line as the kernel prints it. */
    public static MapLine parse(String line) {
        int dash = line.indexOf('-');
        int blank = line.indexOf(' ');
        String[] rest = line.substring(blank + 1).split(" +", 5);
        return new MapLine(
                Long.parseUnsignedLong(line.substring(0, dash), 16),
                Long.parseUnsignedLong(line.substring(dash + 1, blank), 16),
                rest[0],
                Long.parseUnsignedLong(rest[1], 16),
                rest.length > 4 ? rest[4] : "");
    }

    /** The same mapping under another name. */
    public MapLine named(String other) {
        return new MapLine(start, end, perms, offset, other);
    }
}
