package dev.pinfold.host.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a mapping's entry in /proc/PID/smaps that comparisons look at, read without taking the rest apart: they
 * read it thousands of times a second.
 *
 * @param start first address
 * @param rss kilobytes in memory
 * @param dirty of those, what was stored to, whoever shares it
 * @param anonymous of those, anonymous pages
 * @param hugePages of those, what huge entries map
 * @param sharedHugePages kilobytes of shared memory that huge entries map
 * @param eligible whether faults may bring huge pages
 * @param flags what stands behind {@code VmFlags}
 */
public record SmapsSummary(
        long start,
        long rss,
        long dirty,
        long anonymous,
        long hugePages,
        long sharedHugePages,
        boolean eligible,
        String flags) {
    private static final byte[] RSS = name("Rss:");
    private static final byte[] SHARED_DIRTY = name("Shared_Dirty:");
    private static final byte[] PRIVATE_DIRTY = name("Private_Dirty:");
    private static final byte[] ANONYMOUS = name("Anonymous:");
    private static final byte[] HUGE = name("AnonHugePages:");
    private static final byte[] SHARED_HUGE = name("ShmemPmdMapped:");
    private static final byte[] ELIGIBLE = name("THPeligible:");
    private static final byte[] FLAGS = name("VmFlags:");

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Reads the mappings of a process that begin below an address, in order. */
    public static List<SmapsSummary> read(int pid, long below) throws IOException {
        byte[] text = Files.readAllBytes(Path.of("/proc", Integer.toString(pid), "smaps"));
        List<SmapsSummary> all = new ArrayList<>();
        long start = 0;
        long rss = 0;
        long dirty = 0;
        long anonymous = 0;
        long huge = 0;
        long sharedHuge = 0;
        boolean eligible = false;
        for (int at = 0; at < text.length; ) {
            int end = at;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            // Names begin with a capital, addresses with a hexadecimal digit in small letters.
            if (text[at] > 'Z' || text[at] < 'A') {
                start = hexadecimal(text, at);
                if (start < 0 || start >= below) {
                    break;
                }
            } else if (begins(text, at, RSS)) {
                rss = number(text, at + RSS.length);
            } else if (begins(text, at, SHARED_DIRTY)) {
                dirty = number(text, at + SHARED_DIRTY.length);
            } else if (begins(text, at, PRIVATE_DIRTY)) {
                dirty += number(text, at + PRIVATE_DIRTY.length);
            } else if (begins(text, at, ANONYMOUS)) {
                anonymous = number(text, at + ANONYMOUS.length);
            } else if (begins(text, at, HUGE)) {
                huge = number(text, at + HUGE.length);
            } else if (begins(text, at, SHARED_HUGE)) {
                sharedHuge = number(text, at + SHARED_HUGE.length);
            } else if (begins(text, at, ELIGIBLE)) {
                eligible = number(text, at + ELIGIBLE.length) == 1;
            } else if (begins(text, at, FLAGS)) {
                int from = at + FLAGS.length;
                String flags = new String(text, from, end - from, StandardCharsets.ISO_8859_1).strip();
                all.add(new SmapsSummary(start, rss, dirty, anonymous, huge, sharedHuge, eligible, flags));
            }
            at = end + 1;
        }
        return all;
    }

    private static boolean begins(byte[] text, int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (at + i >= text.length || text[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static long hexadecimal(byte[] text, int from) {
        long value = 0;
        for (int i = from; i < text.length && text[i] != '-'; i++) {
            value = value << 4 | Character.digit(text[i], 16);
        }
        return value;
    }

    private static long number(byte[] text, int from) {
        int i = from;
        while (text[i] == ' ') {
            i++;
        }
        long value = 0;
        for (; text[i] >= '0' && text[i] <= '9'; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }
}
