package dev.pinfold.mm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's sources, for what the compiler leaves no trace of: imports of constants, and the constants themselves. */
public final class Sources {
    private static final Pattern TEXT = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'|/\\*[\\s\\S]*?\\*/|//[^\n]*");
    private static final List<String> MODULES = List.of("mm", "lab", "host", "bench", "cli", "examples");

    /**
     * A source file.
     *
     * @param path below the project's root
     * @param code its text without comments, and with nothing in its strings
     */
    public record Source(String path, String code) {
        /** A source of this path and text. */
        public static Source of(String path, String text) {
            return new Source(path, TEXT.matcher(text).replaceAll("\"\""));
        }

        /** The name of its class. */
        public String simpleName() {
            return path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private Sources() {}

    /** The sources of all modules and their tests. */
    public static List<Source> all() {
        Path root = Path.of("..");
        return MODULES.stream()
                .flatMap(module -> below(root, root.resolve(module)))
                .toList();
    }

    private static Stream<Source> below(Path root, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/target/"))
                    .map(file -> read(root, file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path root, Path file) {
        try {
            return Source.of(root.relativize(file).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
