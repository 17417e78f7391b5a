package dev.pinfold.lab.ablate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.sync.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/ablation.md says of a switch is about one that exists, is said once, and is an argument. */
class AblationDocTest {
    private static final Pattern SITE = Pattern.compile("Site\\s*\\.(?:lock|flush|await)\\(\\s*\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|(.*)\\|$");

    @Test
    void everyRowIsAboutASwitchThatExists() throws IOException {
        Set<String> known = sites();
        Arrays.stream(Guard.values()).map(Guard::name).forEach(known::add);
        assertThat(known).hasSizeGreaterThan(150);
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "ablation.md"))) {
            Matcher m = ROW.matcher(line);
            if (m.matches()) {
                rows.add(m.group(1));
                assertThat(m.group(2).strip().length()).as(m.group(1)).isGreaterThan(10);
            }
        }
        assertThat(rows).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(known);
    }

    /** What is remembered of which workload notices what is about switches and workloads that exist, but for a few renamed since. */
    @Test
    void whatIsRememberedExists() throws IOException {
        Set<String> known = sites();
        Arrays.stream(Guard.values()).map(Guard::name).forEach(known::add);
        List<String> gone = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "killed-by.tsv"));
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).as(line).hasSize(2);
            if (!known.contains(fields[0]) || !Files.exists(Path.of("..", "examples", fields[1]))) {
                gone.add(line);
            }
        }
        assertThat(gone).hasSizeLessThan(lines.size() / 10);
    }

    /** The names in the sources: a site itself comes to be only when the code that has it is used. */
    private static Set<String> sites() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("..", "mm", "src", "main", "java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher m = SITE.matcher(Files.readString(file));
                while (m.find()) {
                    assertThat(names.add(m.group(1))).as(m.group(1)).isTrue();
                }
            }
        }
        return names;
    }
}
