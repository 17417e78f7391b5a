package dev.pinfold.lab.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.RunReport;
import dev.pinfold.lab.run.WorkloadRun;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.design.Choice;
import dev.pinfold.mm.frame.PinCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Choices from Java files and jars, and what is said of files that hold none. */
class ChoiceFilesTest {
    static final Path DESIGNS = Path.of("..", "examples", "designs");

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        for (Choice c : PinCounts.POINT.choices()) {
            PinCounts.POINT.remove(c);
        }
    }

    @Test
    void aJavaFileIsAChoiceLikeAnyOther() throws Exception {
        List<ChoiceFiles.Added> added = ChoiceFiles.add(List.of(DESIGNS.resolve("HashedPins.java")));
        assertThat(added).singleElement().satisfies(a -> assertThat(a.point()).isSameAs(PinCounts.POINT));
        assertThat(PinCounts.POINT.names()).containsExactly("bias", "counter", "mapcount", "hashed");
        RunReport report = WorkloadRun.run(Workload.of("w.mm", """
                design(PIN_COUNT=hashed)
                A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
                A store(a, 1)
                A pin_user_pages(a, 1, FOLL_WRITE) = p
                A page_maybe_dma_pinned(p[0]) = 1
                A fork() = B
                A store(a, 2)
                A dma_read(p) = 2
                B load(a) = 1
                A unpin_user_pages(p)
                """), Machine::of, () -> {});
        assertThat(report.differences()).isEmpty();
    }

    @Test
    void severalFilesAreCompiledTogether() throws Exception {
        ChoiceFiles.add(List.of(DESIGNS.resolve("HashedPins.java"), DESIGNS.resolve("FlaggedPins.java")));
        assertThat(PinCounts.POINT.names()).contains("hashed", "flag");
    }

    @Test
    void aJarAnnouncesItsChoices() throws Exception {
        Path jar = folder.resolve("pins.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var e : MemoryCompiler.compile(List.of(DESIGNS.resolve("HashedPins.java")))
                    .entrySet()) {
                out.putNextEntry(new JarEntry(e.getKey() + ".class"));
                out.write(e.getValue());
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + Choice.class.getName()));
            out.write("HashedPins\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        ChoiceFiles.add(List.of(jar));
        assertThat(PinCounts.POINT.names()).contains("hashed");
    }

    @Test
    void whatDoesNotCompileIsShownByLine() throws IOException {
        Path file = write("Broken.java", "public class Broken {\n    int x = \"text\";\n}\n");
        assertThatThrownBy(() -> ChoiceFiles.add(List.of(file)))
                .isInstanceOf(ChoiceException.class)
                .hasMessageStartingWith(file + ":2:13: ")
                .hasMessageContaining("String");
    }

    @Test
    void whatIsNoChoiceIsRefused() throws IOException {
        Path none = write("None.java", "public class None {}\n");
        assertThatThrownBy(() -> ChoiceFiles.add(List.of(none)))
                .isInstanceOf(ChoiceException.class)
                .hasMessageContaining("holds no choice")
                .hasMessageContaining("dev.pinfold.mm.frame.PinCount");
        Path text = write("choice.txt", "");
        assertThatThrownBy(() -> ChoiceFiles.add(List.of(text)))
                .isInstanceOf(ChoiceException.class)
                .hasMessageContaining("neither");
        assertThatThrownBy(() -> ChoiceFiles.add(List.of(folder.resolve("missing.java"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNameIsTakenOnce() throws Exception {
        String hashed = Files.readString(DESIGNS.resolve("HashedPins.java"));
        Path file = write("Other.java", hashed.replace("HashedPins", "Other").replace("\"hashed\"", "\"bias\""));
        assertThatThrownBy(() -> ChoiceFiles.add(List.of(file)))
                .isInstanceOf(ChoiceException.class)
                .hasMessageContaining("already");
        assertThat(PinCounts.POINT.names()).containsExactly("bias", "counter", "mapcount");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
