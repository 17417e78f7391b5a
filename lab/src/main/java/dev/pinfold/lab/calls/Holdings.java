package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Difference;
import dev.pinfold.lab.lang.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pages that a workload's calls have taken and not yet given back: what an audit must know, and what is left over at the
 * end. Used by all tasks at once.
 */
final class Holdings {
    /** No generation: nobody holds the page. */
    static final int NOT_HELD = Integer.MIN_VALUE;

    private record Hold(Line line, int page, boolean pin, int generation) {}

    /** By page, the latest hold last. */
    private final Map<Integer, List<Hold>> holds = new TreeMap<>();

    /** A line's call has taken a page. */
    synchronized void taken(Line line, int page, boolean pin, int generation) {
        holds.computeIfAbsent(page, p -> new ArrayList<>(1)).add(new Hold(line, page, pin, generation));
    }

    /** A page is about to be given back; says whether anybody held it so. */
    synchronized boolean given(int page, boolean pin) {
        List<Hold> of = holds.getOrDefault(page, List.of());
        for (int i = of.size() - 1; i >= 0; i--) {
            if (of.get(i).pin == pin) {
                of.remove(i);
                if (of.isEmpty()) {
                    holds.remove(page);
                }
                return true;
            }
        }
        return false;
    }

    /** How often the page had been freed when it was taken, or {@link #NOT_HELD}. */
    synchronized int generation(int page) {
        List<Hold> of = holds.get(page);
        return of == null ? NOT_HELD : of.getFirst().generation;
    }

    /** The pages that are held by pins, or by references, each as often as it is held. */
    synchronized int[] pages(boolean pins) {
        return all().filter(h -> h.pin == pins).mapToInt(Hold::page).toArray();
    }

    private Stream<Hold> all() {
        return holds.values().stream().flatMap(List::stream);
    }

    /** What nobody gave back, by the line that took it. */
    synchronized List<Difference> leftOver() {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        TreeMap<Integer, Hold> lines = new TreeMap<>();
        all().forEach(h -> {
            counts.merge(h.line.number(), 1, Integer::sum);
            lines.putIfAbsent(h.line.number(), h);
        });
        List<Difference> left = new ArrayList<>();
        lines.forEach((line, h) -> left.add(new Difference(
                line,
                h.line.call(),
                "every page given back before the end",
                counts.get(line) + (h.pin ? " still pinned" : " still held"))));
        return left;
    }
}
