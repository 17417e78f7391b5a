package dev.pinfold.cli;

import dev.pinfold.lab.compare.Comparison;
import dev.pinfold.lab.compare.DebatePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages about debates, whose tables {@code compare --docs} puts in. */
final class Debates {
    private Debates() {}

    /** Replaces the tables of the points that were compared, on every page that has them. */
    static void refresh(List<Comparison> comparisons) throws IOException {
        Path folder = Path.of(System.getProperty("pinfold.home", "."), "docs", "debates");
        if (!Files.isDirectory(folder)) {
            throw new UserError("pinfold: no folder " + folder);
        }
        List<Path> pages;
        try (Stream<Path> all = Files.list(folder)) {
            pages = all.filter(f -> f.toString().endsWith(".md")).sorted().toList();
        }
        for (Path file : pages) {
            String before = Files.readString(file);
            String text = before;
            for (Comparison c : comparisons) {
                text = new DebatePage(text).with(c);
            }
            if (!text.equals(before)) {
                Files.writeString(file, text);
            }
        }
    }
}
