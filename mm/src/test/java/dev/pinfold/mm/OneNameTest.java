package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each class of the house has a simple name of its own, tests included, so that a name leads to one place. */
class OneNameTest {
    @Test
    void noSimpleNameOccursTwice() {
        List<String> paths = Sources.all().stream().map(Sources.Source::path).toList();
        assertThat(paths).hasSizeGreaterThan(600);
        assertThat(twice(paths)).isEmpty();
    }

    @Test
    void aSecondOneIsSeen() {
        assertThat(twice(List.of("mm/a/Step.java", "lab/b/Step.java", "lab/b/Other.java", "lab/b/package-info.java")))
                .containsExactly("Step: [mm/a/Step.java, lab/b/Step.java]");
        assertThat(twice(List.of("mm/a/package-info.java", "lab/b/package-info.java")))
                .isEmpty();
    }

    private static List<String> twice(List<String> paths) {
        var byName = new TreeMap<String, List<String>>();
        for (String path : paths) {
            String name = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
            if (!name.endsWith("-info")) {
                byName.computeIfAbsent(name, n -> new ArrayList<>()).add(path);
            }
        }
        return byName.entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
    }
}
