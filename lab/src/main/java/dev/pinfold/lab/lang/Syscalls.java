package dev.pinfold.lab.lang;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of Linux's x86-64 system calls, so that a call nobody here needs can be told from a misspelt word. */
public final class Syscalls {
    private static final List<String> BY_NUMBER = new ArrayList<>();
    private static final Set<String> NAMES = new HashSet<>();

    static {
        for (String line : Resource.lines("syscalls.txt")) {
            for (String word : line.split(" +")) {
                if (word.startsWith("@")) {
                    int number = Integer.parseInt(word.substring(1));
                    while (BY_NUMBER.size() < number) {
                        BY_NUMBER.add("");
                    }
                } else {
                    BY_NUMBER.add(word);
                    NAMES.add(word);
                }
            }
        }
    }

    /** {@code prctl} with an option about huge pages, as the language calls it; all other options are passed over. */
    public static final String PRCTL_THP = "prctl_thp_disable";

    /** No call has a name as long; what is longer is no misspelt one. */
    private static final int LONGEST_MISSPELT = 40;

    private Syscalls() {}

    /** Says whether a name is a system call's. Calls that strace knew by their numbers only count. */
    public static boolean has(String name) {
        return NAMES.contains(name) || name.equals(PRCTL_THP) || name.startsWith("syscall_0x") || number(name) >= 0;
    }

    /**
     * Returns the name that Linux gives a call which strace knew by its number only: {@code syscall_0x1ce}, {@code
     * syscall_462} and {@code SYS_462} are {@code mseal}. Any other name is returned as it is.
     */
    public static String canonical(String name) {
        int number = number(name);
        String known = number >= 0 && number < BY_NUMBER.size() ? BY_NUMBER.get(number) : "";
        return known.isEmpty() ? name : known;
    }

    /** Returns the number that stands for a name, or -1. */
    private static int number(String name) {
        boolean by = name.startsWith("syscall_") || name.startsWith("SYS_");
        String digits = by ? name.substring(name.indexOf('_') + 1) : "";
        boolean hex = digits.startsWith("0x");
        try {
            return digits.isEmpty() ? -1 : Integer.parseInt(hex ? digits.substring(2) : digits, hex ? 16 : 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Returns the known call whose name is nearest to a misspelt one, or an empty string where none is near. */
    static String nearest(String name, Iterable<String> others) {
        if (name.length() > LONGEST_MISSPELT) {
            return "";
        }
        String best = "";
        int least = (name.length() + 2) / 3 + 1;
        for (Iterable<String> names : List.of(others, NAMES)) {
            for (String candidate : names) {
                int distance = distance(name, candidate);
                if (distance < least) {
                    least = distance;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
