package dev.pinfold.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.choice.ChoiceFiles;
import dev.pinfold.lab.explore.Budget;
import dev.pinfold.mm.frame.PinCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The worked example of {@code docs/designing.md}: the first try fails where the page says, the second does not. */
@Tag("controlled")
class OwnDesignTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final String POINT = "PIN_COUNT";

    @Test
    void theFirstTryFailsAndTheSecondIsClean() throws Exception {
        List<ChoiceFiles.Added> added = ChoiceFiles.add(
                List.of(EXAMPLES.resolve("designs/FlaggedPins.java"), EXAMPLES.resolve("designs/HashedPins.java")));
        try {
            List<Concern> concerns = Concern.in(EXAMPLES).stream()
                    .filter(c -> c.points().contains(POINT))
                    .toList();
            assertThat(concerns).hasSizeGreaterThan(5);
            for (Concern c : concerns) {
                assertThat(Finding.of(c, POINT, "hashed", Budget.work(1_500_000))
                                .failure())
                        .as(c.name())
                        .isNull();
            }
            Concern twice = concerns.stream()
                    .filter(c -> c.name().equals("pin-twice"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Finding.of(twice, POINT, "flag", Budget.work(1_500_000)).failure())
                    .satisfies(f -> assertThat(f == null ? "" : f.message()).contains("expected 1, found 0"));
        } finally {
            added.forEach(a -> PinCounts.POINT.remove(a.choice()));
        }
    }

    /** The page's commands name files, points and choices that there are. */
    @Test
    void thePageNamesWhatThereIs() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "designing.md"));
        List<String> commands =
                page.lines().filter(l -> l.startsWith("./pinfold ")).toList();
        assertThat(commands).hasSizeGreaterThan(3);
        for (String command : commands) {
            for (String word : command.split(" ")) {
                if (word.startsWith("examples/")) {
                    assertThat(Path.of("..", word)).as(command).exists();
                }
            }
        }
    }
}
