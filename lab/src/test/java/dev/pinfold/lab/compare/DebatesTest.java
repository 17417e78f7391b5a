package dev.pinfold.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.explore.Budget;
import dev.pinfold.mm.Design;
import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The verdict of each page about a debate follows from its figures: relations of figures by the page's own tables, and what
 * exploring finds by exploring it again.
 */
@Tag("controlled")
class DebatesTest {
    private static final Path PAGES = Path.of("..", "docs", "debates");
    private static final Budget BUDGET = Budget.work(60_000_000);

    @TestFactory
    Stream<DynamicTest> verdictsFollowFromFigures() throws Exception {
        Map<String, Concern> concerns = new HashMap<>();
        for (Concern c : Concern.in(Path.of("..", "examples"))) {
            concerns.put(c.name(), c);
        }
        return Stream.of(Debate.values())
                .filter(d -> !d.page().isEmpty() && points(d).findAny().isPresent())
                .map(d -> DynamicTest.dynamicTest(d.page(), () -> check(d, concerns)));
    }

    private static Stream<DesignPoint<?>> points(Debate d) {
        return Design.points().stream().filter(p -> p.debate() == d);
    }

    private static void check(Debate debate, Map<String, Concern> concerns) throws Exception {
        DebatePage page = new DebatePage(Files.readString(PAGES.resolve(debate.page() + ".md")));
        assertThat(page.points())
                .containsAll(points(debate).map(DesignPoint::name).toList());
        assertThat(page.claims()).isNotEmpty();
        List<String> broken = new ArrayList<>();
        for (Claim claim : page.claims()) {
            String why = switch (claim) {
                case Claim.Relation r -> r.check(page);
                case Claim.Explored e -> {
                    Concern c = concerns.get(e.workload());
                    assertThat(c)
                            .as(e.text() + ": a workload that concerns a point")
                            .isNotNull();
                    assertThat(c.concerns(e.point())).as(e.text()).isTrue();
                    yield e.check(Finding.of(c, e.point(), e.choice(), BUDGET));
                }
            };
            if (why != null) {
                broken.add(why);
            }
        }
        assertThat(broken).isEmpty();
    }
}
