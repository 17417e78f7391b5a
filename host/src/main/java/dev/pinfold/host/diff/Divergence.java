package dev.pinfold.host.diff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first place at which the two sides disagree.
 *
 * @param index of the operation in {@code ops}: the one that came out differently, or the last one before the states
 *     were found to differ
 * @param what in a few words: {@code result}, {@code state of task B}, {@code files of task A}, {@code failure}
 * @param kernel what the kernel said
 * @param pinfold what Pinfold said
 * @param ops the sequence up to and with that operation
 * @param outcomes what they came to on the kernel
 * @param kernelMaps the mappings there, or an empty string
 * @param pinfoldMaps the mappings here, or an empty string
 * @param failure what Pinfold itself failed with
 */
public record Divergence(
        int index,
        String what,
        String kernel,
        String pinfold,
        List<Invocation> ops,
        List<CallOutcome> outcomes,
        String kernelMaps,
        String pinfoldMaps,
        @Nullable Throwable failure) {
    /** Makes the difference; the lists are copied. */
    public Divergence {
        ops = List.copyOf(ops);
        outcomes = List.copyOf(outcomes);
    }

    /** Returns the call at which it showed, as a line of a workload without its result. */
    public String call() {
        return index < 0 ? "" : new Printer().call(ops.get(index), outcomes.get(index));
    }

    /** Returns the sequence as lines of a workload that expect what the kernel answered. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Printer printer = new Printer();
        for (int i = 0; i < ops.size(); i++) {
            lines.add(printer.line(ops.get(i), outcomes.get(i)));
        }
        return lines;
    }

    /** Two differences of the same kind: at the same call, in the same way; the shrinker keeps to one kind. */
    public boolean like(Divergence other) {
        return kind().equals(other.kind());
    }

    private String kind() {
        String way = what.startsWith("state") ? "state" : what;
        if (failure != null) {
            StackTraceElement[] trace = failure.getStackTrace();
            return "failure " + failure.getClass() + (trace.length > 0 ? trace[0].getMethodName() : "");
        }
        return way.equals("result") && index >= 0 ? way + " " + ops.get(index).call() : way;
    }
}
