package dev.pinfold.lab.log.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of {@code perf trace}: arguments by name, those that are 0 left out, constants without their families' beginning; a call
 * that waits on two lines.
 */
final class PerfLines implements Translation {
    private static final Pattern LINE = Pattern.compile(
            "\\s*(?:\\d+\\.\\d+|\\?) \\(\\s*(?:\\d+\\.\\d+ ms)?\\s*\\): (?:(\\S.*?)/(\\d+)|(\\d+))? *(.*)");
    private static final Pattern CONTINUED = Pattern.compile("\\.\\.\\. ?\\[continued\\]: (\\w+)\\(\\)+\\s*(= .*)?");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\)\\s*(= .*|\\.\\.\\.)?");
    private static final Pattern WORD = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** The parameters of calls by the kernel's names, in order, each with other names it has and its constants' family. */
    private static final Map<String, List<String>> PARAMETERS = Map.ofEntries(
            Map.entry("mmap", List.of("addr", "len", "prot:PROT_", "flags:MAP_", "fd", "off,pgoff,offset")),
            Map.entry("munmap", List.of("addr,start", "len")),
            Map.entry("mprotect", List.of("start,addr", "len", "prot:PROT_")),
            Map.entry("pkey_mprotect", List.of("start,addr", "len", "prot:PROT_", "pkey")),
            Map.entry("mremap", List.of("addr", "old_len", "new_len", "flags:MREMAP_", "new_addr")),
            Map.entry("madvise", List.of("start,addr", "len_in,len", "behavior,advice:MADV_")),
            Map.entry("msync", List.of("start", "len", "flags:MS_")),
            Map.entry("mlock", List.of("start", "len")),
            Map.entry("mlock2", List.of("start", "len", "flags:MLOCK_")),
            Map.entry("munlock", List.of("start", "len")),
            Map.entry("mlockall", List.of("flags:MCL_")),
            Map.entry("mseal", List.of("start", "len", "flags")),
            Map.entry("mincore", List.of("start", "len", "vec")),
            Map.entry("brk", List.of("brk")),
            Map.entry("close", List.of("fd")),
            Map.entry("dup", List.of("fildes,fd")),
            Map.entry("dup2", List.of("oldfd", "newfd")),
            Map.entry("dup3", List.of("oldfd", "newfd", "flags:O_")),
            Map.entry("openat", List.of("dfd", "filename", "flags:O_", "mode")),
            Map.entry("open", List.of("filename", "flags:O_", "mode")),
            Map.entry("ftruncate", List.of("fd", "length")),
            Map.entry("exit", List.of("error_code")),
            Map.entry("exit_group", List.of("error_code")),
            Map.entry("clone", List.of("clone_flags,flags:CLONE_", "newsp", "parent_tidptr", "child_tidptr", "tls")));

    /** Calls that wait, by task, as strace would print their beginning. */
    private final Map<String, String> begun = new HashMap<>();

    static boolean is(String line) {
        Matcher m = LINE.matcher(line);
        return m.matches()
                && (CALL.matcher(m.group(4)).matches()
                        || CONTINUED.matcher(m.group(4)).matches());
    }

    @Override
    public Dialect dialect() {
        return Dialect.PERF;
    }

    @Override
    public @Nullable String strace(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            return line;
        }
        String task = m.group(2) != null ? m.group(2) + " " : m.group(3) != null ? m.group(3) + " " : "";
        String rest = m.group(4);
        Matcher continued = CONTINUED.matcher(rest);
        if (continued.matches()) {
            String name = continued.group(1);
            String head = begun.remove(task);
            String result = result(continued.group(2));
            if (head == null && !name.equals("execve")) {
                return task + "<... " + name + " resumed>) " + result;
            }
            return task + (head == null ? "execve(\"\", [], NULL)" : head) + " " + result;
        }
        Matcher call = CALL.matcher(rest);
        if (!call.matches()) {
            return null;
        }
        String text = call.group(1) + "(" + arguments(call.group(1), call.group(2)) + ")";
        if (call.group(3) != null && call.group(3).equals("...")) {
            begun.put(task, text);
            return null;
        }
        return task + text + " " + result(call.group(3));
    }

    private static String result(@Nullable String text) {
        if (text == null) {
            return "= ?";
        }
        // Old ones print the error's meaning without parentheses.
        Matcher error = Pattern.compile("= (-1 E[A-Z0-9]+) [^(].*").matcher(text);
        return error.matches() ? "= " + error.group(1) : text;
    }

    /** Puts arguments by name in order; those of calls that are not known here stay as they are. */
    private static String arguments(String call, String text) {
        List<String> parameters = PARAMETERS.get(call);
        Map<String, String> given = new HashMap<>();
        for (String argument : split(text)) {
            int colon = argument.indexOf(": ");
            if (colon > 0) {
                given.put(
                        argument.substring(0, colon).strip(),
                        argument.substring(colon + 2).strip());
            }
        }
        if (parameters == null) {
            return text.replace(": ", "=");
        }
        List<String> ordered = new ArrayList<>();
        for (String parameter : parameters) {
            int colon = parameter.indexOf(':');
            String names = colon < 0 ? parameter : parameter.substring(0, colon);
            String family = colon < 0 ? "" : parameter.substring(colon + 1);
            String value = null;
            for (String name : names.split(",")) {
                value = value == null ? given.get(name) : value;
            }
            String none = names.equals("fd") && call.equals("mmap") && !text.contains("fd:") ? "-1" : "0";
            ordered.add(value == null ? none : constants(value, family));
        }
        return String.join(", ", ordered);
    }

    private static String constants(String value, String family) {
        if (family.isEmpty() || value.startsWith(family)) {
            return value.equals("CWD") ? "AT_FDCWD" : value;
        }
        List<String> words = new ArrayList<>();
        for (String word : value.split("\\|")) {
            String bare = word.strip();
            words.add(WORD.matcher(bare).matches() && !bare.startsWith(family) ? family + bare : bare);
        }
        return String.join("|", words);
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[' || c == '(' || c == '<')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ']' || c == ')' || c == '>')) {
                depth--;
            } else if (c == ',' && depth == 0 && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
