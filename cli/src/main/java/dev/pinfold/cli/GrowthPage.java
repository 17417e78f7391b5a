package dev.pinfold.cli;

import dev.pinfold.bench.Growth;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What {@code bench --growth} measured as one page that needs nothing beside it: for each series a chart with both axes
 * logarithmic, in which what grows by a power of the size is a straight line, and beside it the steepest line it may be.
 */
final class GrowthPage {
    private static final String STYLE = """
            :root { --ink: #1c2230; --faint: #667085; --line: #d5d9e2; --ground: #ffffff; --good: #1a7f4b; --bad: #b42318;
              --c0: #3b6fd4; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --faint: #98a2b3; --line: #3a4256;
              --ground: #141821; --good: #4ade9b; --bad: #ff8a7a; --c0: #7ea2f0; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
              max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
            .faint { color: var(--faint); } .good { color: var(--good); } .bad { color: var(--bad); }
            .charts { display: flex; flex-wrap: wrap; gap: 1.5rem; } figure { margin: 0; }
            svg text { font: 11px ui-monospace, monospace; fill: var(--faint); }
            svg .axis { stroke: var(--line); fill: none; } svg .may { stroke: var(--faint); stroke-dasharray: 5 4; }
            svg .cost { stroke: var(--c0); stroke-width: 2; fill: none; } svg circle { fill: var(--c0); }
            """;
    private static final int WIDTH = 340;
    private static final int HEIGHT = 220;
    private static final int LEFT = 70;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;

    private final Markup page;

    private GrowthPage(Markup page) {
        this.page = page;
    }

    /** The page. */
    static String of(List<Growth.Point> points, List<Growth.Verdict> verdicts) {
        return Markup.page("Pinfold: growth", STYLE, page -> new GrowthPage(page).body(points, verdicts));
    }

    private void body(List<Growth.Point> points, List<Growth.Verdict> verdicts) {
        page.element("h1", "What a unit of work costs as sizes grow");
        page.element(
                "p",
                "Nanoseconds a unit against the size, both axes logarithmic. The broken line is the steepest that a"
                        + " series may be: nearly level where the unit's work is always the same, and in proportion"
                        + " to the size where the unit is the whole of it.",
                "class",
                "faint");
        page.element(
                "div",
                () -> verdicts.forEach(v -> series(
                        v,
                        points.stream()
                                .filter(q -> q.series().equals(v.series()))
                                .toList())),
                "class",
                "charts");
    }

    private void series(Growth.Verdict v, List<Growth.Point> points) {
        page.element("figure", () -> {
            page.element("h4", v.series());
            page.element(
                    "svg",
                    () -> new Chart(v, points).draw(),
                    "viewBox",
                    "0 0 " + WIDTH + " " + HEIGHT,
                    "width",
                    String.valueOf(WIDTH),
                    "height",
                    String.valueOf(HEIGHT),
                    "role",
                    "img",
                    "aria-label",
                    v.series());
            page.element(
                    "figcaption",
                    String.format(Locale.ROOT, "size to the power %.2f, may be %.2f", v.exponent(), v.most()),
                    "class",
                    v.reached() ? "good" : "bad");
        });
    }

    /** One series; sizes and costs are laid out by their logarithms. */
    private final class Chart {
        private final Growth.Verdict verdict;
        private final List<Growth.Point> points;
        private final double least;
        private final double most;
        private final long smallest;
        private final long largest;
        private final double steepest;

        Chart(Growth.Verdict verdict, List<Growth.Point> points) {
            this.verdict = verdict;
            this.points = points;
            smallest = points.getFirst().size();
            largest = points.getLast().size();
            steepest = points.getFirst().nanos() * Math.pow((double) largest / smallest, verdict.most());
            least = points.stream().mapToDouble(Growth.Point::nanos).min().orElseThrow();
            most = Math.max(
                    steepest,
                    points.stream().mapToDouble(Growth.Point::nanos).max().orElseThrow());
        }

        private String x(long size) {
            double share = Math.log((double) size / smallest) / Math.log((double) largest / smallest);
            return String.format(Locale.ROOT, "%.1f", LEFT + share * (WIDTH - LEFT - RIGHT));
        }

        private String y(double nanos) {
            double share = Math.log(nanos / least) / Math.log(most / least);
            return String.format(Locale.ROOT, "%.1f", HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM));
        }

        void draw() {
            page.empty(
                    "path",
                    "class",
                    "axis",
                    "d",
                    "M%d %dV%dH%d".formatted(LEFT - 6, TOP, HEIGHT - BOTTOM + 6, WIDTH - RIGHT));
            for (double nanos : new double[] {least, most}) {
                String label = String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%,.0f", nanos);
                page.element("text", label, "x", String.valueOf(LEFT - 12), "y", y(nanos), "text-anchor", "end");
            }
            page.empty(
                    "line",
                    "class",
                    "may",
                    "x1",
                    x(smallest),
                    "y1",
                    y(points.getFirst().nanos()),
                    "x2",
                    x(largest),
                    "y2",
                    y(steepest));
            page.empty(
                    "polyline",
                    "class",
                    "cost",
                    "points",
                    points.stream().map(p -> x(p.size()) + "," + y(p.nanos())).collect(Collectors.joining(" ")));
            for (Growth.Point p : points) {
                page.element(
                        "circle",
                        () -> page.element(
                                "title",
                                String.format(Locale.ROOT, "%,d: %,.1f ns a %s", p.size(), p.nanos(), verdict.unit())),
                        "cx",
                        x(p.size()),
                        "cy",
                        y(p.nanos()),
                        "r",
                        "3.5");
                String label = String.format(Locale.ROOT, "%,d", p.size());
                page.element("text", label, "x", x(p.size()), "y", String.valueOf(HEIGHT - 6), "text-anchor", "middle");
            }
        }
    }
}
