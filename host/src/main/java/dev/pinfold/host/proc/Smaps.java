package dev.pinfold.host.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapping as /proc/PID/smaps describes it.
 *
 * @param start first address
 * @param end first address behind it
 * @param kilobytes the numbers by their names: {@code Rss}, {@code Anonymous}, …
 * @param flags what stands behind {@code VmFlags}
 */
public record Smaps(long start, long end, Map<String, Long> kilobytes, List<String> flags) {
    /** Makes the description; map and list are copied. */
    public Smaps {
        kilobytes = Map.copyOf(kilobytes);
        flags = List.copyOf(flags);
    }

    /** Reads all mappings of a process in order. */
    public static List<Smaps> read(int pid) throws IOException {
        List<Smaps> all = new ArrayList<>();
        Map<String, Long> numbers = new LinkedHashMap<>();
        String head = "";
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            String[] words = line.split("\\s+");
            if (!words[0].endsWith(":")) {
                head = words[0];
                numbers.clear();
            } else if (words[0].equals("VmFlags:")) {
                int dash = head.indexOf('-');
                all.add(new Smaps(
                        Long.parseUnsignedLong(head.substring(0, dash), 16),
                        Long.parseUnsignedLong(head.substring(dash + 1), 16),
                        numbers,
                        List.of(words).subList(1, words.length)));
            } else {
                numbers.put(words[0].substring(0, words[0].length() - 1), Long.parseLong(words[1]));
            }
        }
        return all;
    }
}
