package dev.pinfold.lab.ablate;

import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Program;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.mm.sync.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Switches off each lock site, flush site, wait and guard that workloads get to, each alone, and explores those workloads
 * until one notices. What nobody notices is a survivor: either a workload is missing, or the protection is not needed.
 *
 * <p>Only workloads are tried in which what is switched off did something, the cheapest first, and the first that notices ends
 * the search. All of them get a short look before any gets a long one, and a switch gets so much work in all: whatever is
 * switched off, and however many there are, the end comes. Work is counted in operations and not in seconds, so that the same
 * workloads always give the same verdicts, on a slow or a busy machine, too. A run that goes on for many times as long as any did with everything on is a
 * violation, too: that is what becomes of a wait that does not wait.
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
     * @param reach how many workloads get there
     * @param tried in how many of them it does something, or may: a guard refuses, two tasks meet at a lock; where the look at a
     *     workload with everything on did not see it whole, that is not known
     * @param seen to how many of those every schedule was shown, without any noticing
     * @param work how much that took, see {@link Explorer#work}
     */
    public record Verdict(
            String site,
            String kind,
            boolean killed,
            @Nullable String by,
            @Nullable Failure violation,
            int reach,
            int tried,
            int seen,
            long work) {}

    /** How much a workload takes with everything on. */
    private record Cost(long work, int longest) {}

    private final List<Subject> subjects;
    private final Map<String, Cost> cost = new HashMap<>();
    /** By switch: how many workloads get there, and those in which it does something. */
    private final Map<String, Integer> reached = new TreeMap<>();

    private final Map<String, List<Subject>> worked = new HashMap<>();
    /** Work for the look at each workload with everything on. */
    private static final long LOOK = 400_000;

    /** What a workload costs at least that was not seen whole: more than any that was. */
    private static final long ENDLESS = 1L << 40;

    /** By switch: the workload that noticed it last time. */
    private Map<String, String> known = Map.of();

    private long each = 2_000_000;
    private long inAll = 10_000_000;
    private BooleanSupplier enough = () -> false;
    private Consumer<String> progress = s -> {};
    private Consumer<String> warning = s -> {};

    /** The subjects. One that shows a violation with everything on is left out. */
    public Ablation(List<Subject> subjects) {
        this.subjects = List.copyOf(subjects);
    }

    /** Gives each workload at most so much work for each switch, and each switch at most so much in all. */
    public Ablation work(long each, long all) {
        this.each = each;
        inAll = all;
        return this;
    }

    /** Tries first, and four times as long as others, the workload that noticed a switch last time, by the end of its name. */
    public Ablation known(Map<String, String> killers) {
        known = Map.copyOf(killers);
        return this;
    }

    /** Ends, with the verdicts there are, where somebody wants it to. */
    public Ablation until(BooleanSupplier end) {
        enough = end;
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
    public List<Verdict> run(Predicate<String> which, Consumer<Verdict> each) {
        look(which);
        List<Verdict> verdicts = new ArrayList<>();
        for (String name : reached.keySet()) {
            Verdict v = one(Switch.find(name).orElseThrow(), worked.getOrDefault(name, List.of()));
            if (enough.getAsBoolean() && !v.killed()) {
                break; // It has not been looked at as long as the others.
            }
            verdicts.add(v);
            each.accept(v);
        }
        return verdicts;
    }

    /** Finds out who gets where, by a short exploration of each with everything on. */
    private void look(Predicate<String> which) {
        for (Subject s : subjects) {
            if (enough.getAsBoolean()) {
                return;
            }
            progress.accept("looking where " + s.name() + " gets to");
            Switch.forgetReached();
            Set<Site> met = new HashSet<>();
            Result r =
                    Explorer.of(s.program()).work(LOOK).until(enough).met(met).explore();
            Failure f = r.violation();
            if (f != null) {
                warning.accept(s.name() + " is left out, as it shows a violation with everything on: " + f.kind() + ": "
                        + f.message());
                continue;
            }
            cost.put(s.name(), new Cost(r.complete() ? r.work() : ENDLESS + r.work() / r.runs(), r.longest()));
            for (Switch w : Switch.all()) {
                if (w.reached() && which.test(w.name())) {
                    reached.merge(w.name(), 1, Integer::sum);
                    if (w.worked(met) || !r.complete()) {
                        worked.computeIfAbsent(w.name(), k -> new ArrayList<>()).add(s);
                    }
                }
            }
        }
        worked.values()
                .forEach(who -> who.sort(Comparator.comparingLong(s -> costOf(s).work())));
    }

    private Cost costOf(Subject s) {
        return cost.getOrDefault(s.name(), new Cost(0, 0));
    }

    private Verdict one(Switch w, List<Subject> who) {
        progress.accept("without " + w.name());
        long spent = 0;
        int reach = reached.getOrDefault(w.name(), 0);
        w.set(false);
        try {
            String killer = known.get(w.name());
            List<Subject> left = subjects.stream()
                    .filter(s -> killer != null && s.name().endsWith(killer) && cost.containsKey(s.name()))
                    .toList();
            int seen = 0;
            boolean first = true;
            for (long most : new long[] {4 * each, each / 64, each / 8, each}) {
                List<Subject> again = new ArrayList<>();
                for (Subject s : left) {
                    long rest = inAll - spent;
                    if (rest <= 0 || enough.getAsBoolean()) {
                        break;
                    }
                    Result r = Explorer.of(s.program())
                            .work(Math.min(most, rest))
                            .until(enough)
                            .first(true)
                            .operations(10 * costOf(s).longest() + 5000)
                            .explore();
                    spent += r.work();
                    if (r.violation() != null) {
                        return new Verdict(
                                w.name(), w.kind(), true, s.name(), r.violation(), reach, who.size(), seen, spent);
                    }
                    if (r.complete()) {
                        seen += first ? 0 : 1;
                    } else {
                        again.add(s);
                    }
                }
                left = first ? who : again;
                first = false;
            }
            return new Verdict(w.name(), w.kind(), false, null, null, reach, who.size(), seen, spent);
        } finally {
            w.set(true);
        }
    }
}
