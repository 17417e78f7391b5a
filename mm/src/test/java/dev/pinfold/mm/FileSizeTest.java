package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One idea a file: no source file of any module, test or not, is longer than {@value #LIMIT} lines. */
class FileSizeTest {
    private static final int LIMIT = 700;

    @Test
    void noSourceFileIsTooLong() throws IOException {
        Path project = Path.of("..").toAbsolutePath().normalize();
        PathMatcher sources = FileSystems.getDefault().getPathMatcher("glob:" + project + "/*/src/**.java");
        List<Path> files;
        try (Stream<Path> all = Files.walk(project)) {
            files = all.filter(sources::matches).toList();
        }
        assertThat(files).as("sources of the project").anyMatch(f -> f.endsWith("FileSizeTest.java"));
        var tooLong = new ArrayList<String>();
        for (Path file : files) {
            int lines = Files.readAllLines(file).size();
            if (lines > LIMIT) {
                tooLong.add(project.relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }
}
