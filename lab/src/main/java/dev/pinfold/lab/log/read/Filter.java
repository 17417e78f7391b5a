package dev.pinfold.lab.log.read;

import java.util.List;

/** What an strace command leaves out of its log. */
final class Filter {
    private static final List<String> PLACES = List.of("mmap", "munmap", "mremap", "brk");
    /** Qualifiers of {@code -e} that choose no calls. */
    private static final List<String> OTHER = List.of(
            "signal",
            "signals",
            "read",
            "write",
            "verbose",
            "abbrev",
            "raw",
            "inject",
            "fault",
            "status",
            "quiet",
            "decode-fds",
            "decode-pids",
            "namespace",
            "kvm",
            "s");

    private Filter() {}

    /** Says whether a line with an strace command says that calls which place memory are not in the log. */
    static boolean hides(String text) {
        String[] words = text.substring(text.indexOf("strace")).split("[\\s`'\"]+");
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            if (!word.startsWith("-")) {
                continue;
            }
            String chosen = "";
            if (word.equals("-e") && i + 1 < words.length) {
                chosen = words[++i];
            } else if (word.startsWith("-e") && word.length() > 2) {
                chosen = word.substring(2);
            } else if (word.startsWith("--trace=")) {
                chosen = word.substring("--trace=".length());
            } else if (word.equals("-P") || word.equals("-z") || word.equals("-Z")) {
                return true;
            }
            if (!chosen.isEmpty() && hidesCalls(chosen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hidesCalls(String chosen) {
        int equals = chosen.indexOf('=');
        String key = equals < 0 ? "trace" : chosen.substring(0, equals);
        if (OTHER.contains(key)) {
            return false;
        }
        String list = chosen.substring(equals + 1);
        boolean not = list.startsWith("!");
        List<String> names = List.of(list.substring(not ? 1 : 0).split(","));
        boolean memory = names.contains("memory") || names.contains("%memory") || names.contains("all");
        return not ? memory || PLACES.stream().anyMatch(names::contains) : !memory && !names.containsAll(PLACES);
    }
}
