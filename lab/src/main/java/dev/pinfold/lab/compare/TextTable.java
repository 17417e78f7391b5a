package dev.pinfold.lab.compare;

import dev.pinfold.lab.explore.Failure;
import dev.pinfold.mm.design.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A comparison as text: a column for each choice, cells apart by two blanks or more, so that what reads the table back finds
 * them. Sections begin at the margin, their rows two blanks in.
 */
public final class TextTable {
    /** What a cell says where there is nothing to say. */
    static final String NOTHING = "-";

    private static final String GAP = "  ";

    private TextTable() {}

    /** The table. */
    public static String of(Comparison c) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>();
        head.add(c.point().name());
        for (Choice choice : c.point().choices()) {
            String marks = (choice.equals(c.point().byDefault()) ? "*" : "")
                    + (choice.choice().equals(c.point().linux()) ? " (Linux)" : "");
            head.add(choice.choice() + marks);
        }
        rows.add(head);
        section(rows, c, Figure.Kind.TIME, "nanoseconds");
        section(rows, c, Figure.Kind.INSTRUCTIONS, "instructions");
        section(rows, c, Figure.Kind.MEMORY, "bytes");
        if (!c.explored().isEmpty()) {
            rows.add(List.of("explored"));
        }
        for (String workload : c.explored()) {
            List<String> row = new ArrayList<>(List.of(GAP + workload));
            for (String choice : c.point().names()) {
                row.add(c.finding(workload, choice).map(Finding::shown).orElse(NOTHING));
            }
            rows.add(row);
        }
        StringBuilder b = new StringBuilder();
        b.append(c.point().question()).append('\n');
        lay(b, rows);
        b.append("* the default");
        if (!c.point().linux().isEmpty()) {
            b.append("; Linux: ")
                    .append(c.point().linux())
                    .append(", ")
                    .append(c.point().since());
        }
        b.append('\n');
        if (!c.figures().isEmpty() && !c.counted()) {
            b.append("Instructions: this host gives no counter (perf_event_open).\n");
        }
        return b.toString();
    }

    private static void section(List<List<String>> rows, Comparison c, Figure.Kind kind, String title) {
        if (c.measured(kind).isEmpty()) {
            return;
        }
        rows.add(List.of(title));
        for (String name : c.measured(kind)) {
            List<String> row = new ArrayList<>();
            String unit = "";
            for (String choice : c.point().names()) {
                Optional<Figure> f = c.figure(kind, name, choice);
                row.add(f.map(v -> number(v.value())).orElse(NOTHING));
                unit = f.map(Figure::unit).orElse(unit);
            }
            row.addFirst(GAP + name + (kind == Figure.Kind.MEMORY ? "" : ", a " + unit));
            rows.add(row);
        }
    }

    static String number(double v) {
        return v == Math.rint(v) || v >= 1000
                ? String.format(Locale.ROOT, "%.0f", v)
                : String.format(Locale.ROOT, "%.1f", v);
    }

    private static void lay(StringBuilder b, List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                line.append(i == 0 ? "" : GAP).append(cell).append(" ".repeat(width[i] - cell.length()));
            }
            b.append(line.toString().stripTrailing()).append('\n');
        }
    }

    /** The failing schedules of a comparison, each with the line that replays it. */
    public static String failures(Comparison c, String options) {
        StringBuilder b = new StringBuilder();
        for (Finding f : c.findings()) {
            Failure failure = f.failure();
            if (failure != null) {
                b.append(c.point().name())
                        .append('=')
                        .append(f.choice())
                        .append(" fails on ")
                        .append(f.workload());
                b.append(": ")
                        .append(failure.kind())
                        .append(": ")
                        .append(failure.message())
                        .append('\n');
                b.append("  pinfold replay examples/")
                        .append(f.workload())
                        .append(".mm")
                        .append(options);
                b.append(" --design ").append(c.point().name()).append('=').append(f.choice());
                b.append(" --schedule ").append(failure.schedule()).append('\n');
            }
        }
        return b.toString();
    }
}
