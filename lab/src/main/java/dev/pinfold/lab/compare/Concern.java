package dev.pinfold.lab.compare;

import dev.pinfold.lab.lang.Expr;
import dev.pinfold.lab.lang.Line;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.lang.WorkloadException;
import dev.pinfold.mm.Design;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A workload that concerns design points, as the file itself says: by a comment {@code # Concerns: POINT, POINT} at its
 * head or a violation that it foresees under a choice, and then it is explored under every choice; or by {@code design(POINT=choice)}, and then
 * it holds for that choice alone.
 *
 * @param points the points of which every choice is explored
 * @param chosen the choices that the set-up makes, by point
 */
public record Concern(Path file, Workload workload, Set<String> points, Map<String, String> chosen) {
    private static final String HEAD = "# Concerns:";

    /**
     * The workloads of a folder that concern a point or more, by name.
     *
     * @throws WorkloadException if one is not understood, or names a point that does not exist
     */
    public static List<Concern> in(Path folder) throws IOException, WorkloadException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".mm")).sorted().toList();
        }
        List<Concern> found = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file);
            if (text.contains(HEAD) || text.contains("# expect violation") || text.contains("design(")) {
                Concern c = of(file, text);
                if (!c.points().isEmpty() || !c.chosen().isEmpty()) {
                    found.add(c);
                }
            }
        }
        return found;
    }

    private static Concern of(Path file, String text) throws IOException, WorkloadException {
        Workload workload = Workload.read(file);
        Set<String> points = new TreeSet<>();
        for (String line : text.lines().takeWhile(l -> l.startsWith("#")).toList()) {
            if (line.startsWith(HEAD)) {
                for (String name : line.substring(HEAD.length()).split(",")) {
                    points.add(known(file, name.strip()));
                }
            }
        }
        workload.foreseen().forEach(f -> points.addAll(f.design().keySet()));
        Map<String, String> chosen = new LinkedHashMap<>();
        for (Line line : workload.setup()) {
            for (Expr argument : line.arguments()) {
                if (line.name().equals("design")
                        && argument instanceof Expr.KeyValue setting
                        && setting.value() instanceof Expr.Name choice) {
                    chosen.put(setting.key(), choice.name());
                }
            }
        }
        return new Concern(file, workload, points, chosen);
    }

    private static String known(Path file, String name) {
        if (Design.find(name) == null) {
            throw new IllegalArgumentException(file + " concerns \"" + name + "\", which is no design point");
        }
        return name;
    }

    /** Says whether the workload says something of a choice of a point. */
    public boolean holdsFor(String point, String choice) {
        return points.contains(point) || choice.equals(chosen.get(point));
    }

    /** Says whether the workload says something of a point. */
    public boolean concerns(String point) {
        return points.contains(point) || chosen.containsKey(point);
    }

    /** The file's name without folder and ending. */
    public String name() {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".mm".length());
    }
}
