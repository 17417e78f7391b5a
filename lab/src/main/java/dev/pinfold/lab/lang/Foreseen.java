package dev.pinfold.lab.lang;

import dev.pinfold.mm.Design;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.sync.ViolationKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A violation that a workload says some design is known for, in a comment of its own:
 *
 * <pre>{@code # expect violation under POINT=choice, POINT=choice: kind}</pre>
 *
 * @param line the comment's line
 * @param design the choices, by point; every other point as the workload has it
 * @param kind the kind of violation, as exploring reports it
 */
public record Foreseen(int line, Map<String, String> design, ViolationKind kind) {
    private static final Pattern COMMENT = Pattern.compile("\\s*#\\s*expect violation\\b(.*)");
    private static final Pattern FORM =
            Pattern.compile(" under ([A-Z_]+=[a-z0-9-]+(?:, [A-Z_]+=[a-z0-9-]+)*): ([a-z][a-z ]*[a-z])\\s*");

    /** Makes one; the map is copied. */
    public Foreseen {
        design = Map.copyOf(design);
    }

    /** Says whether a design makes these choices. */
    public boolean under(Design d) {
        return design.entrySet().stream().allMatch(e -> d.choice(e.getKey()).equals(e.getValue()));
    }

    /** The design with these choices made. */
    public Design applied(Design base) {
        Design d = base;
        for (Map.Entry<String, String> e : design.entrySet()) {
            d = d.with(e.getKey(), e.getValue());
        }
        return d;
    }

    /** All that a text foresees. */
    static List<Foreseen> of(Source source) throws WorkloadException {
        List<Foreseen> all = new ArrayList<>();
        for (int line = 1; line <= source.count(); line++) {
            Matcher comment = COMMENT.matcher(source.line(line));
            if (comment.matches()) {
                all.add(read(source, line, comment.start(1), comment.group(1)));
            }
        }
        return all;
    }

    private static Foreseen read(Source source, int line, int at, String text) throws WorkloadException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw source.error(
                    line, at + 1, "\"" + text.strip() + "\"", "\"expect violation under POINT=choice: kind\"");
        }
        Map<String, String> design = new TreeMap<>();
        for (String setting : form.group(1).split(", ", -1)) {
            int equals = setting.indexOf('=');
            String name = setting.substring(0, equals);
            String choice = setting.substring(equals + 1);
            DesignPoint<?> point = Design.find(name);
            if (point == null) {
                String names = Design.points().stream().map(DesignPoint::name).collect(Collectors.joining(", "));
                throw source.error(line, at + 1, "the design point " + name, "one of " + names);
            }
            if (!point.names().contains(choice)) {
                throw source.error(line, at + 1, "the choice " + choice, "one of " + String.join(", ", point.names()));
            }
            design.put(name, choice);
        }
        ViolationKind kind = ViolationKind.find(form.group(2))
                .orElseThrow(() -> source.error(
                        line,
                        at + 1,
                        "the kind of violation \"" + form.group(2) + "\"",
                        "one of "
                                + Arrays.stream(ViolationKind.values())
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", "))));
        return new Foreseen(line, design, kind);
    }
}
