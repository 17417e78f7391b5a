package dev.pinfold.lab.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page about a debate: text with tables and claims in it. A table stands in a fenced block {@code compare POINT}, as the
 * command of that name printed it; claims, one a line, in a fenced block {@code claims POINT} below it.
 */
public final class DebatePage {
    private static final Pattern TABLE =
            Pattern.compile("^```compare (\\S+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLAIMS =
            Pattern.compile("^```claims (\\S+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private final String text;

    /** The page with a text. */
    public DebatePage(String text) {
        this.text = text;
    }

    /** The points whose tables the page has. */
    public List<String> points() {
        return TABLE.matcher(text).results().map(r -> r.group(1)).toList();
    }

    /** The page's text with the table of a point replaced. */
    public String with(Comparison c) {
        Matcher m = TABLE.matcher(text);
        StringBuilder b = new StringBuilder();
        while (m.find()) {
            String block = m.group(1).equals(c.point().name())
                    ? "```compare " + c.point().name() + "\n" + TextTable.of(c) + "```"
                    : m.group();
            m.appendReplacement(b, Matcher.quoteReplacement(block));
        }
        m.appendTail(b);
        return b.toString();
    }

    /** The claims of the page, in order. */
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        Matcher m = CLAIMS.matcher(text);
        while (m.find()) {
            String point = m.group(1);
            m.group(2).lines().filter(l -> !l.isBlank()).forEach(l -> claims.add(Claim.parse(point, l.strip())));
        }
        return claims;
    }

    /** The number in the table of a point, in a row of a section (nanoseconds, bytes), under a choice. */
    public Optional<Double> figure(String point, String section, String row, String choice) {
        for (Matcher m = TABLE.matcher(text); m.find(); ) {
            if (m.group(1).equals(point)) {
                return cell(m.group(2).lines().toList(), point, section, row, choice);
            }
        }
        return Optional.empty();
    }

    private static Optional<Double> cell(List<String> lines, String point, String section, String row, String choice) {
        int column = -1;
        boolean inside = false;
        for (String line : lines) {
            List<String> cells = List.of(line.strip().split(" {2,}"));
            if (cells.getFirst().equals(point)) {
                column = column(cells, choice);
            } else if (!line.startsWith(" ")) {
                inside = line.strip().equals(section);
            } else if (inside && named(cells.getFirst()).equals(row) && column > 0 && column < cells.size()) {
                return number(cells.get(column));
            }
        }
        return Optional.empty();
    }

    private static int column(List<String> head, String choice) {
        for (int i = 1; i < head.size(); i++) {
            if (head.get(i).replace("*", "").replace(" (Linux)", "").equals(choice)) {
                return i;
            }
        }
        return -1;
    }

    /** A row's name without its unit. */
    private static String named(String cell) {
        int unit = cell.lastIndexOf(", a ");
        String name = unit < 0 ? cell : cell.substring(0, unit);
        return name.replace(" (should not notice)", "");
    }

    private static Optional<Double> number(String cell) {
        try {
            return Optional.of(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
