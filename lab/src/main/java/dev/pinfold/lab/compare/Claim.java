package dev.pinfold.lab.compare;

import dev.pinfold.mm.sync.ViolationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sentence of a verdict that a program can check. One of
 *
 * <pre>
 * time NAME: A &lt; 0.8 B           what A needs is less than 0.8 times what B needs, by the page's table
 * bytes NAME: A &gt; B              likewise, of memory
 * explore WORKLOAD: A clean       no schedule fails, and all were seen
 * explore WORKLOAD: A clean to N  none of those with N preemptions or fewer fails, and all of them were seen
 * explore WORKLOAD: A fails KIND  a schedule fails, with a violation of the kind
 * explore WORKLOAD: A sees X; Y   the outcomes are exactly these
 * </pre>
 */
public sealed interface Claim {
    /** The point that it speaks of. */
    String point();

    /** The claim as written. */
    String text();

    /** A relation of two figures. */
    record Relation(
            String point,
            String text,
            String section,
            String row,
            String left,
            boolean less,
            double factor,
            String right)
            implements Claim {
        /** Why it does not hold by the page's tables; null if it does. */
        public @Nullable String check(DebatePage page) {
            var a = page.figure(point, section, row, left);
            var b = page.figure(point, section, row, right);
            if (a.isEmpty() || b.isEmpty()) {
                return text + ": the table of " + point + " has no such figures";
            }
            boolean holds = less ? a.get() < factor * b.get() : a.get() > factor * b.get();
            return holds ? null : String.format(Locale.ROOT, "%s: %s and %s", text, a.get(), b.get());
        }
    }

    /**
     * What exploring finds.
     *
     * @param preemptions up to so many, every schedule is clean
     * @param kind the violation it ends in; null if none
     * @param sees the outcomes; empty if the claim says nothing of them
     */
    record Explored(
            String point,
            String text,
            String workload,
            String choice,
            int preemptions,
            @Nullable ViolationKind kind,
            List<String> sees)
            implements Claim {
        /** Makes the claim; the list is copied. */
        public Explored {
            sees = List.copyOf(sees);
        }

        /** Why it does not hold by what was found; null if it does. */
        public @Nullable String check(Finding f) {
            var failure = f.failure();
            if (kind != null) {
                return failure != null && failure.kind() == kind ? null : text + ": " + f.shown();
            }
            if (failure != null || f.preemptions() < preemptions) {
                return text + ": " + f.shown();
            }
            return sees.isEmpty() || List.copyOf(f.outcomes()).equals(sees) ? null : text + ": saw " + f.outcomes();
        }
    }

    /** Reads a claim. */
    static Claim parse(String point, String text) {
        Matcher relation = Patterns.RELATION.matcher(text);
        if (relation.matches()) {
            String factor = relation.group(5);
            return new Relation(
                    point,
                    text,
                    relation.group(1).equals("time") ? "nanoseconds" : "bytes",
                    relation.group(2),
                    relation.group(3),
                    relation.group(4).equals("<"),
                    factor == null ? 1 : Double.parseDouble(factor.strip()),
                    relation.group(6));
        }
        Matcher explored = Patterns.EXPLORED.matcher(text);
        if (explored.matches()) {
            String verb = explored.group(3);
            String rest = explored.group(4) == null ? "" : explored.group(4).strip();
            List<String> sees = new ArrayList<>();
            if (verb.equals("sees")) {
                for (String outcome : rest.split(";")) {
                    sees.add(outcome.strip());
                }
                sees.sort(null);
            }
            boolean bounded = verb.equals("clean") && rest.matches("to [0-9]+");
            if (verb.equals("clean") != rest.isEmpty() && !bounded) {
                throw new IllegalArgumentException("a claim that cannot be read: " + text);
            }
            int preemptions = bounded ? Integer.parseInt(rest.substring("to ".length())) : Integer.MAX_VALUE;
            return new Explored(
                    point,
                    text,
                    explored.group(1),
                    explored.group(2),
                    preemptions,
                    verb.equals("fails") ? kind(rest, text) : null,
                    sees);
        }
        throw new IllegalArgumentException("a claim that cannot be read: " + text);
    }

    private static ViolationKind kind(String word, String text) {
        return ViolationKind.find(word)
                .orElseThrow(() -> new IllegalArgumentException("a claim of a kind that is none: " + text));
    }

    /** How claims look. */
    final class Patterns {
        private static final Pattern RELATION = Pattern.compile("(time|bytes) (.+): (\\S+) ([<>]) ([0-9.]+ )?(\\S+)");
        private static final Pattern EXPLORED = Pattern.compile("explore (\\S+): (\\S+) (clean|fails|sees)( .*)?");

        private Patterns() {}
    }
}
