package dev.pinfold.host.proc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kind of kernel runs here. */
public final class KernelInfo {
    private KernelInfo() {}

    /** Returns its name and release, as {@code Linux 6.18.0}. */
    public static String release() {
        return System.getProperty("os.name") + " "
                + read("/proc/sys/kernel/osrelease", System.getProperty("os.version"));
    }

    /** Returns the lowest address that a task without capabilities may map. */
    public static long lowestAddress() {
        return Long.parseLong(read("/proc/sys/vm/mmap_min_addr", "65536"));
    }

    /** Returns which memory gets transparent huge pages: always, madvise or never. */
    public static String hugePages() {
        String choices = read("/sys/kernel/mm/transparent_hugepage/enabled", "[never]");
        return choices.replaceAll(".*\\[|\\].*", "");
    }

    /** Returns the physical memory in bytes. */
    public static long memory() {
        String line = read("/proc/meminfo", "MemTotal: 1048576 kB");
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /** Returns the number of a CPU that this process may use. */
    public static int someCpu() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Cpus_allowed_list:")) {
                    return Integer.parseInt(line.replaceAll(".*?(\\d+)$", "$1"));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }

    private static String read(String file, String otherwise) {
        // One read, and large enough: files under /proc/sys have no second piece.
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] text = new byte[4096];
            int length = in.read(text);
            return length <= 0
                    ? otherwise
                    : new String(text, 0, length, StandardCharsets.UTF_8)
                            .lines()
                            .findFirst()
                            .orElse(otherwise)
                            .strip();
        } catch (IOException e) {
            return otherwise;
        }
    }
}
