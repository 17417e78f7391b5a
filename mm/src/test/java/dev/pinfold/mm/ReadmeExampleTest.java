package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example that README.md shows to embedders: it runs, and README.md shows these very lines. */
class ReadmeExampleTest {
    private int parentSees;
    private int childSees;

    private void example() {
        // begin
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task parent = machine.newTask();
            long a = parent.mmap(4096);
            parent.storeInt(a, 42);
            Task child = parent.fork();
            child.storeInt(a, 7);
            parentSees = parent.loadInt(a); // 42: each side has its own page now
            childSees = child.loadInt(a); // 7
            machine.check(); // every entry, count and free list agrees, or this throws
        }
        // end
    }

    @Test
    void theExampleDoesWhatItsCommentsSay() {
        example();
        assertThat(parentSees).isEqualTo(42);
        assertThat(childSees).isEqualTo(7);
    }

    @Test
    void readmeShowsTheExample() throws IOException {
        List<String> source = Files.readAllLines(Path.of("src/test/java/dev/pinfold/mm/ReadmeExampleTest.java"));
        List<String> body = source.subList(at(source, "// begin") + 1, at(source, "// end")).stream()
                .map(line -> line.replaceFirst(" {8}", "").replaceFirst("(parent|child)Sees = ", "int $0"))
                .toList();
        assertThat(Files.readString(Path.of("../README.md"))).contains(String.join("\n", body));
    }

    private static int at(List<String> source, String mark) {
        for (int i = 0; i < source.size(); i++) {
            if (source.get(i).strip().equals(mark)) {
                return i;
            }
        }
        throw new AssertionError("no line " + mark);
    }
}
