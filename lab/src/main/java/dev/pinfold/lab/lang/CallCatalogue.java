package dev.pinfold.lab.lang;

import dev.pinfold.mm.abi.Syscall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All calls of the workload language: its own, which {@code calls.txt} lists, and the system calls that Pinfold has, which stand
 * in the table of calls.
 */
public final class CallCatalogue {
    /** A group of calls under its title. */
    public record Group(String name, String title, boolean available, List<CallSpec> calls) {}

    private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\)(?: = (.*))?");
    private static final Pattern HEAD = Pattern.compile("\\[(later )?(\\w+)] (.*)");
    private static final Map<String, CallSpec> BY_NAME = new LinkedHashMap<>();
    private static final List<Group> GROUPS = new ArrayList<>();

    static {
        load(Resource.lines("calls.txt"));
        for (Group group : GROUPS) {
            for (Syscall call : Syscall.values()) {
                CallSpec spec = SyscallSpec.of(call);
                if (spec.group().equals(group.name()) && !BY_NAME.containsKey(spec.name())) {
                    add(group, spec);
                }
            }
        }
    }

    private CallCatalogue() {}

    private static void load(List<String> lines) {
        String group = "";
        boolean available = true;
        for (int i = 0; i < lines.size(); i++) {
            Matcher head = HEAD.matcher(lines.get(i));
            if (head.matches()) {
                group = head.group(2);
                available = head.group(1) == null;
                GROUPS.add(new Group(group, head.group(3), available, new ArrayList<>()));
                continue;
            }
            Matcher call = CALL.matcher(lines.get(i));
            if (!call.matches()) {
                throw new AssertionError("calls.txt: " + lines.get(i));
            }
            String result = call.group(3) == null ? "" : call.group(3);
            String doc = lines.get(++i).strip();
            CallSpec spec = new CallSpec(call.group(1), group, parameters(call.group(2)), result, doc, available);
            add(GROUPS.getLast(), spec);
        }
    }

    private static void add(Group group, CallSpec spec) {
        BY_NAME.put(spec.name(), spec);
        group.calls().add(spec);
    }

    /** Returns the name that a system call has in the language: Linux's, but where only some of its options are known. */
    public static String nameOf(Syscall call) {
        return call == Syscall.PRCTL ? Syscalls.PRCTL_THP : call.text();
    }

    /** Returns the system call that has a name in the language, if one has. */
    public static Optional<Syscall> syscall(String name) {
        return Optional.ofNullable(name.equals(Syscalls.PRCTL_THP) ? Syscall.PRCTL : Syscall.of(name));
    }

    private static List<CallSpec.Parameter> parameters(String text) {
        List<CallSpec.Parameter> parameters = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(", ")) {
            int colon = word.indexOf(':');
            String kind = word.substring(colon + 1);
            boolean optional = kind.endsWith("?");
            boolean repeated = kind.endsWith("*");
            String bare = optional || repeated ? kind.substring(0, kind.length() - 1) : kind;
            parameters.add(new CallSpec.Parameter(word.substring(0, colon), bare, optional, repeated));
        }
        return parameters;
    }

    /** Returns the call of that name, if the language has one. */
    public static Optional<CallSpec> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the names of all calls. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** Returns all calls, in the order of the catalogue. */
    public static List<CallSpec> all() {
        return GROUPS.stream().flatMap(g -> g.calls().stream()).toList();
    }

    /** Returns the calls in groups, in the order of the catalogue. */
    public static List<Group> groups() {
        return List.copyOf(GROUPS);
    }
}
