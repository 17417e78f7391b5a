package dev.pinfold.lab.exec;

import java.util.List;

/** Compares texts as {@code /proc/PID/maps} prints them: without device, inode and the width of blanks. */
public final class MapsComparison {
    private MapsComparison() {}

    /** Says whether two texts are equal, or as lists of mappings say the same. */
    public static boolean same(String expected, String actual) {
        return expected.equals(actual) || lines(expected).equals(lines(actual));
    }

    private static List<String> lines(String text) {
        return text.strip().lines().map(MapsComparison::line).toList();
    }

    /** Returns range, rights, offset and name of a mapping; any other line with its blanks made one. */
    private static String line(String line) {
        String[] fields = line.strip().split("\\s+", 6);
        boolean mapping = fields.length >= 5 && fields[0].matches("[0-9a-f]+-[0-9a-f]+") && fields[3].contains(":");
        if (!mapping) {
            return String.join(" ", fields);
        }
        String name = fields.length == 6 ? fields[5].replaceAll("\\s+", " ") : "";
        return (range(fields[0]) + " " + fields[1] + " " + offset(fields[2]) + " " + name).strip();
    }

    /** Leading zeroes mean nothing. */
    private static String range(String range) {
        int dash = range.indexOf('-');
        return offset(range.substring(0, dash)) + "-" + offset(range.substring(dash + 1));
    }

    private static String offset(String hex) {
        try {
            return Long.toHexString(Long.parseUnsignedLong(hex, 16));
        } catch (NumberFormatException e) {
            return hex;
        }
    }
}
