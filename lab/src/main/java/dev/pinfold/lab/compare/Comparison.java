package dev.pinfold.lab.compare;

import dev.pinfold.lab.explore.Budget;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.design.DesignPoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A point's choices side by side.
 *
 * @param figures what was measured; empty if nothing was
 * @param counted whether the host counts instructions
 * @param findings what was explored
 */
public record Comparison(DesignPoint<?> point, List<Figure> figures, boolean counted, List<Finding> findings) {
    /** Makes the comparison; the lists are copied. */
    public Comparison {
        figures = List.copyOf(figures);
        findings = List.copyOf(findings);
    }

    /** Is told what is explored next. */
    public interface Steps {
        /** A workload under a choice. */
        void step(String workload, String choice);
    }

    /** How many workloads, each with each choice it says something of, concern a point. */
    public static int steps(DesignPoint<?> point, List<Concern> concerns) {
        return concerns.stream()
                .mapToInt(c -> (int) point.names().stream()
                        .filter(choice -> c.holdsFor(point.name(), choice))
                        .count())
                .sum();
    }

    /**
     * Explores every workload that concerns a point under each of its choices.
     *
     * @param budget for each workload and choice
     */
    public static List<Finding> explore(DesignPoint<?> point, List<Concern> concerns, Budget budget, Steps steps)
            throws WorkloadException {
        List<Finding> findings = new ArrayList<>();
        for (Concern c : concerns) {
            for (String choice : point.names()) {
                if (c.holdsFor(point.name(), choice) && !budget.enough().getAsBoolean()) {
                    steps.step(c.name(), choice);
                    findings.add(Finding.of(c, point.name(), choice, budget));
                }
            }
        }
        return findings;
    }

    /** The names of what was measured in a kind, in order. */
    public List<String> measured(Figure.Kind kind) {
        Set<String> names = new LinkedHashSet<>();
        figures.stream().filter(f -> f.kind() == kind).forEach(f -> names.add(f.name()));
        return List.copyOf(names);
    }

    /** A figure. */
    public Optional<Figure> figure(Figure.Kind kind, String name, String choice) {
        return figures.stream()
                .filter(f ->
                        f.kind() == kind && f.name().equals(name) && f.choice().equals(choice))
                .findFirst();
    }

    /** The workloads that were explored, in order. */
    public List<String> explored() {
        Set<String> names = new LinkedHashSet<>();
        findings.forEach(f -> names.add(f.workload()));
        return List.copyOf(names);
    }

    /** What was found on a workload under a choice; empty if the workload says nothing of it. */
    public Optional<Finding> finding(String workload, String choice) {
        return findings.stream()
                .filter(f -> f.workload().equals(workload) && f.choice().equals(choice))
                .findFirst();
    }

    /** Says whether the default choice is clean wherever it was explored. */
    public boolean defaultIsClean() {
        return findings.stream()
                .filter(f -> f.choice().equals(point.byDefault().choice()))
                .allMatch(Finding::clean);
    }
}
