package dev.pinfold.cli;

import dev.pinfold.lab.compare.Comparison;
import dev.pinfold.lab.compare.Figure;
import dev.pinfold.lab.compare.Finding;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code compare --json} prints. */
record ComparisonJson(List<Point> points) {
    /** A point. */
    record Point(String name, String question, String linux, String since, String instructions, List<Choice> choices) {}

    /** A choice, with all that is known of it. */
    record Choice(String name, String summary, boolean isDefault, List<Number> figures, List<Found> explored) {}

    /** A figure; {@code kind} is time (ns), instructions or memory (bytes), for one unit. */
    record Number(String kind, String name, String unit, double value, double spread) {}

    /** What was found on a workload. */
    record Found(
            String workload,
            boolean clean,
            boolean complete,
            String bound,
            long schedules,
            List<String> outcomes,
            Explorations.@Nullable ViolationJson violation) {}

    static ComparisonJson of(List<Comparison> comparisons) {
        return new ComparisonJson(
                comparisons.stream().map(ComparisonJson::point).toList());
    }

    private static Point point(Comparison c) {
        return new Point(
                c.point().name(),
                c.point().question(),
                c.point().linux(),
                c.point().since(),
                c.counted() ? "counted" : "this host gives no counter",
                c.point().choices().stream().map(choice -> choice(c, choice)).toList());
    }

    private static Choice choice(Comparison c, dev.pinfold.mm.design.Choice choice) {
        return new Choice(
                choice.choice(),
                choice.summary(),
                choice.equals(c.point().byDefault()),
                c.figures().stream()
                        .filter(f -> f.choice().equals(choice.choice()))
                        .map(ComparisonJson::number)
                        .toList(),
                c.findings().stream()
                        .filter(f -> f.choice().equals(choice.choice()))
                        .map(ComparisonJson::found)
                        .toList());
    }

    private static Number number(Figure f) {
        return new Number(f.kind().name().toLowerCase(Locale.ROOT), f.name(), f.unit(), f.value(), f.spread());
    }

    private static Found found(Finding f) {
        return new Found(
                f.workload(),
                f.clean(),
                f.complete(),
                f.bound(),
                f.schedules(),
                List.copyOf(f.outcomes()),
                Explorations.ViolationJson.of(f.failure()));
    }
}
