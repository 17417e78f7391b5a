package dev.pinfold.cli;

import dev.pinfold.lab.compare.Comparison;
import dev.pinfold.lab.compare.Figure;
import dev.pinfold.lab.compare.Finding;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.mm.design.Choice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Comparisons as one page that needs nothing beside it: tables, a chart for each operation, failing schedules as timelines. */
final class ComparisonPage {
    private static final String STYLE = """
            :root { --ink: #1c2230; --faint: #667085; --line: #d5d9e2; --ground: #ffffff; --good: #1a7f4b; --bad: #b42318;
              --c0: #3b6fd4; --c1: #d4843b; --c2: #5aa05a; --c3: #9a5fc0; --c4: #b04a6a; --c5: #4aa0a8; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --faint: #98a2b3; --line: #3a4256;
              --ground: #141821; --good: #4ade9b; --bad: #ff8a7a; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
              max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
            h1, h2 { line-height: 1.2; } h2 { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
            .faint { color: var(--faint); } .good { color: var(--good); } .bad { color: var(--bad); }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .25rem .75rem; text-align: left;
              border-bottom: 1px solid var(--line); vertical-align: top; } td.n { text-align: right;
              font-variant-numeric: tabular-nums; }
            code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
            svg text { font: 12px ui-monospace, monospace; fill: var(--ink); } svg .lane { fill: var(--line); opacity: .35; }
            svg .call { font-weight: 600; } svg .end { fill: var(--bad); }
            """;
    private static final int COLOURS = 6;
    private static final int LABEL = 220;
    private static final int WIDEST = 420;
    private static final int BAR = 18;

    private final Markup page;

    private ComparisonPage(Markup page) {
        this.page = page;
    }

    /** The page. */
    static String of(List<Comparison> comparisons) {
        return Markup.page("Pinfold: designs compared", STYLE, page -> new ComparisonPage(page).body(comparisons));
    }

    private void body(List<Comparison> comparisons) {
        page.element("h1", "Designs of memory management, compared");
        page.element(
                "p",
                "Each design point with all its choices: times measured in turns on one processor, memory, and"
                        + " what exploring every schedule of the workloads that concern the point finds.",
                "class",
                "faint");
        comparisons.forEach(this::point);
    }

    private void point(Comparison c) {
        page.element("h2", c.point().name(), "id", c.point().name());
        page.element("p", c.point().question());
        page.element("div", () -> page.element("table", () -> choices(c)), "class", "scroll");
        charts(c, Figure.Kind.TIME, "ns");
        charts(c, Figure.Kind.INSTRUCTIONS, "instructions");
        if (!c.figures().isEmpty() && !c.counted()) {
            page.element("p", "This host gives no counter of instructions.", "class", "faint");
        }
        memory(c);
        explored(c);
        c.findings().stream().forEach(this::timeline);
    }

    private void choices(Comparison c) {
        for (Choice choice : c.point().choices()) {
            page.element("tr", () -> {
                page.element("th", choice.choice());
                page.element("td", choice.summary());
                String note = (choice.equals(c.point().byDefault()) ? "default" : "")
                        + (c.point().fromOutside(choice) ? " from outside" : "")
                        + (choice.choice().equals(c.point().linux())
                                ? " Linux " + c.point().since()
                                : "");
                page.element("td", note.strip(), "class", "faint");
            });
        }
    }

    private void charts(Comparison c, Figure.Kind kind, String unit) {
        for (String name : c.measured(kind)) {
            double most = c.point().names().stream()
                    .flatMap(n -> c.figure(kind, name, n).stream())
                    .mapToDouble(Figure::value)
                    .max()
                    .orElse(0);
            int height = c.point().names().size() * (BAR + 6);
            String per = c.point().names().stream()
                    .flatMap(n -> c.figure(kind, name, n).stream())
                    .map(Figure::unit)
                    .findFirst()
                    .orElse("");
            page.element("h4", name + ": " + unit + " a " + per);
            page.element(
                    "svg",
                    () -> bars(c, kind, name, most),
                    "viewBox",
                    "0 0 " + (LABEL + WIDEST + 120) + " " + height,
                    "width",
                    String.valueOf(LABEL + WIDEST + 120),
                    "height",
                    String.valueOf(height),
                    "role",
                    "img",
                    "aria-label",
                    name);
        }
    }

    private void bars(Comparison c, Figure.Kind kind, String name, double most) {
        int i = 0;
        for (String choice : c.point().names()) {
            int y = i * (BAR + 6);
            Optional<Figure> f = c.figure(kind, name, choice);
            double value = f.map(Figure::value).orElse(0.0);
            double width = most <= 0 ? 0 : Math.max(1, value / most * WIDEST);
            page.element("text", choice, "x", "0", "y", String.valueOf(y + 13));
            page.empty(
                    "rect",
                    "x",
                    String.valueOf(LABEL),
                    "y",
                    String.valueOf(y),
                    "height",
                    String.valueOf(BAR),
                    "width",
                    String.format(Locale.ROOT, "%.1f", width),
                    "rx",
                    "2",
                    "fill",
                    "var(--c" + i % COLOURS + ")");
            String shown = String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
            page.element(
                    "text",
                    shown,
                    "x",
                    String.format(Locale.ROOT, "%.1f", LABEL + width + 6),
                    "y",
                    String.valueOf(y + 13));
            i++;
        }
    }

    private void memory(Comparison c) {
        if (c.measured(Figure.Kind.MEMORY).isEmpty()) {
            return;
        }
        page.element("h4", "Bytes");
        page.element("table", () -> {
            head(c);
            for (String name : c.measured(Figure.Kind.MEMORY)) {
                page.element("tr", () -> {
                    page.element("td", name);
                    for (String choice : c.point().names()) {
                        double v = c.figure(Figure.Kind.MEMORY, name, choice)
                                .map(Figure::value)
                                .orElse(0.0);
                        page.element("td", String.format(Locale.ROOT, "%,.0f", v), "class", "n");
                    }
                });
            }
        });
    }

    private void head(Comparison c) {
        page.element("tr", () -> {
            page.element("th", "");
            c.point().names().forEach(n -> page.element("th", n));
        });
    }

    private void explored(Comparison c) {
        if (c.explored().isEmpty()) {
            return;
        }
        page.element("h4", "Explored");
        page.element(
                "div",
                () -> page.element("table", () -> {
                    head(c);
                    for (String workload : c.explored()) {
                        page.element("tr", () -> {
                            page.element("td", () -> page.element("code", workload));
                            for (String choice : c.point().names()) {
                                Optional<Finding> f = c.finding(workload, choice);
                                String colour = f.map(ComparisonPage::colour).orElse("faint");
                                page.element("td", f.map(Finding::shown).orElse("–"), "class", colour);
                            }
                        });
                    }
                }),
                "class",
                "scroll");
    }

    private static String colour(Finding f) {
        return f.failure() != null ? "bad" : f.clean() && f.bounded() ? "good" : "faint";
    }

    private void timeline(Finding f) {
        Failure failure = f.failure();
        if (failure == null) {
            return;
        }
        page.element("h4", f.workload() + " under " + f.choice() + ": " + failure.kind());
        page.element("p", failure.message());
        page.element("div", () -> Timeline.of(failure).draw(page, failure.kind().toString()), "class", "scroll");
        page.element("p", () -> page.element("code", "schedule: " + failure.schedule()), "class", "faint");
    }
}
