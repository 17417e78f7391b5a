package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/glossary.md names classes that exist, where it says, and members that they have. */
class GlossaryTest {
    private static final String ROOT = "mm/src/main/java/dev/pinfold/mm/";
    private static final Pattern ROW = Pattern.compile("\\| (.+) \\| (.+) \\| (.+) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** A class in a sentence, perhaps with a member; what Linux writes so is in capitals throughout. */
    private static final Pattern CLASS = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?");

    private record Row(String term, String classes, String sentence) {}

    @Test
    void everyClassIsWhereItSays() throws IOException {
        List<String> paths = production().values().stream().map(Source::path).toList();
        for (Row row : rows()) {
            List<String> named = pathsNamed(row.classes());
            assertThat(named).as(row.term()).isSubsetOf(paths);
            assertThat(!named.isEmpty() || row.classes().equals("—"))
                    .as(row.term())
                    .isTrue();
        }
    }

    @Test
    void whatSentencesNameExists() throws IOException {
        Map<String, Source> sources = production();
        int members = 0;
        for (Row row : rows()) {
            assertThat(row.sentence()).as(row.term()).endsWith(".");
            for (String code : codes(row.sentence())) {
                Matcher m = CLASS.matcher(code);
                if (m.matches()) {
                    Source source = sources.get(m.group(1));
                    assertThat(source).as(code).isNotNull();
                    if (m.group(2) != null) {
                        assertThat(source.code()).as(code).containsPattern("\\b" + m.group(2) + "\\b");
                        members++;
                    }
                }
            }
        }
        assertThat(members).isGreaterThan(5);
    }

    @Test
    void noTermComesTwice() throws IOException {
        List<String> terms = rows().stream().map(Row::term).toList();
        assertThat(terms).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @Test
    void aClassInAnotherPlaceIsSeen() {
        assertThat(pathsNamed("`Vma` `.space`, `Tlb`, `Pte` `dev.pinfold.mm.table`, `Task` `dev.pinfold.mm`"))
                .containsExactly(
                        ROOT + "space/Vma.java", ROOT + "table/Tlb.java", ROOT + "table/Pte.java", ROOT + "Task.java");
    }

    private static List<Row> rows() throws IOException {
        var rows = new ArrayList<Row>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "glossary.md"))) {
            Matcher m = ROW.matcher(line);
            if (m.matches()) {
                rows.add(new Row(m.group(1), m.group(2), m.group(3)));
            }
        }
        return rows;
    }

    /** The files of the classes that a cell names: a package stands behind the classes that it holds. */
    private static List<String> pathsNamed(String cell) {
        var paths = new ArrayList<String>();
        var waiting = new ArrayList<String>();
        for (String code : codes(cell)) {
            String room = code.replaceFirst("^dev\\.pinfold\\.mm(?=\\.|$)", "");
            if (room.isEmpty() || room.startsWith(".")) {
                String folder = room.isEmpty() ? "" : room.substring(1).replace('.', '/') + "/";
                waiting.forEach(name -> paths.add(ROOT + folder + name + ".java"));
                waiting.clear();
            } else {
                waiting.add(code);
            }
        }
        assertThat(waiting).as(cell).isEmpty();
        return paths;
    }

    private static List<String> codes(String text) {
        return CODE.matcher(text).results().map(r -> r.group(1)).toList();
    }

    /** Sources of the memory manager by the name of their class. */
    private static Map<String, Source> production() {
        return Sources.all().stream()
                .filter(s -> s.path().startsWith(ROOT) && !s.path().endsWith("-info.java"))
                .collect(Collectors.toMap(Source::simpleName, Function.identity()));
    }
}
