package dev.pinfold.lab.lang;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Linux's constants by name. Each belongs to a family ({@code prot}, {@code map}, {@code madvise}, …), which is how a
 * {@code MAP_PRIVATE} among the protection bits is noticed.
 */
public final class Constants {
    /** A constant. */
    record Entry(String family, long value) {}

    private static final Map<String, Entry> BY_NAME = load();

    private Constants() {}

    private static Map<String, Entry> load() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        String family = "";
        for (String line : Resource.lines("constants.txt")) {
            String rest = line;
            int colon = line.indexOf(':');
            if (colon > 0) {
                family = line.substring(0, colon);
                rest = line.substring(colon + 1);
            }
            for (String word : rest.trim().split(" +")) {
                int equals = word.indexOf('=');
                entries.put(
                        word.substring(0, equals),
                        new Entry(
                                family,
                                Numbers.parse(word.substring(equals + 1)).getAsLong()));
            }
        }
        return entries;
    }

    /** Returns the constant's value, or nothing where Linux has no constant of that name. */
    public static OptionalLong value(String name) {
        Entry entry = BY_NAME.get(name);
        return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.value());
    }

    static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    /** Returns the family of a known constant. */
    static String family(String name) {
        Entry entry = BY_NAME.get(name);
        return entry == null ? "" : entry.family();
    }

    /** Returns an example of a family for a message: {@code PROT_NONE, PROT_READ, PROT_WRITE, …}. */
    static String examples(String family) {
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (Map.Entry<String, Entry> e : BY_NAME.entrySet()) {
            if (e.getValue().family().equals(family)) {
                if (shown++ == 3) {
                    return text + ", …";
                }
                text.append(shown == 1 ? "" : ", ").append(e.getKey());
            }
        }
        return text.toString();
    }

    /** Returns the first name that a family has for a value, or an empty string. */
    public static String name(String family, long value) {
        for (Map.Entry<String, Entry> e : BY_NAME.entrySet()) {
            if (e.getValue().value() == value && e.getValue().family().equals(family)) {
                return e.getKey();
            }
        }
        return "";
    }

    /**
     * Returns a value as the names of a family joined by {@code |}, the rest in hex; for reports.
     *
     * @param family a family of bits, such as {@code prot}
     */
    public static String describe(String family, long value) {
        Map<Long, String> bits = new HashMap<>();
        BY_NAME.forEach((name, e) -> {
            if (e.family().equals(family) && Long.bitCount(e.value()) == 1) {
                bits.putIfAbsent(e.value(), name);
            }
        });
        StringBuilder text = new StringBuilder();
        long rest = value;
        for (int i = 0; i < 64; i++) {
            String name = bits.get(1L << i);
            if ((rest & 1L << i) != 0 && name != null) {
                text.append(text.isEmpty() ? "" : "|").append(name);
                rest &= ~(1L << i);
            }
        }
        if (rest != 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : "|").append("0x").append(Long.toHexString(rest));
        }
        return text.toString();
    }
}
