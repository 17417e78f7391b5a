package dev.pinfold.lab.lang;

import java.util.HashMap;
import java.util.Map;

/** Linux's error numbers by name and back. */
public final class Errnos {
    private static final Map<String, Integer> BY_NAME = new HashMap<>();
    private static final Map<Integer, String> BY_NUMBER = new HashMap<>();

    static {
        for (String line : Resource.lines("errnos.txt")) {
            for (String word : line.split(" +")) {
                int equals = word.indexOf('=');
                String name = word.substring(0, equals);
                int number = Integer.parseInt(word.substring(equals + 1));
                BY_NAME.put(name, number);
                BY_NUMBER.putIfAbsent(number, name);
            }
        }
        // Two names of one number: strace prints the first of each pair, people also write the second.
        BY_NAME.put("EWOULDBLOCK", BY_NAME.get("EAGAIN"));
        BY_NAME.put("ENOTSUP", BY_NAME.get("EOPNOTSUPP"));
    }

    private Errnos() {}

    /** Returns the number of an error, or 0 where Linux has no error of that name. */
    public static int number(String name) {
        return BY_NAME.getOrDefault(name, 0);
    }

    /** Returns the name of an error number, or {@code "errno N"} where it has none. */
    public static String name(int number) {
        return BY_NUMBER.getOrDefault(number, "errno " + number);
    }
}
