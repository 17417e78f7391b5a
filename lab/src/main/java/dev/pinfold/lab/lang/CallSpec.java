package dev.pinfold.lab.lang;

import java.util.List;

/**
 * A call of the workload language.
 *
 * @param group what it belongs to: {@code memory}, {@code file}, {@code pin}, …
 * @param parameters in order
 * @param result what it gives, in words, or an empty string
 * @param doc one sentence
 * @param available whether anything can execute it yet
 */
public record CallSpec(
        String name, String group, List<Parameter> parameters, String result, String doc, boolean available) {
    /** Makes the description; the list is copied. */
    public CallSpec {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter.
     *
     * @param kind what it takes: a kind of {@code calls.txt}
     * @param optional whether it may be left out
     * @param repeated whether any number may stand here
     */
    public record Parameter(String name, String kind, boolean optional, boolean repeated) {}

    /** Returns how many arguments there must be at least. */
    public int least() {
        return (int)
                parameters.stream().filter(p -> !p.optional() && !p.repeated()).count();
    }

    /** Returns how many arguments there may be at most. */
    public int most() {
        return parameters.stream().anyMatch(Parameter::repeated) ? Integer.MAX_VALUE : parameters.size();
    }

    /** Returns the parameter that the argument at an index is for. */
    Parameter parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** Says whether this is a set-up call: values are words rather than names, and it stands before all others. */
    public boolean words() {
        return group.equals("setup");
    }

    /** Says whether strace can print the call: Linux's own, not the language's. */
    public boolean recordable() {
        return Syscalls.has(name);
    }

    /** Returns the call with its parameters: {@code mmap(addr, len, prot, flags, fd, off)}. */
    public String signature() {
        StringBuilder text = new StringBuilder(name).append('(');
        String separator = "";
        int open = 0;
        for (Parameter p : parameters) {
            if (p.optional() || p.repeated()) {
                text.append('[');
                open++;
            }
            text.append(separator).append(p.name());
            if (p.repeated()) {
                text.append(separator.isEmpty() ? ", …" : " …");
            }
            separator = ", ";
        }
        return text.append("]".repeat(open)).append(')').toString();
    }
}
