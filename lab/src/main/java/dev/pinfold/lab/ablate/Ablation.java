package dev.pinfold.lab.ablate;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Program;
import dev.pinfold.lab.explore.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Switches off each lock site, flush site and guard that workloads get to, each alone, and explores those workloads until
 * one notices. What nobody notices is a survivor: either a workload is missing, or the protection is not needed.
 */
public final class Ablation {
    /** A workload, by name. */
    public record Subject(String name, Supplier<? extends Program> program) {}

    /**
     * What became of one switch.
     *
     * @param site its name
     * @param kind {@code lock}, {@code flush}, {@code await} or {@code guard}
     * @param killed whether a workload noticed
     * @param by the workload, or null
     * @param violation what it noticed, or null
     * @param tried how many workloads get there
     */
    public record Verdict(
            String site,
            String kind,
            boolean killed,
            @Nullable String by,
            @Nullable Failure violation,
            int tried) {}

    private final List<Subject> subjects;
    private double seconds = 5;
    private Consumer<String> progress = s -> {};
    private Consumer<String> warning = s -> {};

    /** The subjects. One that shows a violation with everything on is left out. */
    public Ablation(List<Subject> subjects) {
        this.subjects = List.copyOf(subjects);
    }

    /** Gives each workload so much time for each switch. */
    public Ablation seconds(double most) {
        seconds = most;
        return this;
    }

    /** Is told what is being done. */
    public Ablation progress(Consumer<String> teller) {
        progress = teller;
        return this;
    }

    /** Is told of subjects that cannot be used. */
    public Ablation warning(Consumer<String> teller) {
        warning = teller;
        return this;
    }

    /**
     * Switches each off in turn.
     *
     * @param which chooses among the switches that are reached, by name
     * @param each is handed each verdict as it is known
     */
    public List<Verdict> run(java.util.function.Predicate<String> which, Consumer<Verdict> each) {
        Map<String, Long> cost = new HashMap<>();
        Map<String, List<Subject>> reach = new TreeMap<>();
        for (Subject s : subjects) {
            progress.accept("looking where " + s.name() + " gets to");
            Switch.forgetReached();
            Result r = Explorer.of(s.program()).seconds(Math.min(seconds, 2)).explore();
            Failure f = r.violation();
            if (f != null) {
                warning.accept(s.name() + " is left out, as it shows a violation with everything on: " + f.kind() + ": "
                        + f.message());
                continue;
            }
            cost.put(s.name(), r.points() / Math.max(1, r.runs()));
            for (Switch w : Switch.all()) {
                if (w.reached() && which.test(w.name())) {
                    reach.computeIfAbsent(w.name(), k -> new ArrayList<>()).add(s);
                }
            }
        }
        List<Verdict> verdicts = new ArrayList<>();
        reach.forEach((name, who) -> {
            who.sort(Comparator.comparing((Subject s) -> cost.getOrDefault(s.name(), 0L)));
            Verdict v = one(Switch.find(name).orElseThrow(), who);
            verdicts.add(v);
            each.accept(v);
        });
        return verdicts;
    }

    private Verdict one(Switch w, List<Subject> who) {
        progress.accept("without " + w.name());
        w.set(false);
        try {
            // First a look at each, then what time is left for each.
            for (double share : new double[] {0.1, 0.9}) {
                for (Subject s : who) {
                    Result r = Explorer.of(s.program()).seconds(seconds * share).explore();
                    if (r.violation() != null) {
                        return new Verdict(w.name(), w.kind(), true, s.name(), r.violation(), who.size());
                    }
                }
            }
            return new Verdict(w.name(), w.kind(), false, null, null, who.size());
        } finally {
            w.set(true);
        }
    }
}
